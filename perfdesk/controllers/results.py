"""Results of a cycle: lists for the window, JSON for scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfdesk.controllers import reading
from perfdesk.controllers.desk import Desk
from perfdesk.domain.appraisal import Standing

if TYPE_CHECKING:
    from perfdesk.controllers.results_more import MoreResults


class ResultsController:
    def __init__(self, desk: Desk, more_of: Callable[[int, int], MoreResults]) -> None:
        self._desk, self._more_of = desk, more_of

    def standings(self, cycle_id: int) -> list[Standing]:
        """Return everybody's line in a cycle, by employee number, with rank."""
        with self._desk.read() as connection:
            return reading.standings_of(connection, cycle_id)

    def standings_of_forms(self, cycle_id: int, form_ids: Sequence[int]) -> list[Standing]:
        """Return the lines of some forms, without rank: what follows one entry must not cost the whole cycle."""
        with self._desk.read() as connection:
            return reading.standings_of(connection, cycle_id, form_ids)

    def as_json(self, cycle_id: int) -> dict[str, Any]:
        """Return the cycle as `perfdesk results --json` prints it (docs/command-line.md)."""
        from perfdesk.controllers import results_json

        with self._desk.read() as connection:
            year = results_json.year_of(connection, cycle_id)
        more = self._more_of(cycle_id, year)
        with self._desk.read() as connection:
            return results_json.results(connection, cycle_id, self._desk.today(), more)
