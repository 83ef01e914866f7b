"""What is wrong with an input: a code and its details, never a sentence.

`texts.sentence` turns a problem into one translated sentence that says what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place.

    `field` names the place: a field of a form ("weight", "actual") or a cell ("Sheet1!C7").
    `code` names the kind; `details` fills the placeholders of its sentence.
    `is_warning`: worth saying, but nothing is refused.
    """

    field: str
    code: str
    details: Mapping[str, object] = dataclass_field(default_factory=dict, hash=False)
    is_warning: bool = False


class Invalid(ValueError):
    """An input that a rule refuses, with every reason at once."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems
