"""Statistics of raters, for HR only: warnings in words first, figures by name beneath, and their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.models.rows import Column, RowsModel, SymbolMark
from perfdesk.texts import _, in_context
from perfdesk.views import raters_words
from perfdesk.views.parts import Card, Chip, Symbol, label
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.rater_report import RaterLine, RaterReport

_MOST = 30


class StatisticsView(QScrollArea):
    """Shows a `RaterReport`. Rows stand by name and can't be sorted: nobody is ranked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raterStatistics")
        self.setWidgetResizable(True)
        inside = QWidget(self)
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.warnings, self.figures = Card("", "blue", parent=inside), Card("", parent=inside)
        self.chip = Chip("", "neutral", self.warnings)
        self.chip.setObjectName("forHrOnly")
        self.warnings.add_to_header(self.chip)
        self._lines = QWidget(self.warnings)
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self.warnings.add(self._lines)
        self.model = RowsModel(_columns(), key=_key, parent=self)
        self.table = TableView(self)
        self.table.setObjectName("raterFigures")
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.fit_width()
        self.figures.add(self.table)
        self.limits = label("", "small", parent=self.figures, wrap=True)
        self.limits.setObjectName("raterLimits")
        self.figures.add(self.limits)
        for card in (self.warnings, self.figures):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)
        self._report: RaterReport | None = None

    def show_report(self, report: RaterReport) -> None:
        self._report = report
        self.warnings.set_heading(
            _("What to talk about before the marks are used"),
            _("{closed} of {forms} forms are closed and counted").format(
                closed=report.closed, forms=report.forms
            ),
        )
        self.chip.show_word(_("For HR only"), "neutral")
        self._show_warnings(list(raters_words.warnings(report)))
        self.figures.set_heading(_("Raters by name"), _("no ranking, no automatic correction"))
        self.model.show(report.raters)
        self.table.setFixedHeight(self.table.height_for_rows(max(1, len(report.raters))))
        self.table.setAccessibleName(_("Statistics of raters"))
        self.limits.setText("\n".join(raters_words.limits(report)))
        self.figures.setVisible(bool(report.raters))

    def retranslate(self) -> None:
        self.model.retranslate()
        if self._report is not None:
            self.show_report(self._report)

    def _show_warnings(self, sentences: list[str]) -> None:
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        more = len(sentences) - _MOST
        shown = sentences[:_MOST] + ([_("and {count} more").format(count=more)] if more > 0 else [])
        for words in shown:
            self._column.addWidget(_Warning(words, "bang", self._lines))
        if not shown:
            nothing = _("Nothing stands out.")
            if self._report is not None and not self._report.closed:
                nothing = _(
                    "Statistics come once raters are closed: before that a reply could be recognised."
                )
            self._column.addWidget(_Warning(nothing, "dash", self._lines))


class _Warning(QWidget):
    def __init__(self, words: str, shape: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Symbol(shape, "muted", parent=self))
        text = label(words, parent=self, wrap=True)
        text.setObjectName("raterWarning")
        row.addWidget(text, 1)


def _columns() -> list[Column[RaterLine]]:
    return [
        Column("name", _name_title, _name, width=120, second=_role),
        Column("people", _people_title, _people, align="right", width=64),
        Column("leniency", _leniency_title, _leniency, align="right", width=116),
        Column("team", _team_title, _team, align="right", width=146),
        Column("deviation", _deviation_title, _deviation, align="right", width=116),
        Column("halo", _halo_title, _halo, align="right", width=100),
        Column("flags", _flags_title, _flags, width=0, mark=_mark, tooltip=_flags),
    ]


def _key(line: RaterLine) -> tuple[bool, str]:
    return line.is_manager, line.name


def _name(line: RaterLine) -> str:
    return line.name


def _role(line: RaterLine) -> str:
    return _("manager") if line.is_manager else ""


def _people(line: RaterLine) -> str:
    return str(line.people)


def _leniency(line: RaterLine) -> str:
    return raters_words.shown(line.leniency.value if line.leniency else None, 3, signed=True)


def _team(line: RaterLine) -> str:
    return raters_words.shown(line.team.value if line.team else None, signed=True)


def _deviation(line: RaterLine) -> str:
    return raters_words.shown(line.spread.deviation if line.spread else None)


def _halo(line: RaterLine) -> str:
    return raters_words.shown(line.halo.mean_deviation if line.halo else None)


def _flags(line: RaterLine) -> str:
    return in_context("list of names", ", ").join(raters_words.flag_word(flag) for flag in line.flags)


def _mark(line: RaterLine) -> SymbolMark | None:
    return SymbolMark("bang", "muted") if line.flags else None


def _name_title() -> str:
    return _("Rater")


def _people_title() -> str:
    return _("People")


def _leniency_title() -> str:
    return _("Against others")


def _team_title() -> str:
    return _("Team against others")


def _deviation_title() -> str:
    return _("Spread (SD)")


def _halo_title() -> str:
    return _("Within a person")


def _flags_title() -> str:
    return _("To talk about")
