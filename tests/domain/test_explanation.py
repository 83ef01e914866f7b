"""What is printed as arithmetic gives, on a calculator, what is printed as its result."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from fractions import Fraction
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.explanation import explain_gap, explain_level, explain_score, explain_total
from perfdesk.domain.gaps import GapInput, gaps_of
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.scoring import level_score, score
from perfdesk.domain.terms import Method, Missing, Scheme, VetoEffect
from perfdesk.domain.totals import ScoredItem, Veto, total_of
from perfdesk.texts import translator
from perfdesk.texts.explanations import LINES, explain
from tests.domain.builders import RULES, H, L, actuals_of, d, decimals, items, linear, ratio, rule, weights

EN, ZH = translator("en"), translator("zh_CN")
METHODS = list(RULES)


def evaluate(text: str) -> Fraction:
    """Work out printed arithmetic exactly."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant):
            return Fraction(str(node.value)) if not isinstance(node.value, str) else Fraction(node.value)
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.BinOp)
        left, right = value(node.left), value(node.right)
        return {
            ast.Add: lambda: left + right,
            ast.Sub: lambda: left - right,
            ast.Mult: lambda: left * right,
            ast.Div: lambda: left / right,
        }[type(node.op)]()

    plain = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    quoted = re.sub(r"\d+(?:\.\d+)?", lambda number: f"'{number[0]}'", plain)  # no float in between
    return value(ast.parse(quoted.strip(), mode="eval").body)


def check(lines) -> int:
    """Check every line that holds arithmetic, in both languages; return how many there were."""
    checked = 0
    for line in lines:
        for language in (EN, ZH):
            said = explain(line, language)
            assert "{" not in said and "None" not in said
            arithmetic = re.split("[:：]", said)[-1]
            if " = " not in arithmetic:
                continue
            left, right = arithmetic.rsplit(" = ", 1)
            places = len(right.partition(".")[2])
            assert round_half_up(evaluate(left), places) == Decimal(right.replace("−", "-")), said
            checked += 1
    return checked


def test_linear_reads_like_a_sum_on_paper():
    lines = explain_score(linear(H, "80", "95", "100"), d("91.25"))
    assert [explain(line, ZH) for line in lines] == ["60 + (91.25 − 80) ÷ (95 − 80) × 40 = 90.00"]


def test_a_ratio_names_its_cap_and_negative_numbers_stand_in_parentheses():
    lines = explain_score(ratio(H, "-50"), d(-30))
    assert [explain(line, EN) for line in lines] == [
        "100 × (1 + ((−30) − (−50)) ÷ 50) = 140.00",
        "140.00 is above the cap: 120.00",
    ]
    assert [line.code for line in explain_score(ratio(H, "-50"), d(30))][1] == "sign_flip"


def test_a_deduction_shows_its_units():
    late = rule(Method.DEDUCT, L, points_per_unit="5", unit_size="10", rounding="STARTED_UNIT")
    assert [explain(line, ZH) for line in explain_score(late, d(25))] == [
        "从 0 到 25，每 10 计一次，不满也计，共扣 3 次",
        "100 − 5 × 3 = 85.00",
    ]


def test_a_rounded_actual_is_said_first():
    (first, *_) = explain_score(ratio(H, "100", decimals=1), d("91.26"))
    assert explain(first, EN) == "The actual 91.26 is rounded to 1 decimals: 91.3"


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_the_printed_arithmetic_gives_the_printed_score(method, data):
    found, actual = data.draw(RULES[method]), data.draw(actuals_of(method))
    lines = explain_score(found, actual)
    check(lines)
    said = [line for line in lines if line.code != "sign_flip"]
    assert said[-1].result == score(found, actual)


@pytest.mark.parametrize(
    "method", [Method.RATIO, Method.LINEAR, Method.EFFICACY, Method.DEDUCT, Method.BONUS]
)
def test_each_measured_method_shows_arithmetic(method):
    shown = {
        Method.RATIO: ratio(L, "2"),
        Method.LINEAR: linear(H, "1", "5", "9"),
        Method.EFFICACY: rule(Method.EFFICACY, unacceptable="1", satisfactory="5"),
        Method.DEDUCT: rule(Method.DEDUCT, L, points_per_unit="7"),
        Method.BONUS: rule(Method.BONUS, points_per_unit="3"),
    }[method]
    assert check(explain_score(shown, d(3))) == 2


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("half", range(2, 11))
def test_a_level_is_explained(scheme, half):
    level = Decimal(half) / 2
    lines = explain_level(level, scheme)
    check(lines)
    assert lines[-1].result == level_score(level, scheme)


@given(weights(), st.data())
def test_a_total_is_explained_down_to_its_last_hundredth(shares, data):
    form = [
        ScoredItem(
            key,
            share,
            *data.draw(st.sampled_from([(d("83.33"), Missing.VALUE), (None, Missing.UNAVAILABLE)])),
        )
        for key, share in enumerate(shares)
    ]
    vetoes = data.draw(st.sampled_from([[], [Veto()], [Veto(VetoEffect.MULTIPLY, d("0.8"))]]))
    bonus, deductions = data.draw(decimals(0, 5)), data.draw(decimals(0, 130))
    scheme = SCHEMES[Scheme.P120]
    total = total_of(form, scheme, [bonus], [deductions], vetoes)
    lines = explain_total(
        form, total, scheme, names={0: "{sales}: a = b"} if data.draw(st.booleans()) else None
    )
    if total.total is None:
        assert [line.code for line in lines] == ["too_little"]
        return
    check(line for line in lines if "{" not in str(line.values.get("name", "")))
    assert [line.result for line in lines if line.result is not None][-1] == total.total
    for line in lines:
        assert explain(line, ZH)


def test_a_total_with_bonus_reads_from_cells_to_result():
    form = items(("60", "90"), ("40", "100"))
    scheme = SCHEMES[Scheme.P120]
    total = total_of(form, scheme, [d(5)], [d(2)], [Veto()])
    lines = explain_total(form, total, scheme, names={1: "销售", 2: "回款"})
    assert [explain(line, ZH) for line in lines] == [
        "销售：90 × 60 ÷ 100 = 54.00",
        "回款：100 × 40 ÷ 100 = 40.00",
        "合计：54.00 + 40.00 = 94.00",
        "计入加分与减分：94.00 + 5.00 − 2.00 = 97.00",
        "有否决项，总分 97.00 不变，等级不高于 C。",
    ]


@given(decimals(0, 120), decimals(1, 100), st.booleans(), st.integers(0, 4))
def test_a_gap_is_explained(points, weight, strategic, earlier):
    inputs = [
        GapInput(1, weight, points, d(100), strategic, earlier),
        GapInput(2, d(10), d(50), d(100), order=1),
    ]
    gaps = gaps_of(inputs, Scheme.P120)
    whole = sum(gap.contribution for gap in gaps)
    for gap in gaps:
        lines = explain_gap(gap, whole)
        checked = check(lines)
        assert checked == (8 if gap.score_gap else 0)


def test_every_line_has_chinese_with_the_same_places():
    for code, message in LINES.items():
        names = {name for _, name, _, _ in Formatter().parse(message) if name}
        assert names == {name for _, name, _, _ in Formatter().parse(ZH(message)) if name}, code
        if re.search("[a-z]", re.sub(r"{\w+}", "", message)):
            assert re.search("[\u4e00-\u9fff]", ZH(message)), code
