"""The firm's choices: grades, switches, who acts; making and opening firms."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm, open_firm, suggested_path
from perfdesk.domain.firm import Switch
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Scheme
from perfdesk.store.faults import StoreFault
from tests.controllers.builders import CLOCK, codes, new, person

GRADES = SCHEMES[Scheme.P120].grades


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        (GRADES[:2], "grades_number"),
        ((replace(GRADES[0], lower_bound=Decimal(100)), *GRADES[1:]), "grade_bounds_order"),
        ((replace(GRADES[0], code="A"), *GRADES[1:]), "grade_code"),
        ((*GRADES[:-1], replace(GRADES[-1], lower_bound=Decimal(10))), "grade_last_bound"),
    ],
)
def test_grades_that_do_not_work_are_refused(firm: Firm, grades: tuple[object, ...], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        firm.settings.set_grades(Scheme.P120, grades)  # type: ignore[arg-type]
    assert code in codes(caught)
    assert firm.settings.grades(Scheme.P120) == GRADES


def test_own_grades_are_kept_by_scheme_and_given_back(firm: Firm) -> None:
    own = (replace(GRADES[0], lower_bound=Decimal("112.50"), name_zh="标杆"), *GRADES[1:])
    firm.settings.set_grades(Scheme.P120, own)
    assert firm.settings.grades(Scheme.P120) == own
    assert firm.settings.grades(Scheme.P100) == SCHEMES[Scheme.P100].grades
    firm.settings.set_grades(Scheme.P120, None)
    assert firm.settings.grades(Scheme.P120) == GRADES


def test_a_switch_goes_on_and_off_and_leaves_the_others(simple: Firm) -> None:
    simple.settings.set_switch(Switch.CALIBRATION, on=True)
    simple.settings.set_switch(Switch.INDICATORS, on=True)
    simple.settings.set_switch(Switch.CALIBRATION, on=False)
    assert simple.settings.settings().switches == {Switch.INDICATORS}


def test_only_acting_persons_who_are_here_may_be_chosen(firm: Firm) -> None:
    who = person(firm)
    with pytest.raises(Invalid) as caught:
        firm.settings.act_as(who)
    assert codes(caught) == ["not_acting"]
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    assert firm.settings.actor_id == who
    firm.people.mark_left(who, date(2026, 10, 1))
    assert [one.number for one in firm.settings.acting_persons()] == ["000"]


@pytest.mark.parametrize(
    ("name", "owner", "code"), [("", "周敏", "firm_name_missing"), ("精工", " ", "firm_owner_missing")]
)
def test_a_firm_needs_a_name_and_an_owner(tmp_path: Path, name: str, owner: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        new_firm(tmp_path / "x.perfdesk", name, owner, CLOCK)
    assert codes(caught) == [code]
    assert list(tmp_path.iterdir()) == []


def test_a_firm_that_is_there_is_not_overwritten(firm: Firm) -> None:
    before = firm.path.read_bytes()
    with pytest.raises(StoreFault) as caught:
        new(firm.path)
    assert caught.value.code == "exists"
    assert firm.path.read_bytes() == before


def test_a_second_window_reads_and_says_who_has_it(firm: Firm) -> None:
    second = open_firm(firm.path, CLOCK)
    assert (second.is_read_only, second.why_read_only) == (True, "in_use")
    assert second.held_by is not None
    with pytest.raises(StoreFault) as caught:
        second.settings.rename_firm("甲")
    assert caught.value.code == "read_only"
    second.close()


@pytest.mark.parametrize("name", ['a<b>:"/\\|?*', "...", "CON", "红杉 精密"])
def test_a_suggested_path_can_be_written_and_is_never_one_that_is_there(name: str) -> None:
    first = suggested_path(name)
    first.parent.mkdir(parents=True, exist_ok=True)
    first.touch()
    assert suggested_path(name) != first


def test_the_clock_is_set_everywhere_in_whole_seconds_without_a_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_NOW", "2026-10-16T09:00:00.123456+08:00")
    assert clock.clock().now() == datetime(2026, 10, 16, 9)
    assert clock.clock().is_fixed
    monkeypatch.setenv("PERFDESK_NOW", "yesterday")
    with pytest.raises(ValueError):
        clock.clock()
    monkeypatch.delenv("PERFDESK_NOW")
    assert not clock.clock().is_fixed and "PERFDESK_NOW" not in os.environ
