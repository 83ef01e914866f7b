"""Sentences about papers: what can't be printed, and what stands in the way of a file."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "unknown_kind": N_("There is no paper “{kind}”. Choose from: {kinds}."),
    "nothing_to_print": N_(
        "There is nothing to print: nobody chosen has such a paper. Choose other people or another paper."
    ),
    "file_in_use": N_(
        "{field} is open in another program, such as a PDF reader. Close it there and try again, or choose "
        "another name."
    ),
}
