"""Values, departments and indicators to drafts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Missing
from perfdesk.sheets.cells import Cell, CellError
from perfdesk.sheets.columns import match_columns
from perfdesk.sheets.lists import read_departments, read_indicators
from perfdesk.sheets.tables import RawTable
from perfdesk.sheets.values import TOTAL, KnownForms, KnownIndicator, ValueKind, ValuesDraft, read_values

KNOWN = KnownForms(
    people={"employee": "王磊", "employee2": "李娜", "manager": "周经理"},
    forms={"employee": frozenset({"OTD", "DEF"}), "employee2": frozenset({"OTD"})},
    indicators=(
        KnownIndicator("OTD", ("准时交付率", "On-time delivery"), "%"),
        KnownIndicator("DEF", ("不良品数", "Defects"), "件"),
    ),
)


def read(
    *rows: tuple[Cell, ...], kind: ValueKind = "actuals", columns: dict[int, str] | None = None
) -> ValuesDraft:
    table = RawTable("a.xlsx", "S", rows)
    return read_values(table, match_columns(table, kind="values"), kind, KNOWN, columns)


def test_a_column_per_indicator_is_known_by_code_or_either_name() -> None:
    for header in ("OTD", "准时交付率", "On-time delivery", "准时交付率实际值", "准时交付率（%）"):
        draft = read(
            ("工号", header, "不良品数"), ("employee", "95.5%", 3), ("employee2", Decimal("0.1"), None)
        )

        found = {(value.number, value.code): value.value for value in draft.values}
        assert found == {
            ("employee", "OTD"): Decimal("95.5"),
            ("employee", "DEF"): Decimal(3),
            ("employee2", "OTD"): Decimal("0.1"),
        }
        assert (draft.refusals, draft.blanks) == ((), 1)
        assert draft.values[0].cell == "S!B2"


def test_a_row_per_value_is_read_too() -> None:
    draft = read(
        ("工号", "指标", "实际值"),
        ("employee", "OTD", 95),
        ("employee", "不良品", 3),
        ("employee2", "准时交付率", 90),
    )

    assert [(value.number, value.code, value.value) for value in draft.values] == [
        ("employee", "OTD", 95),
        ("employee2", "OTD", 90),
    ]
    assert [(problem.field, problem.code) for problem in draft.refusals] == [
        ("S!B3", "row_indicator_unknown")
    ]


def test_each_wrong_value_is_refused_with_its_cell() -> None:
    draft = read(
        ("工号", "准时交付率", "不良品数"),
        (None, 80, None),
        ("not_exist_user", 75, None),
        ("employee", "abc", CellError("#DIV/0!")),
        ("manager", 70, None),
        ("employee2", "9O", 4),
        ("employee2", 88, None),
        ("Employee2 ", 89, None),
    )

    assert [(problem.field, problem.code) for problem in draft.refusals] == [
        ("S!A2", "employee_number_missing"),
        ("S!A3", "employee_number_unknown"),
        ("S!B4", "not_a_number"),
        ("S!C4", "cell_error"),
        ("S!A5", "row_form_missing"),
        ("S!B6", "number_letters"),
        ("S!C6", "row_item_missing"),
        ("S!B8", "value_twice"),
    ]
    assert [(value.number, value.value) for value in draft.values] == [("employee2", 88)]
    assert draft.refusals[5].details["fix"] == "90"


@pytest.mark.parametrize(
    ("cell", "value", "missing"),
    [
        ("是", Decimal(1), Missing.VALUE),
        ("√", Decimal(1), Missing.VALUE),
        ("错", Decimal(0), Missing.VALUE),
        (False, Decimal(0), Missing.VALUE),
        ("不适用", None, Missing.NOT_APPLICABLE),
        ("１２", Decimal(12), Missing.VALUE),
        ("50%", Decimal("0.5"), Missing.VALUE),
        ("1,200", Decimal(1200), Missing.VALUE),
    ],
)
def test_words_signs_and_percents_are_values(cell: Cell, value: Decimal | None, missing: Missing) -> None:
    draft = read(("工号", "不良品数"), ("employee", cell))

    assert [(found.value, found.missing) for found in draft.values] == [(value, missing)]


def test_what_excel_computed_is_rounded_half_up_and_said() -> None:
    draft = read(("工号", "不良品数"), ("employee", Decimal("8.38153846153847")))

    assert draft.values[0].value == Decimal("8.3815")
    assert [(notice.field, notice.code) for notice in draft.notices] == [("S!B2", "value_rounded")]


def test_a_column_of_numbers_that_nobody_knows_is_offered_for_choice() -> None:
    rows = (("工号", "工作实绩分数"), ("employee", 88), ("employee2", 92))
    with pytest.raises(Invalid, match="column_values_missing"):
        read(*rows)
    assert [value.value for value in read(*rows, columns={1: "OTD"}).values] == [88, 92]
    assert read(("工号", "OTD", "别的"), ("employee", 1, 2)).unknown_columns == (2,)


def test_totals_are_one_column() -> None:
    draft = read(("工号", "姓名", "总分"), ("employee", "王磊", 88), kind="totals")
    assert [(value.code, value.value) for value in draft.values] == [(TOTAL, 88)]


def test_departments_are_read_and_a_repeated_one_refused() -> None:
    table = RawTable(
        "a.csv", "", (("部门名称", "负责人"), ("销售部", "周建国"), ("生产部", None), ("销售 部", "李娜"))
    )
    draft = read_departments(table, match_columns(table, kind="departments"), {"生产部"})

    assert [(row.name, row.manager, row.is_known) for row in draft.rows] == [
        ("销售部", "周建国", False),
        ("生产部", "", True),
    ]
    assert [problem.field for problem in draft.refused_rows[3]] == ["A4"]


def test_indicators_are_read_with_exact_weights() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("指标编码", "指标名称", "单位", "权重", "目标值"),
        ("OTD", "准时交付率", "%", "30%", 95),
        ("DEF", None, "件", 20, 3),
        ("CST", "成本", "元", "many", None),
    )
    table = RawTable("a.csv", "", rows)
    draft = read_indicators(table, match_columns(table, kind="indicators"))

    [card] = draft.rows
    assert (card.code, card.name, card.unit, card.weight, card.target) == ("OTD", "准时交付率", "%", 30, 95)
    assert {row: [p.field for p in problems] for row, problems in draft.refused_rows.items()} == {
        2: ["B3"],
        3: ["D4"],
    }
