"""Which papers a firm has a use for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.firm import INDICATORS, SIMPLE, Switch
from perfdesk.domain.papers import KINDS, kinds_for


def test_five_questions_have_the_review_sheet_and_the_plan_only() -> None:
    assert kinds_for(SIMPLE) == ("review", "plan")


def test_targets_and_self_scores_bring_their_own_papers() -> None:
    assert kinds_for(INDICATORS) == ("review", "plan", "appraisal", "targets", "score-sheet")
    assert set(kinds_for(frozenset(Switch))) == set(KINDS)


@given(st.frozensets(st.sampled_from(list(Switch))), st.sampled_from(list(Switch)))
def test_another_switch_never_takes_a_paper_away(switches: frozenset[Switch], more: Switch) -> None:
    assert set(kinds_for(switches)) <= set(kinds_for(switches | {more}))
