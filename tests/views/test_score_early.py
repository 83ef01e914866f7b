"""On the score page, what belongs to the score is locked with its reason until its time has come."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from perfdesk.controllers import clock
from perfdesk.controllers.firm import open_firm
from perfdesk.domain.firm import Switch
from perfdesk.views.score_locks import manager_locks
from tests.views.score_firm import form_of


@pytest.fixture
def opened(score_files, tmp_path):
    """Open the running firm on a day, with or without a self score."""
    made = []

    def open_on(day: datetime, *, self_score: bool):
        path = tmp_path / "running.perfdesk"
        path.write_bytes(score_files["running"].read_bytes())
        firm = open_firm(path, clock.fixed(day))
        firm.settings.set_switch(Switch.SELF_SCORE, on=self_score)
        made.append(firm)
        return firm

    yield open_on
    for firm in made:
        firm.close(with_backup=False)


def locks(firm):
    sheet = firm.appraisal.sheet(form_of(firm, "徐静"))
    found = manager_locks(firm, sheet, firm.settings.settings())
    judged = next(item for item in sheet.items if item.is_anchored)
    measured = next(item for item in sheet.items if not item.is_anchored)
    return found, found.of_item(judged), found.of_item(measured)


def test_before_the_end_of_the_cycle_actuals_may_be_given_and_levels_say_when(opened):
    whole, judged, measured = locks(opened(datetime(2026, 8, 20, 9), self_score=False))
    assert measured.entry and not judged.entry and not whole.event
    assert judged.why == "周期到 2026-09-30 才结束，从那天起才能评分。"


def test_until_the_last_day_of_the_self_score_levels_wait_for_it(opened):
    firm = opened(datetime(2026, 10, 13, 9), self_score=True)
    _whole, judged, measured = locks(firm)
    assert measured.entry and not judged.entry
    assert "截止 2026-10-13" in judged.why


def test_afterwards_the_first_level_passes_the_form_on(opened):
    firm = opened(datetime(2026, 10, 14, 9), self_score=True)
    whole, judged, _measured = locks(firm)
    assert judged.entry and whole.event
    sheet = firm.appraisal.sheet(form_of(firm, "徐静"))
    firm.appraisal.enter(next(item.id for item in sheet.items if item.is_anchored), "4")
    after = firm.appraisal.sheet(sheet.head.id)
    assert after.head.state == "SELF_SCORED" and after.is_self_skipped
    assert next(item.level for item in after.items if item.is_anchored) == Decimal(4)
