"""Why something was refused, in the user's words."""

from __future__ import annotations

from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid
from perfdesk.texts import sentence
from perfdesk.views.score_words import all_sentences


def reason_of(error: Invalid | Fault) -> str:
    """Return the sentence, or sentences, of what was refused."""
    return all_sentences(error.problems) if isinstance(error, Invalid) else sentence(error)
