"""Check-ins, files that may be kept, and what an event outside the weights still needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.appraisal import FormEvent
from perfdesk.domain.events import check_event, still_needed
from perfdesk.domain.problems import Invalid
from perfdesk.domain.progress import MEDIA, MOST_BYTES, CheckIn, check_check_in, confidence_of, media_of
from perfdesk.domain.terms import EventKind, VetoEffect
from tests.domain.builders import d

TODAY = date(2026, 10, 16)
VETO = FormEvent(1, EventKind.VETO, date(2026, 9, 8), "代打卡", effect=VetoEffect.CAP_GRADE)
WHOLE = replace(VETO, evidence="考勤记录", statement="本人承认", rule_published_on=date(2026, 1, 5))


@given(st.integers(-5, 20))
def test_confidence_goes_from_one_to_ten(told: int):
    found = check_check_in(CheckIn(0, TODAY, confidence=told), TODAY)
    assert [problem.code for problem in found] == ([] if 1 <= told <= 10 else ["confidence_range"])


def test_a_check_in_says_something_of_a_day_that_has_come():
    assert check_check_in(CheckIn(0, TODAY, actual=d(0)), TODAY) == ()
    assert [one.code for one in check_check_in(CheckIn(0, TODAY, words=" "), TODAY)] == ["check_in_empty"]
    early = check_check_in(CheckIn(0, date(2026, 10, 17), words="x"), TODAY)
    assert [one.code for one in early] == ["check_in_in_future"]
    assert confidence_of([CheckIn(0, TODAY), CheckIn(0, TODAY, confidence=6)]) == (6,)


@given(st.sampled_from(sorted(MEDIA)), st.binary(max_size=40))
def test_a_file_is_taken_with_the_first_bytes_of_its_kind_only(ending: str, rest: bytes):
    _media, heads = MEDIA[ending]
    if heads[0]:
        assert media_of(f"a{ending.upper()}", heads[0] + rest) == MEDIA[ending][0]
        with pytest.raises(Invalid) as caught:
            media_of(f"a{ending}", b"?" + heads[0] + rest)
        assert caught.value.problems[0].code == "attachment_mismatch"


def test_ten_megabytes_fit_and_one_byte_more_does_not():
    assert media_of("a.txt", b"a" * MOST_BYTES) == "text/plain"
    with pytest.raises(Invalid) as caught:
        media_of("a.txt", b"a" * (MOST_BYTES + 1))
    assert caught.value.problems[0].details["most"] == 10
    assert media_of("unicode.txt", "按期".encode("utf-16")) == "text/plain"


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({}, []),
        ({"evidence": " "}, ["veto_without_evidence"]),
        ({"statement": ""}, ["veto_without_statement"]),
        ({"rule_published_on": None}, ["veto_without_rule"]),
        ({"rule_published_on": VETO.on}, ["veto_rule_too_late"]),
    ],
)
def test_a_veto_needs_evidence_a_rule_before_it_and_the_employees_statement(changes, needed):
    found = still_needed(replace(WHOLE, **changes))
    assert [one.code for one in found] == needed
    assert all(one.is_warning for one in found)


def test_a_file_is_evidence_and_a_deduction_needs_none():
    assert "veto_without_evidence" not in {one.code for one in still_needed(VETO, has_evidence=True)}
    bonus = FormEvent(1, EventKind.BONUS, TODAY, "救急", d(2))
    assert [one.code for one in still_needed(bonus)] == ["bonus_without_evidence"]
    assert still_needed(bonus, has_evidence=True) == ()
    assert still_needed(replace(bonus, kind=EventKind.DEDUCTION)) == ()


def test_points_factor_day_and_words_of_an_event():
    bonus = FormEvent(1, EventKind.BONUS, TODAY, "救急", d(2))

    def codes(event: FormEvent) -> list[str]:
        return [one.code for one in check_event(event, TODAY)]

    assert codes(bonus) == codes(WHOLE) == []
    assert codes(replace(bonus, points=d(0))) == codes(replace(bonus, points=d("2.001"))) == ["event_points"]
    assert codes(replace(bonus, words=" ")) == ["event_without_words"]
    assert codes(replace(bonus, on=date(2026, 10, 17))) == ["event_in_future"]
    multiplied = replace(WHOLE, effect=VetoEffect.MULTIPLY)
    assert codes(multiplied) == codes(replace(multiplied, factor=Decimal(1))) == ["veto_factor"]
    assert codes(replace(multiplied, factor=d("0.8"))) == []
