"""How an indicator is scored: parameters in words, the curve, a small table, and a value to try out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from perfdesk.charts.curve import score_curve
from perfdesk.domain.explanation import explain_given, explain_score
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_changes import changed_method
from perfdesk.domain.scales import Scale, given_score, own_levels, scale_of
from perfdesk.domain.scoring import printed_actual, score
from perfdesk.domain.terms import Direction, Method, Scheme
from perfdesk.domain.totals import weighted_points
from perfdesk.models.curve_points import Curve, Point, curve_of, judged_curve, judged_rows, marks_of
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused, RowsModel
from perfdesk.models.scored import Scored, actual_of, point_columns
from perfdesk.texts import _, current, pick, sentence
from perfdesk.texts.explanations import explain
from perfdesk.texts.words import LEVELS, number, unit
from perfdesk.views.chart_view import ChartView, small_line
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.library_anchors import AnchorsEditor
from perfdesk.views.parts import BigNumber, Card, button, label, set_tone
from perfdesk.views.parts.scrolling import scrolled_column
from perfdesk.views.rule_editor import RuleEditor
from perfdesk.views.tables import TableView

EXAMPLE_TARGET = "100"
_WITH_TARGET = (Method.RATIO, Method.LINEAR, Method.TOLERANCE)
SaveChange = Callable[[Mapping[str, Any], str], Refused | None]


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
        self._level_words: Mapping[int, tuple[str, str]] = {}
        scroll, inside, self._column = scrolled_column("scoringScroll", self, 8, beside=4)
        self.add(scroll, 1)
        self.note = FieldNote(inside)
        self.editor = RuleEditor(self._save_rule, drafts, self.note, inside)
        self.editor.previewed.connect(self._show_preview)
        self._column.addWidget(self.editor)
        self.anchors = AnchorsEditor(save, drafts, self.note, inside)
        self._column.addWidget(self.anchors)
        self.chart = ChartView(205, inside)
        self.chart.setObjectName("scoreCurve")
        self._column.addWidget(self.chart)
        self.cliff = label("", "small", parent=inside, wrap=True)
        self.cliff.setObjectName("cliff")
        self._column.addWidget(self.cliff)
        self.words_hint = label("", "small", parent=inside, wrap=True)
        self.words_hint.setObjectName("inWordsOnly")
        self._column.addWidget(self.words_hint)
        self._build_trying(inside)
        self._column.addStretch(1)

    def _build_trying(self, inside: QWidget) -> None:
        self._trying = QWidget(inside)
        row = QHBoxLayout(self._trying)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.table = TableView(inside)
        self.table.setObjectName("scoreTable")
        self.points: RowsModel[Point] = RowsModel(point_columns(), actual_of, parent=self.table)
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
        self._column.addWidget(self._trying)
        self.target.textChanged.connect(self._target_changed)
        self.actual.textChanged.connect(self._try)

    def show_scored(
        self,
        shown: Scored,
        scheme: Scheme,
        *,
        locked: bool = False,
        level_words: Mapping[int, tuple[str, str]] | None = None,
    ) -> None:
        """Show how something is scored; `level_words` are the firm's own, Chinese and English. In the five-level
        scheme measured items are shown as P120 scores them."""
        is_other = self._shown is None or shown.owner != self._shown.owner
        is_measured = scheme is Scheme.P5 and not shown.is_anchored
        self._shown, self._scheme = shown, Scheme.P120 if is_measured else scheme
        self._is_locked, self._level_words = locked, level_words or {}
        self._preview = None
        if is_other:
            self._curve = None  # of the one before: clearing the fields asks for a picture
            self.actual.clear()
            self.target.setText(EXAMPLE_TARGET if self._asks_target else "")
        self._show()

    def pending(self) -> list[str]:
        """Return one line for each wrong entry among the bands."""
        bands = [f"{_('Bands')}: {wrong.text}" for wrong in self.editor.bands.rows.pending()]
        return [*bands, *self.anchors.scales.levels.pending()]

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
        in_words = shown.rule.method is Method.WORDS
        self.set_heading(_("How it is scored"), "" if in_words else _("actual → score"))
        self.editor.offer_words(shown.card is not None)
        self.editor.show_rule(shown.owner, shown.rule, shown.unit, locked=self._is_locked)
        has_levels = shown.card is not None and shown.is_anchored
        self.anchors.setVisible(has_levels)
        if has_levels and shown.card is not None:
            own = self._level_words
            self.anchors.show_card(shown.card, self._scheme, locked=self._is_locked, own=own)
        self.words_hint.setVisible(in_words)
        self.words_hint.setText(
            _(
                "Answered in words: it has no weight, no target and no score, and stands on the form and on paper."
            )
        )
        self._trying.setVisible(not in_words)
        words_of_unit = unit(shown.unit, current())
        self.target_caption.setText(_("Target to try out ({unit})").format(unit=words_of_unit))
        caption = _("Actual to try out ({unit})")
        if shown.is_anchored:
            caption = _("Points to try out") if self._scale() is Scale.HUNDRED else _("Level to try out")
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
                self._curve = judged_curve(shown.rule, self._scheme)
                rows = self._curve.rows if self._curve else judged_rows(shown.rule, self._scheme)
            elif rule is not None and rule.method is Method.ALL_OR_NOTHING and rule.target is None:
                rows = tuple((Decimal(value), score(rule, Decimal(value), self._cap())) for value in (0, 1))
            elif rule is not None and rule.method is not Method.WORDS:
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
        elif text.strip() and rule.method is not Method.WORDS:
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
        self.result.show_number(f"{points:.2f}", self._level_word(value) if shown.is_anchored else "")
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

    def _scale(self) -> Scale | None:
        rule = self._now()
        try:
            return scale_of(rule) if rule is not None else None
        except Invalid:
            return None

    def _level_word(self, given: Decimal) -> str:
        """Return the word of a level that is tried out; points and halves have none."""
        rule, scale = self._now(), self._scale()
        if scale is Scale.OWN and rule is not None:
            return next((pick(one.zh, one.en) for one in own_levels(rule) if one.level == given), "")
        if scale is Scale.HUNDRED or given % 1:
            return ""
        return pick(*self._level_words.get(int(given), ("", ""))) or _(LEVELS[int(given)])

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
            titles=(
                _("Points given") if shown.is_anchored else _("Actual ({unit})").format(unit=words),
                _("Points earned"),
            ),
            line=small_line(),
        )
        self.chart.show_chart(build, _("Curve: actual to score"))

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, Decimal) and self.table.hasFocus():
            self.actual.setText(f"{key:f}")
