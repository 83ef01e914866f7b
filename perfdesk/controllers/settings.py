"""The firm's choices: name, grades, switches, acting persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.firm import LEAST_ANONYMITY, FirmSettings, Switch
from perfdesk.domain.grades import SCHEMES, Grade, check_grades
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Scheme
from perfdesk.store import people, settings
from perfdesk.store.schema import firm


class SettingsController:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settings(self) -> FirmSettings:
        return self._desk.settings()

    def rename_firm(self, name: str) -> None:
        if not name.strip():
            raise refuse("name", "name_missing")
        with self._desk.change("rename_firm", name=name.strip()) as change:
            change.update(firm, settings.FIRM_ID, name=name.strip())

    def set_switch(self, switch: Switch, *, on: bool) -> None:
        """Switch a function on or off. Off hides it and keeps its data."""
        with self._desk.change("set_switch", switch=switch.value, on=on) as change:
            now = settings.switches_of(change.row(firm, settings.FIRM_ID)["switches"])
            wanted = now | {switch} if on else now - {switch}
            change.update(firm, settings.FIRM_ID, switches=settings.switches_text(wanted))

    def set_scheme(self, scheme: Scheme) -> None:
        """Choose the scheme of coming cycles; cycles that exist keep theirs."""
        with self._desk.change("set_scheme", scheme=scheme.value) as change:
            change.update(firm, settings.FIRM_ID, scheme=scheme.value)

    def grades(self, scheme: Scheme) -> tuple[Grade, ...]:
        return self.settings().grades.get(scheme, SCHEMES[scheme].grades)

    def set_grades(self, scheme: Scheme, grades: Sequence[Grade] | None) -> None:
        """Set the grades of coming cycles; None goes back to the preset.

        Raises:
            Invalid: not three to seven grades, bounds not falling, or a level would not earn its grade.
        """
        if grades is not None:
            wrong = [problem for problem in check_grades(grades, scheme) if not problem.is_warning]
            if wrong:
                raise Invalid(*wrong)
        with self._desk.change("set_grades", scheme=scheme.value) as change:
            kept = dict(settings.settings(change.connection).grades)
            kept.pop(scheme, None)
            if grades is not None:
                kept[scheme] = tuple(grades)
            change.update(firm, settings.FIRM_ID, grades=settings.all_grades_text(kept))

    def set_choice(self, **changed: Any) -> None:
        """Set one or more of the `FirmChoices` by their names.

        Raises:
            Invalid: `anonymity` below three, or days below one.
        """
        for field, least in (("anonymity", LEAST_ANONYMITY), ("appeal_days", 1)):
            if field in changed and changed[field] < least:
                raise refuse(field, "choice_too_small", least=least, value=changed[field])
        with self._desk.change("set_choice") as change:
            now = settings.choices_of(change.row(firm, settings.FIRM_ID)["choices"])
            change.update(firm, settings.FIRM_ID, choices=settings.choices_text(replace(now, **changed)))

    def acting_persons(self) -> list[Employee]:
        """Return those who may be chosen as the one who works."""
        with self._desk.read() as connection:
            return [one for one in people.employees(connection, include_left=False) if one.is_acting]

    @property
    def actor_id(self) -> int | None:
        """Who works now. It is a statement, not a proof, and stands in every audit entry."""
        return self._desk.file.actor_id

    def act_as(self, employee_id: int) -> None:
        """Choose who works from now on, for this session; nothing in the file changes."""
        if employee_id not in {one.id for one in self.acting_persons()}:
            raise refuse("actor", "not_acting")
        self._desk.file.actor_id = employee_id
