"""A rule shown as fields and read back is the same rule; what is typed lands where the method looks for it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Method
from perfdesk.models.rule_fields import (
    band_texts,
    fields_of,
    limit_fields,
    param_word,
    refused_of,
    text_of,
    with_band,
    with_band_added,
    with_text,
    with_tiers,
    without_band,
)
from tests.domain.builders import RULES, H, actuals_of, bands, d, linear, ratio, rule


def names_of(shown):
    found = [one.name for one in (*fields_of(shown), *limit_fields(shown))]
    return found + [one.leads_to for one in fields_of(shown) if one.leads_to]


@pytest.mark.parametrize("method", list(RULES))
@settings(max_examples=40)
@given(data=st.data())
def test_what_stands_in_the_fields_is_the_rule(method: Method, data: st.DataObject):
    before = after = data.draw(RULES[method])
    for name in names_of(before):
        after = with_text(after, name, text_of(after, name))
    for at, (limit, points) in enumerate(band_texts(before)):
        if limit:
            after = with_band(after, at, "limit", limit)
        after = with_band(after, at, "score", points)
    actual = data.draw(actuals_of(method))
    assert score(after, actual) == score(before, actual)


def test_an_emptied_number_is_taken_away():
    assert with_text(ratio(H, "100"), "target", " ").target is None
    gated = ratio(H, "100", params={"gate": "60"})
    assert "gate" not in with_text(gated, "gate", "").params
    assert with_text(gated, "cap", "").cap == 120


def test_a_slip_is_refused_with_its_likely_fix():
    with pytest.raises(Invalid) as caught:
        with_text(ratio(H, "100"), "target", "9S")
    assert refused_of(caught.value).fix == "95"


def test_a_parameter_is_called_what_its_field_is_called():
    assert param_word("points_per_unit") == "扣分"
    assert param_word("threshold_score") == "门槛得分"
    assert param_word("unheard_of") == "unheard_of"


def test_a_band_more_keeps_limits_and_scores_in_order():
    steps = with_band_added(bands(H, ("95", "100"), ("90", "80"), (None, "0")))
    assert steps.bands() == [(95, 100), (90, 80), (85, 40), (None, 0)]
    assert without_band(steps, 2).bands() == [(95, 100), (90, 80), (None, 0)]
    assert without_band(steps, 3) == steps


def test_five_standards_lie_evenly_between_the_two_values():
    plain = rule(Method.EFFICACY, unacceptable="10", satisfactory="20")
    five = with_tiers(plain, five=True)
    assert five.standards() == [20, Decimal("17.5"), 15, Decimal("12.5"), 10]
    assert with_text(five, "standards.4", "8").standards()[4] == 8
    assert with_tiers(five, five=False).number("unacceptable") == d(10)


def test_the_points_of_a_line_stand_behind_their_arrows():
    line = linear(H, "80", "95", "100")
    assert [(one.name, one.leads_to or one.earns) for one in fields_of(line)] == [
        ("threshold", "threshold_score"),
        ("target", "100"),
        ("stretch", "stretch_score"),
    ]
    assert text_of(line, "stretch_score") == "120"
