"""Canonical form, check code and how numbers are printed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal as D

from perfdesk.documents.values import canonical, check_code, cleaned, number, score, with_check_code
from tests.documents.builders import HEADER, plan, review


def test_equal_values_have_the_same_code_however_written():
    sheet = review(total=D("80.3000"))
    assert canonical(sheet) == canonical(review(total=D("80.30")))
    assert with_check_code(sheet).check_code == review(total=D("80.30")).check_code


def test_printing_again_keeps_the_code_and_a_change_does_not():
    sheet = review()
    again = with_check_code(replace(sheet, printed_at=datetime(2027, 1, 1)))
    assert again.check_code == sheet.check_code == check_code(canonical(sheet))
    assert with_check_code(replace(sheet, grade="B")).check_code != sheet.check_code
    assert len(sheet.check_code) == 8


def test_canonical_form_is_sorted_json_with_numbers_as_texts_in_nfc():
    document = json.loads(canonical(review(header=replace(HEADER, person="Jose\u0301"))))
    assert document["format"] == "1"
    assert document["values"]["total"] == "80.3"
    assert document["values"]["header"]["person"] == "Jos\u00e9"
    assert document["values"]["confidential"] is True
    assert json.loads(canonical(plan()))["values"]["type"] == "IMPROVE"


def test_numbers_have_a_true_minus_thousands_and_their_own_decimals():
    assert number(D("-1234567.5"), 2) == "−1,234,567.50"
    assert number(D("82.0000"), 0) == "82"
    assert number(D("96.75"), 0) == "96.75"
    assert number(D("0.00"), 1) == "0.0"
    assert number(D("1E+3"), 0) == "1,000"
    assert number(None) == ""
    assert score(D("2.675")) == "2.68"


def test_cleaning_removes_controls_and_joins_accents():
    sheet = cleaned(review(employee_words="a\r\nb\x00c\u2028d\ufdd0Jose\u0301\t."))
    assert sheet.employee_words == "a\nbc\nd\ufffdJos\u00e9    ."
    clean = review()
    assert cleaned(clean) is clean
