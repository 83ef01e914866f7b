"""Beside the grid: what is missing by indicator, the rule of the current one, and who is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.charts.curve import score_curve
from perfdesk.charts.shapes import Picture
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.grades import GradeScheme
from perfdesk.domain.library import Anchor
from perfdesk.domain.problems import Invalid
from perfdesk.models.curve_points import Curve, curve_of
from perfdesk.models.entries import Entries
from perfdesk.models.score_grid import GridColumn, GridRow
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.words import METHODS, number
from perfdesk.views import score_words
from perfdesk.views.chart_view import ChartView
from perfdesk.views.parts import Card, Elided, Grade, KeyCap, Symbol, button, label

_NAMES = 12


class GridSide(QScrollArea):
    """`column_wanted(lineage)` goes to the first empty cell of an indicator, `empty_wanted` to the next one."""

    column_wanted = Signal(str)
    empty_wanted = Signal()

    def __init__(self, entries: Entries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gridSide")
        self._entries = entries
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.missing_card, self.rule_card = Card("", parent=inside), Card("", "blue", parent=inside)
        self.done_card = Card("", parent=inside)
        self._make_missing()
        self.chart = ChartView(130, self.rule_card)
        self.chart.setObjectName("ruleCurve")
        self.rule_words = label("", "small", parent=self.rule_card, wrap=True)
        self.rule_words.setObjectName("ruleWords")
        title = QHBoxLayout()
        self.rule_title = Elided("", "h2", "app", self.rule_card)
        self.rule_title.setObjectName("ruleTitle")
        self.rule_method = Elided("", "small", parent=self.rule_card)
        title.addWidget(self.rule_title, 3)
        title.addWidget(self.rule_method, 1)
        self.rule_card.body.addLayout(title)
        self.rule_card.add(self.chart)
        self.rule_card.add(self.rule_words)
        self._grades = QGridLayout()
        self._grades.setHorizontalSpacing(4)
        self.done_card.body.addLayout(self._grades)
        self.hint = label("", "small", parent=self.done_card, wrap=True)
        self.done_card.add(self.hint)
        self._grade_cells: dict[str, tuple[Grade, QLabel]] = {}
        for card in (self.missing_card, self.rule_card, self.done_card):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)
        self._missing_rows: list[_Owing] = []

    def _make_missing(self) -> None:
        card = self.missing_card
        self.figures = label("", "small", parent=card, wrap=True)
        self.figures.setObjectName("gridFigures")
        self.bar = QProgressBar(card)
        self.bar.setTextVisible(False)
        card.add(self.figures)
        card.add(self.bar)
        self._owing = QVBoxLayout()
        self._owing.setSpacing(4)
        card.body.addLayout(self._owing)
        row = QHBoxLayout()
        self.next_button = button("", "small", name="nextEmpty", on_click=self.empty_wanted.emit, parent=card)
        row.addWidget(self.next_button)
        row.addWidget(KeyCap("F3", card))
        row.addStretch(1)
        card.body.addLayout(row)

    def show_rows(
        self, columns: Sequence[GridColumn], rows: Sequence[GridRow], scheme: GradeScheme | None
    ) -> None:
        """Count what is there and what is not."""
        filled = excused = 0
        open_by: dict[str, list[tuple[str, bool]]] = {one.lineage: [] for one in columns}
        for row in rows:
            for lineage, item in row.items.items():
                if item.score is not None:
                    filled += 1
                elif score_words.missing_word(item):
                    excused += 1
                elif row.standing and lineage in open_by:
                    is_wrong = self._entries.of(item.id) is not None
                    open_by[lineage].append((pick(row.standing.name, row.standing.name_en), is_wrong))
        left = sum(len(names) for names in open_by.values())
        whole = filled + excused + left
        self.missing_card.set_heading(
            _("Still missing") if left else _("Nothing is missing"),
            _("{count} cells").format(count=left) if left else "",
        )
        self.figures.setText(
            _("{whole} cells: {filled} filled, {excused} with a reason, {left} empty").format(
                whole=whole, filled=filled, excused=excused, left=left
            )
        )
        self.bar.setRange(0, max(whole, 1))
        self.bar.setValue(filled + excused)
        self.bar.setAccessibleName(self.figures.text())
        owing = [(one, open_by[one.lineage]) for one in columns if open_by[one.lineage]]
        while len(self._missing_rows) < len(owing):
            made = _Owing(self.missing_card)
            made.wanted.connect(self.column_wanted)
            self._missing_rows.append(made)
            self._owing.addWidget(made)
        for shown, (column, names) in zip(self._missing_rows, owing, strict=False):
            shown.show_names(column, names)
        for at, shown in enumerate(self._missing_rows):
            shown.setVisible(at < len(owing))
        self.next_button.setEnabled(left > 0)
        self._show_grades(rows, scheme)

    def show_item(self, column: GridColumn | None, item: FormItem | None, scheme: GradeScheme | None) -> None:
        """Show the rule of an indicator with the value of the current person on it."""
        self.rule_card.setVisible(column is not None)
        if column is None or scheme is None:
            return
        shown = item or column.item
        name = score_words.item_name(shown)
        self.rule_title.set_full(_("How {name} is scored").format(name=name))
        self.rule_method.set_full(_(METHODS[shown.rule.method.value]))
        self.rule_card.setAccessibleName(self.rule_title.full())
        actual = shown.actual if item is not None else None
        curve = _curve(shown, scheme)
        self.chart.setVisible(curve is not None)
        if curve is not None:
            at = (actual, item.score) if item and actual is not None and item.score is not None else None
            rule = shown.rule
            limits = [value for value in (rule.threshold, rule.target, rule.stretch) if value is not None]
            build = partial(_draw, curve, at, [(value, number(value)) for value in limits])
            self.chart.show_chart(build, self.rule_title.full())
        self.rule_words.setText(_rule_words(shown, scheme))

    def retranslate(self) -> None:
        self.next_button.setText(_("Next empty cell"))
        self.next_button.setAccessibleName(_("Next empty cell"))
        self.hint.setText(
            _(
                "From Excel: copy a column and press Ctrl+V. What does not fit is said; one Ctrl+Z takes it all back."
            )
        )
        self.setAccessibleName(_("Beside the grid"))

    def _show_grades(self, rows: Sequence[GridRow], scheme: GradeScheme | None) -> None:
        done = [row.standing for row in rows if row.standing and row.standing.grade]
        self.done_card.set_heading(_("{count} people complete").format(count=len(done)))
        if scheme is None:
            return
        codes = [grade.code for grade in scheme.grades]
        if list(self._grade_cells) != codes:
            for badge, figure in self._grade_cells.values():
                for old in (badge, figure):
                    old.hide()
                    old.deleteLater()
            self._grade_cells = {}
            for at, grade in enumerate(scheme.grades):
                badge = Grade(grade.code, score_words.grade_rank(grade, scheme), self.done_card)
                figure = label("0", "bold", parent=self.done_card)
                figure.setObjectName(f"gradeCount_{grade.code}")
                self._grades.addWidget(badge, 0, at, Qt.AlignmentFlag.AlignHCenter)
                self._grades.addWidget(figure, 1, at, Qt.AlignmentFlag.AlignHCenter)
                self._grade_cells[grade.code] = badge, figure
        counts = Counter(one.grade.code for one in done if one.grade)
        for code, (badge, figure) in self._grade_cells.items():
            figure.setText(str(counts[code]))
            figure.setAccessibleName(f"{code} {counts[code]}")
            badge.setAccessibleName(f"{code} {counts[code]}")


class _Owing(QWidget):
    """One indicator with the people whose value is missing."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lineage = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.name = button("", "link", on_click=self._go, parent=self, elides=True)
        self.people = Elided("", "small", parent=self)
        self.people.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.count = label("", "bold", "app", self)
        row.addWidget(Symbol("ring", "app", parent=self))
        row.addWidget(self.name)
        row.addWidget(self.people, 1)
        row.addWidget(self.count)

    def show_names(self, column: GridColumn, names: Sequence[tuple[str, bool]]) -> None:
        self._lineage = column.lineage
        name = score_words.item_name(column.item)
        self.name.setText(name)
        self.name.setObjectName(f"owing_{column.item.code}")
        self.name.setAccessibleName(_("Go to {name}").format(name=name))
        self.count.setText(str(len(names)))
        shown = [
            _("{name} (wrong)").format(name=one) if is_wrong else one for one, is_wrong in names[:_NAMES]
        ]
        words = in_context("list of names", ", ").join(shown)
        if len(names) > _NAMES:
            words = _("{names} and {count} more").format(names=words, count=len(names) - _NAMES)
        self.people.set_full(words)
        self.people.setToolTip(words)

    def _go(self) -> None:
        self.wanted.emit(self._lineage)


