"""The curve of a scoring rule: it goes through the scores of the rule, and its cliffs are where the rule jumps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Direction, Method
from perfdesk.models.curve_points import Cliff, curve_of

CAP = Decimal(120)
COLLECTION = Rule(Method.LINEAR, Direction.HIGHER, Decimal(95), Decimal(80), Decimal(100))
COMPLAINTS = Rule(Method.DEDUCT, Direction.LOWER, params={"points_per_unit": "20"}, decimals=0)
DEFECTS = Rule(
    Method.BAND,
    Direction.LOWER,
    params={"bands": [{"limit": "1", "score": "100"}, {"limit": "2", "score": "80"}, {"score": "0"}]},
)
STOCK = Rule(Method.TOLERANCE, Direction.TARGET, Decimal(30), params={"full_band": "2", "zero_band": "10"})
SALES = Rule(Method.RATIO, Direction.HIGHER, Decimal(200), params={"gate": "50"})
RULES = (COLLECTION, COMPLAINTS, DEFECTS, STOCK, SALES)


def test_the_threshold_of_a_line_is_a_cliff_from_nothing_to_sixty():
    curve = curve_of(COLLECTION, CAP, is_share=True)
    assert curve.cliffs == (Cliff(Decimal(80), Decimal("60.00"), Decimal("79.99"), Decimal("0.00")),)
    assert (Decimal("88"), Decimal("81.33")) in curve.rows
    assert max(x for piece in curve.pieces for x, _score in piece) == 100


def test_at_a_cliff_the_side_that_the_limit_belongs_to_comes_first():
    assert curve_of(COLLECTION, CAP).pieces[0][-1] == (Decimal(80), Decimal(60))
    assert curve_of(DEFECTS, CAP).pieces[0][-1] == (Decimal(1), Decimal(100))
    assert curve_of(COMPLAINTS, CAP).pieces[-2][-1] == (Decimal(1), Decimal(80))


def test_a_gate_is_a_cliff_of_a_ratio():
    assert curve_of(SALES, CAP).cliffs == (
        Cliff(Decimal(100), Decimal("50.00"), Decimal("99.99"), Decimal("0.00")),
    )


def test_a_line_without_jump_is_one_piece():
    assert len(curve_of(STOCK, CAP).pieces) == 1
    assert curve_of(STOCK, CAP).cliffs == ()


def test_levels_and_a_plain_yes_or_no_have_no_curve():
    assert curve_of(Rule(Method.ANCHOR, Direction.HIGHER), CAP) is None
    assert curve_of(Rule(Method.ALL_OR_NOTHING, Direction.HIGHER), CAP) is None


def test_a_ratio_against_a_target_of_nothing_is_refused():
    with pytest.raises(Invalid):
        curve_of(Rule(Method.LINEAR, Direction.HIGHER, threshold=Decimal(1)), CAP)


@given(some.sampled_from(RULES), some.sampled_from((Decimal(100), Decimal(120))))
def test_every_row_of_the_table_is_what_the_rule_gives(rule, cap):
    curve = curve_of(rule, cap)
    assert curve.rows
    for actual, points in curve.rows:
        assert points == score(rule, actual, cap)
