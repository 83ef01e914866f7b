"""How an indicator is scored: parameters in words, the curve, a small table, and a value to try out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from perfdesk.charts.curve import score_curve
from perfdesk.domain.explanation import explain_level, explain_score
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scoring import level_score, printed_actual, score
from perfdesk.domain.terms import Method, Scheme
from perfdesk.models.curve_points import Curve, Point, curve_of
from perfdesk.models.rows import Column, RowsModel
from perfdesk.models.rule_words import rule_lines
from perfdesk.texts import _, current, sentence
from perfdesk.texts.explanations import explain
from perfdesk.texts.words import LEVELS, METHODS, number, unit
from perfdesk.views.chart_view import ChartView, small_line
from perfdesk.views.parts import BigNumber, Card, button, label, set_tone
from perfdesk.views.tables import TableView

EXAMPLE_TARGET = "100"
CLOSE = Decimal("0.25")
_WITH_TARGET = (Method.RATIO, Method.LINEAR, Method.TOLERANCE)


class ScoringCard(Card):
    """Shows the scoring of one card. What is tried out here is never saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("scoringCard")
        self._card: IndicatorCard | None = None
        self._scheme = Scheme.P120
        self._curve: Curve | None = None
        scroll = QScrollArea(self)
        scroll.setObjectName("scoringScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        scroll.setWidget(inside)
        self.add(scroll, 1)
        self._parameters = QWidget(inside)
        self._column.addWidget(self._parameters)
        self.chart = ChartView(190, inside)
        self.chart.setObjectName("scoreCurve")
        self._column.addWidget(self.chart)
        self.cliff = label("", "small", parent=inside, wrap=True)
        self.cliff.setObjectName("cliff")
        self._column.addWidget(self.cliff)
        self._build_trying(inside)
        self._column.addStretch(1)

    def _build_trying(self, inside: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.table = TableView(inside)
        self.table.setObjectName("scoreTable")
        self.points: RowsModel[Point] = RowsModel(_point_columns(), _actual, parent=self.table)
        self.table.setModel(self.points)
        self.table.row_chosen.connect(self._row_chosen)
        row.addWidget(self.table, 1, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(4)
        self.target_caption, self.target = label("", "small", parent=inside), QLineEdit(inside)
        self.actual_caption, self.actual = label("", "small", parent=inside), QLineEdit(inside)
        for caption, edit, name in (
            (self.target_caption, self.target, "tryTarget"),
            (self.actual_caption, self.actual, "tryActual"),
        ):
            edit.setObjectName(name)
            caption.setBuddy(edit)
            side.addWidget(caption)
            side.addWidget(edit)
        self.wrong = label("", "small", "err", inside, wrap=True)
        self.wrong.setObjectName("tryWrong")
        self.fix = button("", "small", name="tryFix", on_click=self._take_fix, parent=inside)
        self.result = BigNumber(inside)
        self.result.setObjectName("tryResult")
        self.lines = label("", "small", parent=inside, wrap=True)
        self.lines.setObjectName("tryLines")
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self.wrong, self.fix, self.result, self.lines):
            side.addWidget(part)
        side.addStretch(1)
        row.addLayout(side, 1)
        self._column.addLayout(row)
        self.target.textChanged.connect(self._target_changed)
        self.actual.textChanged.connect(self._try)

    def show_card(self, card: IndicatorCard, scheme: Scheme) -> None:
        """Show how a card is scored. In the five-level scheme measured items are shown as P120 scores them."""
        is_other = self._card is None or card.id != self._card.id
        self._card, self._scheme = card, Scheme.P120 if scheme is Scheme.P5 else scheme
        if is_other:
            self.actual.clear()
            self.target.setText(EXAMPLE_TARGET if self._asks_target else "")
        self._show()

    def retranslate(self) -> None:
        self.points.retranslate()
        self.table.setAccessibleName(_("Actuals and their scores"))
        if self._card is not None:
            self._show()

    @property
    def _asks_target(self) -> bool:
        return (
            self._card is not None
            and self._card.rule.target is None
            and self._card.rule.method in _WITH_TARGET
        )

    def _rule(self) -> Rule | None:
        """The card's rule with the target that is tried out; None while that is no number."""
        if self._card is None:
            return None
        rule = self._card.rule
        if self._card.unit in ("count", "bool"):
            rule = replace(rule, decimals=0)
        if self._asks_target:
            try:
                return replace(rule, target=parse_number(self.target.text(), allow_percent=True))
            except Invalid:
                return None
        return rule

    def _cap(self) -> Decimal:
        return SCHEMES[self._scheme].item_cap

    def _show(self) -> None:
        card = self._card
        assert card is not None
        self.set_heading(_("How it is scored"), _(METHODS[card.rule.method]))
        self._show_parameters(card)
        words = unit(card.unit, current())
        self.target_caption.setText(_("Target to try out ({unit})").format(unit=words))
        caption = _("Level to try out") if card.is_anchored else _("Actual to try out ({unit})")
        self.actual_caption.setText(caption.format(unit=words))
        self.target.setAccessibleName(self.target_caption.text())
        self.actual.setAccessibleName(self.actual_caption.text())
        yes_no = card.unit == "bool" and card.rule.target is None
        self.actual.setPlaceholderText(_("1 yes, 0 no") if yes_no else "")
        for part in (self.target_caption, self.target):
            part.setVisible(self._asks_target)
        self._target_changed()

    def _show_parameters(self, card: IndicatorCard) -> None:
        made = QWidget(self)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for at, (caption, value) in enumerate(rule_lines(card.rule, card.unit)):
            grid.addWidget(label(caption, "muted", parent=made), at, 0)
            grid.addWidget(label(value, parent=made, wrap=True), at, 1)
        made.setObjectName("parameters")
        self._column.replaceWidget(self._parameters, made)
        self._parameters.hide()
        self._parameters.deleteLater()
        self._parameters = made

    def _target_changed(self) -> None:
        """Show curve and table of the rule as it now stands, then the value that is tried out."""
        card, rule = self._card, self._rule()
        if card is None:
            return
        self._curve = None
        rows: Sequence[Point] = ()
        try:
            if card.is_anchored:
                levels = SCHEMES[self._scheme].level_scores
                rows = tuple((Decimal(level), levels[level]) for level in sorted(levels))
            elif rule is not None and rule.method is Method.ALL_OR_NOTHING and rule.target is None:
                rows = tuple((Decimal(value), score(rule, Decimal(value), self._cap())) for value in (0, 1))
            elif rule is not None:
                self._curve = curve_of(rule, self._cap(), is_share=card.is_share)
                rows = self._curve.rows if self._curve is not None else ()
        except Invalid:
            rows = ()
        self.points.show(rows)
        self.table.setFixedHeight(self.table.height_for_rows(max(1, len(rows))))
        self.table.setVisible(bool(rows))
        self._show_cliff()
        self._try()

    def _show_cliff(self) -> None:
        cliffs = self._curve.cliffs if self._curve is not None else ()
        self.cliff.setVisible(bool(cliffs))
        if not cliffs:
            return
        cliff = cliffs[0]
        values = {
            "at": number(cliff.at),
            "better": number(cliff.better),
            "beside": number(cliff.beside),
            "worse": number(cliff.worse),
        }
        if len(cliffs) == 1:
            words = _("A cliff: {beside} earns {worse}, {at} earns {better}. Say so when targets are agreed.")
        else:
            words = _("Steps: {beside} earns {worse}, {at} earns {better}, and so on.")
        self.cliff.setText(words.format(**values))

    def _try(self) -> None:
        card, rule, text = self._card, self._rule(), self.actual.text()
        if card is None:
            return
        at: Point | None = None
        self._tell("", "")
        self.result.hide()
        self.lines.setText(
            _("Type a value: the score and its arithmetic follow.") if not text.strip() else ""
        )
        set_tone(self.target, "state", "")
        if rule is None:
            self._wrong_target()
        elif text.strip():
            try:
                at = self._computed(card, rule, parse_number(text, allow_percent=True))
            except Invalid as invalid:
                problem = invalid.problems[0]
                self._tell(sentence(problem), str(problem.details.get("fix", "")))
        self._show_chart(at)

    def _computed(self, card: IndicatorCard, rule: Rule, value: Decimal) -> Point:
        """Show the score of a value with its arithmetic, and return both as a point."""
        if card.is_anchored:
            points, lines = level_score(value, self._scheme), explain_level(value, self._scheme)
        else:
            points, lines = score(rule, value, self._cap()), explain_score(rule, value, self._cap())
            value = printed_actual(rule, value)
        is_level = card.is_anchored and value == int(value)
        self.result.show_number(f"{points:.2f}", _(LEVELS[int(value)]) if is_level else "")
        self.result.show()
        words = [explain(line) for line in lines]
        if card.weight is not None:
            weighted = _("With the usual weight of {weight} %: {points} × {weight} ÷ 100 = {result}")
            result = f"{points * card.weight / 100:.2f}"
            words.append(weighted.format(weight=number(card.weight), points=f"{points:.2f}", result=result))
        self.lines.setText("\n".join(words))
        return value, points

    def _wrong_target(self) -> None:
        try:
            parse_number(self.target.text(), allow_percent=True)
        except Invalid as invalid:
            set_tone(self.target, "state", "wrong")
            self._tell(sentence(invalid.problems[0]), "")

    def _tell(self, wrong: str, fix: str) -> None:
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.fix.setVisible(bool(fix))
        self.fix.setProperty("fix", fix)
        self.fix.setText(_("Change to {value}").format(value=fix))
        self.fix.setAccessibleName(self.fix.text())
        set_tone(self.actual, "state", "wrong" if wrong and self.actual.text().strip() else "")

    def _take_fix(self) -> None:
        self.actual.setText(str(self.fix.property("fix")))

    def _show_chart(self, at: Point | None) -> None:
        curve, card = self._curve, self._card
        self.chart.setVisible(curve is not None)
        if curve is None or card is None:
            return
        rule = self._rule()
        assert rule is not None
        words = unit(card.unit, current())
        build = partial(
            score_curve,
            pieces=curve.pieces,
            at=at,
            marks=_marks(rule, curve),
            titles=(_("Actual ({unit})").format(unit=words), _("Points earned")),
            line=small_line(),
        )
        self.chart.show_chart(build, _("Curve: actual to score"))

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, Decimal) and self.table.hasFocus():
            self.actual.setText(f"{key:f}")


def _marks(rule: Rule, curve: Curve) -> list[tuple[Decimal, str]]:
    """Name threshold, target and stretch on the axis; one that stands close to the one before gets no word."""
    xs = [point[0] for piece in curve.pieces for point in piece]
    span = max(xs) - min(xs)
    named = ((rule.threshold, _("Threshold")), (rule.target, _("Target")), (rule.stretch, _("Stretch")))
    marks: list[tuple[Decimal, str]] = []
    for value, word in named:
        if value is not None:
            is_close = bool(marks) and abs(value - marks[-1][0]) < span * CLOSE
            marks.append((value, number(value) if is_close else f"{word} {number(value)}"))
    return marks


def _actual(point: Point) -> Decimal:
    return point[0]


def _point_columns() -> list[Column[Point]]:
    return [
        Column("actual", lambda: _("If it is"), lambda point: number(point[0]), "right", sort_key=_actual),
        Column(
            "score", lambda: _("it earns"), lambda point: f"{point[1]:.2f}", "right", 84, bold=True,
            sort_key=lambda point: point[1],
        ),
    ]  # fmt: skip
