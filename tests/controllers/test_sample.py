"""The sample firm: believable, sound, in both languages. That it is the same bytes under the same clock, the test
of `perfdesk demo` looks at."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from perfdesk.controllers.checking import check_file
from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm
from perfdesk.controllers.sample import make_sample
from perfdesk.domain.terms import ActionStatus, FormState
from tests.controllers.builders import CLOCK, current, new


def test_thirty_eight_people_of_four_departments_two_of_them_with_eight_finished_quarters(
    sample: Firm,
) -> None:
    people = [one for one in sample.people.employees() if one.is_appraised]
    assert len(people) == 38
    assert [one.name_zh for one in sample.people.departments()] == [
        "销售部",
        "生产部",
        "质量仓储部",
        "综合部",
    ]
    cycles = sample.cycles.cycles()
    assert [cycle.is_closed for cycle in cycles] == [False] + [True] * 8
    departments = [
        Counter(line.department_zh for line in sample.results.standings(cycle.id)) for cycle in cycles
    ]
    assert [len(found) for found in departments] == [4, 4, 4, 2, 2, 2, 2, 2, 2]
    assert set(departments[-1]) == {"销售部", "生产部"}


def test_grades_and_gaps_are_spread_as_in_a_firm(sample: Firm) -> None:
    lines = sample.results.standings(current(sample))
    grades = Counter(line.grade.code for line in lines if line.grade)
    assert 2 <= grades["S"] <= 3 and 7 <= grades["A"] <= 9 and 17 <= grades["B"] <= 20
    assert 4 <= grades["C"] <= 6 and grades["D"] <= 1
    short = [line for line in lines if line.gaps]
    gaps, treated = sum(line.gaps for line in short), sum(line.treated for line in short)
    assert 8 <= len(short) <= 12
    assert 0.25 <= (gaps - treated) / gaps <= 0.4
    assert sum(line.is_provisional for line in lines) == 5


def test_li_na_has_a_major_gap_with_three_actions_and_one_without(sample: Firm) -> None:
    line = next(line for line in sample.results.standings(current(sample)) if line.number == "S-017")
    comparison = sample.improvement.comparison(line.form_id)
    new, sales = comparison.treatments
    assert [one.item.code for one in (new, sales)] == ["SAL-03", "SAL-01"]
    assert new.gap.is_major and sales.gap.is_major
    assert new.plan is not None and len(new.plan.actions) == 3
    assert {cause.code for cause in new.causes} == {action.cause for action in new.plan.actions}
    assert not sales.is_treated
    assert len(comparison.trend) == 9
    assert comparison.recognitions
    assert comparison.sheet.strengths and comparison.sheet.improvements
    assert line.grade is not None and line.grade.code == "C"


def test_nothing_is_left_to_undo_and_nobody_has_a_warning_to_answer(sample: Firm) -> None:
    assert sample.history.undo_deed is None
    for line in sample.results.standings(current(sample)):
        for treatment in sample.improvement.comparison(line.form_id).treatments:
            for action in treatment.plan.actions if treatment.plan else ():
                assert [p for p in sample.improvement.hints(action.id) if not p.is_warning] == []
                assert action.status in (ActionStatus.TODO, ActionStatus.DOING)
                assert action.due_on is not None and action.due_on.weekday() < 5


def test_the_file_is_sound(sample_file: Path) -> None:
    assert [finding for finding in check_file(sample_file) if finding.is_fault] == []


def test_in_english_its_own_words_are_english(tmp_path: Path) -> None:
    firm = make_sample(tmp_path / "en.perfdesk", fixed(datetime(2024, 2, 29, 9)), "en")
    assert firm.settings.settings().name == "Redwood Precision Ltd"
    for line in firm.results.standings(current(firm)):
        comparison = firm.improvement.comparison(line.form_id)
        texts = [comparison.sheet.strengths, comparison.sheet.improvements]
        texts += [cause.words for one in comparison.treatments for cause in one.causes]
        texts += [action.words for one in comparison.treatments if one.plan for action in one.plan.actions]
        texts += [one.behaviour + one.impact for one in comparison.recognitions]
        texts += [item.missing_reason for item in comparison.sheet.items]
        assert not [text for text in texts if re.search("[\u4e00-\u9fff]", text)]
    states = firm.cycles.counts(current(firm))
    assert states[FormState.MANAGER_SCORED] > 20
    firm.close(with_backup=False)


def test_a_sample_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: int, _count: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    path = tmp_path / "half.perfdesk"
    with pytest.raises(KeyboardInterrupt):
        make_sample(path, CLOCK, progress=stop)
    assert not path.exists()
    new(path).close(with_backup=False)  # nobody holds its lock either
