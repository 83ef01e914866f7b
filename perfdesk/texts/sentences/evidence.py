"""Sentences about evidence and attached files."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "evidence_empty": N_("There is nothing to keep yet. Write a few words or attach a file."),
    "evidence_in_future": N_("{day} is still to come. Choose a day up to today."),
    "attachment_type": N_(
        "“{name}” is of a kind that is not kept. Attach a PDF, JPG, PNG, XLSX, DOCX or TXT file."
    ),
    "attachment_empty": N_("“{name}” is empty. Choose another file."),
    "attachment_size": N_(
        "“{name}” has {size} MB; up to {most} MB fit. Shrink it, or attach the part that counts."
    ),
    "attachment_mismatch": N_("“{name}” is not what its ending says. Save it anew in its own program."),
    "attachment_unreadable": N_("“{name}” cannot be read ({reason}). Close it elsewhere, or choose another."),
    "attachment_damaged": N_(
        "The content of “{name}” does not match its fingerprint. Take it from a backup."
    ),
    "attachment_not_saved": N_("“{name}” could not be written ({reason}). Choose another place."),
}
