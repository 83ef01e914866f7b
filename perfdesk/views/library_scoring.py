"""How an indicator is scored: parameters in words, the curve, a small table, and a value to try out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from perfdesk.charts.curve import score_curve
from perfdesk.domain.explanation import explain_given, explain_score
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_changes import changed_method
from perfdesk.domain.scales import FIVE_LEVELS, given_score, scale_of
from perfdesk.domain.scoring import printed_actual, score
from perfdesk.domain.terms import Direction, Method, Scheme
from perfdesk.domain.totals import weighted_points
from perfdesk.models.curve_points import Curve, Point, curve_of, marks_of
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.texts import _, current, sentence
from perfdesk.texts.explanations import explain
from perfdesk.texts.words import LEVELS, number, unit
from perfdesk.views.chart_view import ChartView, small_line
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.library_anchors import AnchorsEditor
from perfdesk.views.parts import BigNumber, Card, button, label, set_tone
from perfdesk.views.rule_editor import RuleEditor
from perfdesk.views.tables import TableView

EXAMPLE_TARGET = "100"
_WITH_TARGET = (Method.RATIO, Method.LINEAR, Method.TOLERANCE)
SaveChange = Callable[[Mapping[str, Any], str], Refused | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """What is shown: a card's rule or a goal's. `owner` tells the one from the other, `usual_weight` in percent."""

    owner: Hashable
    rule: Rule
    unit: str
    is_share: bool = False
    usual_weight: Decimal | None = None
    card: IndicatorCard | None = None

    @property
    def is_anchored(self) -> bool:
        return self.rule.method is Method.ANCHOR or (self.card is not None and self.card.is_anchored)


class ScoringCard(Card):
    """Shows the scoring of one card or goal: the form of its rule, the curve, and a value to try out.

    `save(change, visit)` takes {"rule": …} or {"anchors": …}. What is tried out is never saved.
    """

    def __init__(self, save: SaveChange, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("scoringCard")
        self._save_change = save
        self._shown: Scored | None = None
        self._preview: Rule | None = None
        self._scheme = Scheme.P120
        self._curve: Curve | None = None
        self._is_locked = False
        self._level_words: Mapping[int, str] = {}
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
        self.note = FieldNote(inside)
        self.editor = RuleEditor(self._save_rule, drafts, self.note, inside)
        self.editor.previewed.connect(self._show_preview)
        self._column.addWidget(self.editor)
        self.chart = ChartView(205, inside)
        self.chart.setObjectName("scoreCurve")
        self._column.addWidget(self.chart)
        self.cliff = label("", "small", parent=inside, wrap=True)
        self.cliff.setObjectName("cliff")
        self._column.addWidget(self.cliff)
        self.anchors = AnchorsEditor(save, drafts, self.note, inside)
        self._column.addWidget(self.anchors)
        self._build_trying(inside)
        self._column.addStretch(1)

    def _build_trying(self, inside: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.table = TableView(inside)
        self.table.setObjectName("scoreTable")
        self.points: RowsModel[Point] = RowsModel(_point_columns(), _actual, parent=self.table)
        self.table.setModel(self.points)
        self.table.fit_width()
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
        self.other_caption = label("", "bold", parent=inside)
        self.other = label("", "small", parent=inside, wrap=True)
        self.other.setObjectName("tryOther")
        for part in (self.wrong, self.fix, self.result, self.lines, self.other_caption, self.other):
            side.addWidget(part)
        side.addStretch(1)
        row.addLayout(side, 1)
        self._column.addLayout(row)
        self.target.textChanged.connect(self._target_changed)
        self.actual.textChanged.connect(self._try)

    def show_scored(
        self,
        shown: Scored,
        scheme: Scheme,
        *,
        locked: bool = False,
        level_words: Mapping[int, str] | None = None,
    ) -> None:
        """Show how something is scored. In the five-level scheme measured items are shown as P120 scores them."""
        is_other = self._shown is None or shown.owner != self._shown.owner
        self._shown, self._scheme = shown, Scheme.P120 if scheme is Scheme.P5 else scheme
        self._is_locked, self._level_words = locked, level_words or {}
        self._preview = None
        if is_other:
            self._curve = None  # of the one before: clearing the fields asks for a picture
            self.actual.clear()
            self.target.setText(EXAMPLE_TARGET if self._asks_target else "")
        self._show()

    def pending(self) -> list[str]:
        """Return one line for each wrong entry among the bands."""
        return [f"{_('Bands')}: {wrong.text}" for wrong in self.editor.bands.rows.pending()]

    def retranslate(self) -> None:
        self.points.retranslate()
        self.editor.retranslate()
        self.anchors.retranslate()
        self.table.setAccessibleName(_("Actuals and their scores"))
        if self._shown is not None:
            self._show()

    @property
    def _asks_target(self) -> bool:
        rule = self._now()
        return rule is not None and rule.target is None and rule.method in _WITH_TARGET

    def _now(self) -> Rule | None:
        """The rule as saved, or as the texts in its fields would make it."""
        if self._shown is None:
            return None
        return self._preview or self._shown.rule

    def _rule(self) -> Rule | None:
        """The rule with the target that is tried out; None while that is no number."""
        rule = self._now()
        if rule is None or self._shown is None:
            return None
        if self._shown.unit in ("count", "bool"):
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
        shown = self._shown
        assert shown is not None
        self.set_heading(_("How it is scored"), _("actual → score"))
        self.editor.show_rule(shown.owner, shown.rule, shown.unit, locked=self._is_locked)
        has_levels = shown.card is not None and shown.is_anchored
        self.anchors.setVisible(has_levels)
        if has_levels and shown.card is not None:
            words = self._level_words
            self.anchors.show_card(shown.card, self._scheme, locked=self._is_locked, words=words)
        words_of_unit = unit(shown.unit, current())
        self.target_caption.setText(_("Target to try out ({unit})").format(unit=words_of_unit))
        caption = _("Level to try out") if shown.is_anchored else _("Actual to try out ({unit})")
        self.actual_caption.setText(caption.format(unit=words_of_unit))
        self.target.setAccessibleName(self.target_caption.text())
        self.actual.setAccessibleName(self.actual_caption.text())
        yes_no = shown.unit == "bool" and shown.rule.target is None
        self.actual.setPlaceholderText(_("1 yes, 0 no") if yes_no else "")
        self._show_target()
        self._target_changed()

    def _show_target(self) -> None:
        for part in (self.target_caption, self.target):
            part.setVisible(self._asks_target)

    def _show_preview(self, rule: Rule) -> None:
        self._preview = rule
        self._show_target()
        self._target_changed()

    def _save_rule(self, rule: Rule, visit: str) -> Refused | None:
        return self._save_change({"rule": rule}, visit)

    def _target_changed(self) -> None:
        """Show curve and table of the rule as it now stands, then the value that is tried out."""
        shown, rule = self._shown, self._rule()
        if shown is None:
            return
        self._curve = None
        rows: Sequence[Point] = ()
        try:
            if shown.is_anchored:
                levels = SCHEMES[self._scheme].level_scores if scale_of(shown.rule) in FIVE_LEVELS else {}
                rows = tuple((Decimal(level), levels[level]) for level in sorted(levels))
            elif rule is not None and rule.method is Method.ALL_OR_NOTHING and rule.target is None:
                rows = tuple((Decimal(value), score(rule, Decimal(value), self._cap())) for value in (0, 1))
            elif rule is not None:
                self._curve = curve_of(rule, self._cap(), is_share=shown.is_share)
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
        shown, rule, text = self._shown, self._rule(), self.actual.text()
        if shown is None:
            return
        at: Point | None = None
        self._tell("", "")
        self._show_other(None, None)
        self.result.hide()
        self.lines.setText(
            _("Type a value: the score and its arithmetic follow.") if not text.strip() else ""
        )
        set_tone(self.target, "state", "")
        if rule is None:
            self._wrong_target()
        elif text.strip():
            try:
                at = self._computed(shown, rule, parse_number(text, allow_percent=True))
            except Invalid as invalid:
                problem = invalid.problems[0]
                self._tell(sentence(problem), str(problem.details.get("fix", "")))
        self._show_chart(at)

    def _computed(self, shown: Scored, rule: Rule, value: Decimal) -> Point:
        """Show the score of a value with its arithmetic, and return both as a point."""
        if shown.is_anchored:
            points, lines = given_score(rule, value, self._scheme), explain_given(rule, value, self._scheme)
        else:
            points, lines = score(rule, value, self._cap()), explain_score(rule, value, self._cap())
            value = printed_actual(rule, value)
        is_level = shown.is_anchored and value in SCHEMES[self._scheme].level_scores
        self.result.show_number(f"{points:.2f}", self._level_word(int(value)) if is_level else "")
        self.result.show()
        words = [explain(line) for line in lines]
        if shown.usual_weight is not None:
            weighted = _("With the usual weight of {weight} %: {points} × {weight} ÷ 100 = {result}")
            result = f"{weighted_points(points, shown.usual_weight):.2f}"
            words.append(
                weighted.format(weight=number(shown.usual_weight), points=f"{points:.2f}", result=result)
            )
        self.lines.setText("\n".join(words))
        self._show_other(rule, value)
        return value, points

    def _show_other(self, rule: Rule | None, value: Decimal | None) -> None:
        """Say what the value would earn in bands: a line with a cliff is often better told as bands."""
        is_line = rule is not None and value is not None and rule.method is Method.LINEAR
        for part in (self.other_caption, self.other):
            part.setVisible(is_line)
        if not is_line or rule is None or value is None:
            return
        bands = changed_method(rule, Method.BAND)
        sign = "≤" if rule.direction is Direction.LOWER else "≥"
        steps = [
            f"{sign}{number(limit)}→{number(points)}" for limit, points in bands.bands() if limit is not None
        ]
        words = _("{steps}: {value} earns {points}")
        earned = score(bands, value, self._cap())
        self.other_caption.setText(_("As bands instead?"))
        self.other.setText(words.format(steps=" ".join(steps), value=number(value), points=f"{earned:.2f}"))

    def _level_word(self, level: int) -> str:
        return self._level_words.get(level) or _(LEVELS[level])

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
        curve, shown = self._curve, self._shown
        self.chart.setVisible(curve is not None)
        if curve is None or shown is None:
            return
        rule = self._rule()
        assert rule is not None
        words = unit(shown.unit, current())
        build = partial(
            score_curve,
            pieces=curve.pieces,
            at=at,
            marks=marks_of(rule, curve),
            titles=(_("Actual ({unit})").format(unit=words), _("Points earned")),
            line=small_line(),
        )
        self.chart.show_chart(build, _("Curve: actual to score"))

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, Decimal) and self.table.hasFocus():
            self.actual.setText(f"{key:f}")


def _actual(point: Point) -> Decimal:
    return point[0]


def _point_columns() -> list[Column[Point]]:
    return [
        Column("actual", lambda: _("If it is"), lambda point: number(point[0]), "right", sort_key=_actual),
        Column(
            "score", lambda: _("it earns"), lambda point: f"{point[1]:.2f}", "right", 76, bold=True,
            sort_key=lambda point: point[1],
        ),
    ]  # fmt: skip
