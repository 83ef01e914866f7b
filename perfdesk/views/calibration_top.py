"""The upper card of the calibration: the distribution with its figures, the log, and who is not counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.charts.distribution import GradeBars, distribution, sample
from perfdesk.desktop import theme
from perfdesk.domain.calibration_board import Board, Candidate, GradeChange, View
from perfdesk.models.rows import Column, RowsModel
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.words import CALIBRATION_REASONS, EXEMPTIONS
from perfdesk.views.chart_view import ChartView, paint_picture, small_line
from perfdesk.views.parts import Card, SegmentedSwitch, label
from perfdesk.views.tables import TableView

LARGE_TEXT = 125
"""Percent from which on only what is needed stays beside the chart."""
CHART, LOG, EXEMPT = "chart", "log", "exempt"
_FIGURES = ("standardDeviation", "nowDeviation", "meanTotal", "inversionCount")


class _Sign(QWidget):
    """One of the three signs of the chart, for its key."""

    def __init__(self, which: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._which = which
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(13, 13)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_picture(QPainter(self), sample(self._which, 13))


class DistributionCard(Card):
    """Three things in one place: `chosen(form id)` when a line of the log or of the exempt is chosen."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setObjectName("distributionCard")
        self.switch = SegmentedSwitch([(CHART, ""), (LOG, ""), (EXEMPT, "")], self)
        self.switch.chosen.connect(self.show_part)
        self.add_to_header(self.switch)
        self.stack = QStackedWidget(self)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add(self.stack)
        self.chart = ChartView(108, self)
        self._counts = (0, 0)
        self._log_model = RowsModel(_log_columns(), key=_change_key, parent=self)
        self._exempt_model = RowsModel(_exempt_columns(), key=_form_key, parent=self)
        self.log, self.exempt = TableView(self), TableView(self)
        for table, model, name in (
            (self.log, self._log_model, "calibrationLog"),
            (self.exempt, self._exempt_model, "calibrationExempt"),
        ):
            table.setObjectName(name)
            table.setModel(model)
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            table.fit_width()
        self.log.row_opened.connect(self._open_change)
        self._lay_out()
        self.retranslate()

    def show_part(self, key: str) -> None:
        self.switch.choose(key)
        self.stack.setCurrentIndex((CHART, LOG, EXEMPT).index(key))

    def part(self) -> str:
        return (CHART, LOG, EXEMPT)[self.stack.currentIndex()]

    def show_view(self, board: Board, view: View) -> None:
        """Show the figures of a scope; called for every step of a drag too."""
        bars = [
            GradeBars(
                grade.code,
                view.standard[at],
                view.now[at],
                view.seats[at] if view.seats is not None else None,
            )
            for at, grade in enumerate(board.grades)
        ]
        words = (_("Grade"), _("By standard"), _("Now"), _("Guide"))
        build = partial(distribution, grades=bars, words=words, line=small_line())
        self.chart.show_chart(build, _("Distribution of grades"))
        has_guide = view.seats is not None
        for at in (0, 1):
            self._figures[at].setVisible(has_guide)
            self._titles[at].setVisible(has_guide)
        self._figures[0].setText(_percent(view.standard_deviation))
        self._figures[1].setText(_percent(view.now_deviation))
        self._figures[2].setText("—" if view.mean is None else f"{view.mean:.2f}")
        self._figures[3].setText(_("! {count} people").format(count=len(view.inversions)))
        for part in (self._titles[3], self._figures[3]):
            part.setVisible(bool(view.inversions))
        for sign_or_word in self._key[2]:
            sign_or_word.setVisible(has_guide)
        self._say(board, view)

    def show_lists(self, changes: Sequence[GradeChange], exempt: Sequence[Candidate]) -> None:
        if list(changes) != list(self._log_model.all_rows()):
            self._log_model.show(changes)
        if list(exempt) != list(self._exempt_model.all_rows()):
            self._exempt_model.show(exempt)
        self._counts = (len(changes), len(exempt))
        self._name_switch()

    def retranslate(self) -> None:
        self.set_heading(_("Distribution"))
        self.switch.setAccessibleName(_("What the upper card shows"))
        self.log.setAccessibleName(_("Changes of grades"))
        self.exempt.setAccessibleName(_("People who are not counted"))
        titles = (
            _("Off the guide, standard"),
            _("Off the guide, now"),
            _("Mean total"),
            _("Above somebody with a higher total"),
        )
        for title, word in zip(self._titles, titles, strict=True):
            title.setText(word)
        for (_sign, key_word), text in zip(self._key, (_("By standard"), _("Now"), _("Guide")), strict=True):
            key_word.setText(text)
        for model in (self._log_model, self._exempt_model):
            model.retranslate()
        self._name_switch()

    # -- inside --

    def _lay_out(self) -> None:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.chart, 11)
        side = QVBoxLayout()
        side.setSpacing(3)
        row.addLayout(side, 9)
        key = QHBoxLayout()
        key.setSpacing(5)
        self._key = [(_Sign(at, page), label("", "small", parent=page)) for at in range(3)]
        for sign, word in self._key:
            key.addWidget(sign)
            key.addWidget(word)
            key.addSpacing(6)
        key.addStretch(1)
        side.addLayout(key)
        grid = QGridLayout()
        grid.setSpacing(2)
        grid.setColumnStretch(0, 1)
        self._titles = [label("", parent=page, wrap=True) for _at in range(4)]
        self._figures = [
            label("", "bold" if at == 1 else "", "err" if at == 3 else "", parent=page) for at in range(4)
        ]
        for at, (title, figure) in enumerate(zip(self._titles, self._figures, strict=True)):
            figure.setObjectName(_FIGURES[at])
            grid.addWidget(title, at, 0)
            grid.addWidget(figure, at, 1, Qt.AlignmentFlag.AlignRight)
        side.addLayout(grid)
        self.guide_remark = label("", "small", parent=page, wrap=True)
        self.guide_remark.setObjectName("guideRemark")
        side.addWidget(self.guide_remark)
        side.addStretch(1)
        for widget in (page, self.log, self.exempt):
            self.stack.addWidget(widget)

    def _say(self, board: Board, view: View) -> None:
        usual = _("A large deviation is no mistake: a team that meets its targets is no bell curve.")
        if board.is_off:
            said = _("Fewer than eight people are compared: the guide is off. Only the standard counts.")
        elif view.seats is None:
            said = _("Fewer than eight here: compared together with others. Choose their group above.")
        elif view.guided < len(view.people):
            said = _("The guide counts {count} people; managers or groups under eight have none.").format(
                count=view.guided
            )
        else:
            said = usual
        self.guide_remark.setText(said)
        self.chart.setToolTip(said)
        # With large text the cards below need the room more; then the chart's tooltip says it.
        self.guide_remark.setVisible(theme.current().zoom < LARGE_TEXT or said != usual)

    def _name_switch(self) -> None:
        changes, exempt = self._counts
        words = (_("Chart"), _("Log {count}"), _("Not counted {count}"))
        self.switch.retranslate([words[0], words[1].format(count=changes), words[2].format(count=exempt)])

    def _open_change(self, key: object) -> None:
        found = next((one for one in self._log_model.all_rows() if one.id == key), None)
        if found is not None:
            self.chosen.emit(found.form_id)


