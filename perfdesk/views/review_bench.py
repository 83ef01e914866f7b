"""What all parts of the treatment share: the firm, the drafts, and how a refusal becomes words in a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from perfdesk.domain.comparison import Comparison, Treatment
from perfdesk.domain.library import Cause
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import CauseCode
from perfdesk.models import gap_words
from perfdesk.models.actions import Choices
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.texts import pick, sentence

if TYPE_CHECKING:  # the firm brings SQLAlchemy along, which the window must not wait for
    from perfdesk.controllers.firm import Firm


@dataclass(slots=True)
class Bench:
    """One per page. `owners` are (id, name) of all who work here; `is_locked` says whether anything may change."""

    firm: Firm
    drafts: Drafts = field(default_factory=Drafts)
    owners: Choices = ()
    is_locked: bool = False
    comparison: Comparison | None = None
    _causes: dict[CauseCode, Cause] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.firm.clock.today()

    def causes(self) -> dict[CauseCode, Cause]:
        """Return the nine causes of the library by code."""
        if not self._causes:
            self._causes = {cause.code: cause for cause in self.firm.library.causes()}
        return self._causes

    def read_people(self) -> None:
        """Read who may own an action: everybody who works here now."""
        names = self.firm.people.names_of_active()
        self.owners = tuple((str(key), pick(name, name_en)) for key, name, name_en in names)

    def place(self, treatment: Treatment | None, field_word: str) -> str:
        """Return whose field it is, for the list of what is not saved: 李娜 · 销售额 · 期限."""
        head = self.comparison.sheet.head if self.comparison else None
        name = pick(head.name, head.name_en) if head else ""
        item = gap_words.item_name(treatment.item) if treatment else ""
        return " · ".join(word for word in (name, item, field_word) if word)

    def attempt(self, deed: Callable[[], object]) -> Refused | None:
        """Do something to the file; return why it was refused, in words, or None."""
        try:
            deed()
        except Invalid as invalid:
            return refused_of(invalid.problems)
        except Exception as fault:
            code, details = getattr(fault, "code", None), getattr(fault, "details", None)
            if not isinstance(code, str) or not isinstance(details, Mapping):
                raise
            return refused_of((Problem(str(getattr(fault, "field", "")), code, details),))
        return None


def refused_of(problems: tuple[Problem, ...]) -> Refused:
    """Put problems into the words of the note under a field; the likely fix comes from the first."""
    fix = str(problems[0].details.get("fix") or "") or None
    return Refused(sentence(problems[0]), " ".join(sentence(problem) for problem in problems[1:]), fix)
