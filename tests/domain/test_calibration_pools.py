"""Who is counted and with whom people are compared (§7.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.calibration_pools import Away, Exemption, Member, Presence, exemption, pools_of
from perfdesk.domain.terms import AbsenceKind

START, END, TODAY = date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 16)


def why(**facts: object) -> Exemption | None:
    return exemption(Presence(**{"total": Decimal(90), **facts}), START, END, TODAY)


def away(kind: AbsenceKind, first: tuple[int, int], last: tuple[int, int] | None = None) -> Away:
    return Away(kind, date(2026, *first), date(2026, *last) if last else None)


def test_somebody_long_here_with_a_total_is_counted():
    assert why(hired_on=date(2020, 3, 1)) is None
    assert why() is None


@pytest.mark.parametrize(
    ("hired_on", "reason"),
    [(date(2026, 7, 1), None), (date(2026, 7, 2), Exemption.NEWCOMER), (date(2026, 6, 30), None)],
)
def test_less_than_three_months_in_the_firm_at_the_cycles_end_exempts(hired_on, reason):
    assert why(hired_on=hired_on) is reason


@pytest.mark.parametrize(
    ("until", "reason"), [(date(2026, 9, 29), None), (date(2026, 9, 30), Exemption.PROBATION)]
)
def test_probation_on_the_last_day_exempts(until, reason):
    assert why(probation_until=until) is reason


def test_more_than_half_the_cycle_away_exempts_and_exactly_half_does_not():
    half, more = away(AbsenceKind.OTHER, (7, 1), (8, 15)), away(AbsenceKind.OTHER, (7, 1), (8, 16))
    assert (END - START).days + 1 == 92
    assert why(away=(half,)) is None
    assert why(away=(more,)) is Exemption.ABSENT


def test_overlapping_absences_count_once_and_days_outside_the_cycle_not_at_all():
    twice = (away(AbsenceKind.OTHER, (7, 1), (8, 15)), away(AbsenceKind.OTHER, (7, 10), (8, 10)))
    assert why(away=twice) is None
    assert why(away=(away(AbsenceKind.OTHER, (1, 1), (7, 20)),)) is None
    assert why(away=(away(AbsenceKind.OTHER, (8, 1)),)) is Exemption.ABSENT


@pytest.mark.parametrize("kind", [AbsenceKind.MATERNITY, AbsenceKind.WORK_INJURY, AbsenceKind.MEDICAL])
def test_protected_leave_within_the_cycle_exempts_at_once(kind):
    assert why(away=(away(kind, (9, 30)),)) is Exemption.LEAVE
    assert why(away=(away(kind, (3, 1), (6, 30)),)) is None


def test_leavers_and_those_without_grade_or_total_or_score_are_not_counted():
    assert why(left_on=date(2026, 8, 31)) is Exemption.LEFT
    assert why(left_on=date(2026, 12, 31)) is None
    assert why(no_grade=True) is Exemption.NO_GRADE
    assert why(total=None) is Exemption.NO_TOTAL
    assert why(total=None, is_scored=False) is Exemption.NOT_SCORED


def members(*units: tuple[int | None, int]) -> list[Member]:
    made: list[Member] = []
    for unit, count in units:
        made += [Member(len(made) + at + 1, unit) for at in range(count)]
    return made


def shape(pools) -> list[tuple[int, tuple]]:
    return [(len(pool.members), tuple(sorted(pool.units, key=str))) for pool in pools]


def test_eight_people_are_a_pool_of_their_own():
    assert shape(pools_of(members((1, 8), (2, 9)), {1: None, 2: None})) == [(8, (1,)), (9, (2,))]


def test_small_units_go_into_their_parent_until_they_are_eight():
    pools = pools_of(members((10, 3), (11, 3), (1, 2), (2, 8)), {10: 1, 11: 1, 1: None, 2: None})
    assert shape(pools) == [(8, (1, 10, 11)), (8, (2,))]
    assert pools[0].top_id == 1


def test_what_stays_too_small_takes_along_the_smallest_pool_beside_it():
    pools = pools_of(members((1, 3), (2, 8), (3, 20)), {1: None, 2: None, 3: None})
    assert shape(pools) == [(11, (1, 2)), (20, (3,))]
    assert pools[0].top_id is None


def test_managers_are_pooled_with_managers():
    people = [*members((1, 9)), Member(100, 1, True), Member(101, 2, True)]
    pools = pools_of(people, {1: None, 2: None})
    assert [pool.is_managers for pool in pools] == [False, True]
    assert pools[1].members == (100, 101) and not pools[1].has_guide


def test_a_firm_of_fewer_than_eight_has_no_guide():
    (pool,) = pools_of(members((1, 3), (2, 4)), {1: None, 2: None})
    assert len(pool.members) == 7 and not pool.has_guide


def test_parents_that_run_in_a_circle_lose_nobody():
    pools = pools_of(members((1, 4), (2, 4)), {1: 2, 2: 1})
    assert sum(len(pool.members) for pool in pools) == 8


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 8)), st.booleans()), max_size=80),
    st.dictionaries(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8))),
)
def test_everybody_is_in_exactly_one_pool_and_pools_are_small_only_where_nothing_else_is_left(
    people, parents
):
    given_members = [Member(at, unit, is_manager) for at, (unit, is_manager) in enumerate(people)]
    pools = pools_of(given_members, parents)
    assert sorted(key for pool in pools for key in pool.members) == list(range(len(people)))
    plain = [pool for pool in pools if not pool.is_managers]
    if sum(len(pool.members) for pool in plain) >= 8:
        assert all(pool.has_guide for pool in plain)
    else:
        assert len(plain) <= 1