def _percent(value: object) -> str:
    return "—" if value is None else f"{value:.2f} %"


def _change_key(row: GradeChange) -> int:
    return row.id


def _form_key(row: Candidate) -> int:
    return row.form_id


def _name(row: GradeChange | Candidate) -> str:
    return pick(row.name, row.name_en)


def _step(row: GradeChange) -> str:
    if row.from_grade == row.to_grade:
        return _("{grade} confirmed").format(grade=row.to_grade)
    return f"{row.from_grade} → {row.to_grade}"


def _words(row: GradeChange) -> str:
    return f"{row.words} ⇅ {row.inversion_words}" if row.inversion_words else row.words


def _log_columns() -> list[Column[GradeChange]]:
    return [
        Column(
            "at",
            lambda: _("Time"),
            lambda row: f"{row.at:%Y-%m-%d %H:%M}",
            width=118,
            sort_key=lambda r: r.id,
        ),
        Column("name", lambda: _("Name"), _name, width=84, bold=lambda _row: True),
        Column("step", lambda: _("Grade"), _step, width=78),
        Column("reason", lambda: _("Reason"), lambda row: _(CALIBRATION_REASONS[row.reason.value]), width=92),
        Column("words", lambda: _("Reason in words"), _words, width=0, tooltip=_words),
        Column("participants", lambda: _("Present"), lambda row: row.participants or row.actor, width=120),
    ]


def _exempt_columns() -> list[Column[Candidate]]:
    return [
        Column("name", lambda: _("Name"), _name, width=110, bold=lambda _row: True),
        Column(
            "unit", lambda: _("Department"), lambda row: pick(row.department_zh, row.department_en), width=130
        ),
        Column(
            "total",
            lambda: in_context("column", "Total"),
            lambda row: "—" if row.total is None else f"{row.total:.2f}",
            align="right",
            width=76,
        ),
        Column("why", lambda: _("Why not counted"), _why, width=0),
    ]


def _why(row: Candidate) -> str:
    return _(EXEMPTIONS[row.exemption.value if row.exemption is not None else "NO_TOTAL"])
