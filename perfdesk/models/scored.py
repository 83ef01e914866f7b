"""What is scored, a card's rule or a goal's, and the table of actuals with the scores they earn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Method
from perfdesk.models.curve_points import Point
from perfdesk.models.rows import Column
from perfdesk.texts import _
from perfdesk.texts.words import number


@dataclass(frozen=True, slots=True)
class Scored:
    """What is shown: a card's rule or a goal's. `owner` tells the one from the other, `usual_weight` in percent."""

    owner: Hashable
    rule: Rule
    unit: str
    is_share: bool = False
    usual_weight: Decimal | None = None
    card: IndicatorCard | None = None

    @property
    def is_anchored(self) -> bool:
        return self.rule.method is Method.ANCHOR or (self.card is not None and self.card.is_anchored)


def actual_of(point: Point) -> Decimal:
    """Return what a line of the table is known by."""
    return point[0]


def point_columns() -> list[Column[Point]]:
    """Return the columns of the table of actuals and their scores."""
    return [
        Column("actual", lambda: _("If it is"), lambda point: number(point[0]), "right", sort_key=actual_of),
        Column(
            "score", lambda: _("it earns"), lambda point: f"{point[1]:.2f}", "right", 76, bold=True,
            sort_key=lambda point: point[1],
        ),
    ]  # fmt: skip