def _curve(item: FormItem, scheme: GradeScheme) -> Curve | None:
    try:
        return curve_of(item.rule, scheme.item_cap, is_share=item.is_share)
    except Invalid:
        return None  # such as a target that is still missing


def _draw(
    curve: Curve,
    at: tuple[Decimal, Decimal] | None,
    marks: list[tuple[Decimal, str]],
    width: float,
    height: float,
) -> Picture:
    return score_curve(width, height, curve.pieces, at, marks=marks, titles=(_("Actual"), _("Score")))


def _by_level(anchor: Anchor) -> int:
    return anchor.level


def _rule_words(item: FormItem, scheme: GradeScheme) -> str:
    """Return definition and target, or what each level earns."""
    definition = pick(item.formula_zh or item.definition_zh, item.formula_en or item.definition_en)
    if item.is_anchored:
        earned = "  ".join(f"{level} → {number(scheme.level_scores[level])}" for level in (5, 4, 3, 2, 1))
        anchors = "\n".join(
            f"{anchor.level}  {text}"
            for anchor in sorted(item.anchors, key=_by_level, reverse=True)
            if (text := pick(anchor.zh, anchor.en))
        )
        return "\n".join(part for part in (definition, anchors, earned) if part)
    target = score_words.target_text(item)
    words = _("Target {target} {unit}").format(target=target, unit=score_words.unit_text(item))
    return f"{definition}\n{words}".strip()
