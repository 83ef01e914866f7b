"""The middle of the split view, appraisal as diagnosis: total, items, what the gaps cost, how it went before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.comparison import Comparison
from perfdesk.domain.terms import Scheme
from perfdesk.models import gap_words, result_items
from perfdesk.models.result_items import SUM_KEY, GapRow, ItemRow
from perfdesk.models.rows import RowsModel
from perfdesk.texts import _, in_context, pick, words
from perfdesk.texts.explanations import Line
from perfdesk.views import review_charts
from perfdesk.views.chart_view import ChartView
from perfdesk.views.parts import BigNumber, Card, Elided, EmptyState, label
from perfdesk.views.review_explanation import Explanation
from perfdesk.views.tables import TableView

Explain = Callable[[int], tuple[str, tuple[Line, ...]]]
"""Answers how an item's score (by item id) or the total (0) was computed: a name and lines."""
_SPARE = ("bar", "weight", "target")
_NUMBERS = {"target", "actual"}
_PADDING = 16
_LEAST_BAR = 44
"""Columns that go first where the pane is narrow."""
_LEAST_NAME = 114


class QuietTable(TableView):
    """A short table without header, as tall as its rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.horizontalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        self.setFixedHeight(self.model().rowCount() * self.verticalHeader().defaultSectionSize() + 2)


class ResultPane(Card):
    """Everything that says how big the gaps are. `item_chosen(item id)` follows every choice in its tables."""

    item_chosen = Signal(int)
    score_wanted = Signal()

    def __init__(self, explain: Explain, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self._explain = explain
        self._comparison: Comparison | None = None
        self._header.hide()
        self._is_filling = False
        self.title = Elided("", "h2", "app", self)
        self.question = Elided("", "small", parent=self)
        self.question.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # gives way first
        self.who = Elided("", "small", parent=self)
        self.who.setObjectName("resultWho")
        self.total = BigNumber(self)
        self.total.setObjectName("resultTotal")
        self.remarks = Elided("", "small", "app", self)
        self.remarks.setObjectName("resultRemarks")
        self.change = label("", "small", parent=self)
        self.change.setObjectName("resultChange")
        self.items: RowsModel[ItemRow] = RowsModel(result_items.item_columns(), _item_key, parent=self)
        self.table = TableView(self)
        self.table.setObjectName("resultItems")
        self.table.setModel(self.items)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self.show_explanation)
        self.explanation = Explanation(self)
        self.bridge_word, self.bridge_remark = (
            label("", "bold", parent=self),
            Elided("", "small", parent=self),
        )
        self.bridge = ChartView(104, self)
        self.bridge.setObjectName("resultBridge")
        self.gaps_word = label("", "bold", parent=self)
        self.gaps: RowsModel[GapRow] = RowsModel(result_items.gap_columns(), _gap_key, parent=self)
        self.gap_table = QuietTable(self)
        self.gap_table.setObjectName("resultGaps")
        self.gap_table.setModel(self.gaps)
        self.gap_table.row_chosen.connect(self._choose)
        self.trend_word, self.trend_remark = label("", "bold", parent=self), Elided("", "small", parent=self)
        self.trend = ChartView(118, self)
        self.trend.setObjectName("resultTrend")
        self.strengths_word = label("", "bold", parent=self)
        self.strengths: RowsModel[GapRow] = RowsModel(result_items.strength_columns(), _gap_key, parent=self)
        self.strength_table = QuietTable(self)
        self.strength_table.setObjectName("resultStrengths")
        self.strength_table.setModel(self.strengths)
        self.strength_words = label("", parent=self, wrap=True)
        self.empty = EmptyState("score", "", "", "", self)
        self.empty.pressed.connect(self.score_wanted)
        self._lay_out()
        self._is_p5: bool | None = None
        self.retranslate()

    # -- what the page calls --

    def show_result(self, comparison: Comparison, item_id: int | None) -> None:
        """Show a person's result with one item chosen, in place."""
        other = self._comparison is None or self._comparison.sheet.head.id != comparison.sheet.head.id
        self._comparison, self._is_filling = comparison, True
        if other:
            self.explanation.fold()
        sheet = comparison.sheet
        self._show_head(comparison)
        self._is_p5 = sheet.head.scheme is Scheme.P5
        rows, whole = result_items.rows_of(comparison)
        self.items.show(rows, [whole])
        self._fit_columns()
        self._fit(self.table)
        self._show_charts(comparison)
        gap_rows = result_items.gap_rows(comparison)
        self.gaps.show(gap_rows)
        self.gap_table.fit()
        self._show_if(bool(gap_rows), self.gaps_word, self.gap_table)
        strengths = result_items.strength_rows(comparison)
        self.strengths.show(strengths)
        self.strength_table.fit()
        self.strength_words.setText(sheet.strengths)
        self._show_if(bool(strengths or sheet.strengths), self.strengths_word)
        self._show_if(bool(strengths), self.strength_table)
        self._show_if(bool(sheet.strengths), self.strength_words)
        given = any(item.score is not None for item in sheet.items)
        self._show_if(not given, self.empty)
        self._is_filling = False
        self.select(item_id)

    def select(self, item_id: int | None) -> None:
        """Mark an item in both tables without telling anyone."""
        self._is_filling = True
        for table, model in ((self.table, self.items), (self.gap_table, self.gaps)):
            if item_id is None or not table.choose(item_id):
                table.clearSelection()
                table.setCurrentIndex(model.index(-1, -1))
        self._is_filling = False

    def show_explanation(self, key: object) -> None:
        """Unfold how the score of an item (or, for the sum, the total) was computed."""
        if isinstance(key, int):
            self.explanation.tell(*self._explain(key))

    def retranslate(self) -> None:
        self.setAccessibleName(in_context("pane", "Result · diagnosis"))
        self.title.set_full(in_context("pane", "Result · diagnosis"))
        self.question.set_full(_("How far from met, and where?"))
        self.bridge_word.setText(_("From met to total"))
        self.gaps_word.setText(_("What the gaps cost"))
        self.trend_word.setText(_("Trend of the total"))
        self.strengths_word.setText(_("Strengths"))
        self.table.setAccessibleName(_("Indicators with scores"))
        self.gap_table.setAccessibleName(_("What the gaps cost"))
        self.strength_table.setAccessibleName(_("Strengths"))
        self.empty.set_texts(
            _("Not scored yet"), _("With scores come the total, the gaps and what they cost."), _("Score")
        )
        for model in (self.items, self.gaps, self.strengths):
            model.retranslate()
        if self._comparison is not None:
            self._show_head(self._comparison)
            self._show_charts(self._comparison)
            self.explanation.fold()

    # -- inside --

    def _show_head(self, comparison: Comparison) -> None:
        sheet, head = comparison.sheet, comparison.sheet.head
        boss = _("manager {name}").format(name=head.manager) if head.manager else ""
        name = f"{pick(head.name, head.name_en)} {head.number}"
        said = (name, pick(head.position_zh, head.position_en), boss)
        self.who.set_full(" · ".join(word for word in said if word))
        total = sheet.total.total
        grade = sheet.grade if total is not None and not sheet.total.is_provisional else None
        word = f"{grade.code} {pick(grade.name_zh, grade.name_en)}" if grade else ""
        if total is not None and sheet.total.is_provisional:
            word = _("provisional")
        self.total.show_number(words.number(total, 2), word)
        remarks = " · ".join(_remarks(sheet))
        self.remarks.set_full(remarks)
        self.remarks.setVisible(bool(remarks))
        change = review_charts.difference(comparison)
        self.change.setText(
            _("{change} on last cycle").format(change=gap_words.signed(change)) if change is not None else ""
        )

    def _show_charts(self, comparison: Comparison) -> None:
        bridge, trend = review_charts.bridge_of(comparison), review_charts.trend_of(comparison)
        self._show_if(bridge is not None, self.bridge, self.bridge_word, self.bridge_remark)
        if bridge is not None:
            remark = review_charts.bridge_remark(comparison)
            self.bridge_remark.set_full(remark)
            self.bridge.show_chart(bridge, f"{self.bridge_word.text()}: {remark}")
        self._show_if(trend is not None, self.trend, self.trend_word, self.trend_remark)
        if trend is not None:
            self.trend_remark.set_full(_("{count} cycles").format(count=len(comparison.trend)))
            self.trend.show_chart(trend, self.trend_word.text())

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        right.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        first.addWidget(self.question, 1)
        left.addLayout(first)
        left.addWidget(self.who)
        left.addWidget(self.remarks)
        left.addStretch(1)
        right.addWidget(self.total, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.change, 0, Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(left, 1)
        head.addLayout(right)
        self.body.addLayout(head)
        content = QWidget(self)
        content.setProperty("scrolled", "true")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addWidget(self.explanation)
        column.addWidget(self.empty)
        for word, remark in ((self.bridge_word, self.bridge_remark), (self.trend_word, self.trend_remark)):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(word)
            line.addWidget(remark, 1)
            column.addSpacing(4)
            column.addLayout(line)
            if word is self.bridge_word:
                column.addWidget(self.bridge)
                column.addSpacing(4)
                column.addWidget(self.gaps_word)
                column.addWidget(self.gap_table)
        column.addWidget(self.trend)
        column.addSpacing(4)
        for part in (self.strengths_word, self.strength_table, self.strength_words):
            column.addWidget(part)
        column.addStretch(1)
        self.scroller = QScrollArea(self)
        self.scroller.setObjectName("resultScroll")
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(content)
        self.body.addWidget(self.scroller, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give numbers the room they need, and hide what is then too much rather than scroll sideways."""
        hidden = set(result_items.hidden_columns(bool(self._is_p5)))
        room = self.width() - 34
        scale = theme.current().zoom / 100
        metrics = QFontMetrics(theme.font())
        header = self.table.horizontalHeader()
        at_of = {column.name: at for at, column in enumerate(self.items.columns)}
        # A column that has been hidden so far has no size yet.
        widths = {
            name: header.sectionSize(at) or round(self.items.columns[at].width * scale)
            for name, at in at_of.items()
            if name not in hidden | {"name"}
        }
        for name in _NUMBERS & widths.keys():
            texts = (
                str(self.items.index(row, at_of[name]).data() or "") for row in range(self.items.rowCount())
            )
            needed = max((metrics.horizontalAdvance(text) for text in texts), default=0) + _PADDING
            widths[name] = max(widths[name], needed)
        least = round(_LEAST_NAME * scale)
        if "bar" in widths:
            spare = room - least - sum(widths.values())
            widths["bar"] = max(round(_LEAST_BAR * scale), min(widths["bar"], widths["bar"] + spare))
        for name in _SPARE:
            if sum(widths.values()) + least <= room:
                break
            hidden.add(name)
            widths.pop(name, None)
        for name, at in at_of.items():
            if self.table.isColumnHidden(at) != (name in hidden):
                self.table.setColumnHidden(at, name in hidden)
            # A width that the user chose stays, unless a number would be cut.
            if name in widths and header.sectionSize(at) != widths[name]:
                header.resizeSection(at, widths[name])

    def _fit(self, table: TableView) -> None:
        height = table.height_for_rows()
        if table.height() != height or table.minimumHeight() != height:
            table.setFixedHeight(height)

    def _show_if(self, wanted: bool, *widgets: QWidget) -> None:
        for widget in widgets:
            if widget.isHidden() == wanted:
                widget.setVisible(wanted)

    def _choose(self, key: object) -> None:
        if not self._is_filling and isinstance(key, int) and key != SUM_KEY:
            self.item_chosen.emit(key)


def _item_key(row: ItemRow) -> int:
    return row.key


def _gap_key(row: GapRow) -> int:
    return row.key


def _remarks(sheet: FormSheet) -> list[str]:
    """What is to know about a result beside its number: another grade, several segments, an appeal."""
    said = []
    standard, grade = sheet.standard_grade, sheet.grade
    if standard is not None and grade is not None and standard.code != grade.code:
        said.append(
            _("standard {standard}, calibrated {grade}").format(standard=standard.code, grade=grade.code)
        )
    if sheet.combined is not None:
        said.append(
            _("all positions of the cycle together {total}").format(total=words.number(sheet.combined, 2))
        )
    if sheet.no_grade_reason:
        why = _(words.NO_GRADE.get(sheet.no_grade_reason, sheet.no_grade_reason))
        said.append(_("no grade: {why}").format(why=why))
    if sheet.head.is_appealed:
        said.append(_("appeal under way"))
    if sheet.head.is_own_changed:
        said.append(_("changed by the appraisee"))
    return said
