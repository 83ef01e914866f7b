"""Settings of the calendar: days off and make-up workdays of a year, and the days on which steps are due."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.schedule import MOST_DAYS, ScheduleStep
from perfdesk.domain.terms import DayKind
from perfdesk.domain.workdays import DayRange, ranges
from perfdesk.models.rows import ChipMark, Column, RowsModel
from perfdesk.models.typed_days import read_days
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.change_words import DAY_KINDS, STEPS
from perfdesk.views.changes_fields import CodeBox, SizedField, gather
from perfdesk.views.changes_form import EntryForm
from perfdesk.views.parts import Chip, SegmentedSwitch, button, label
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

KINDS = {code: DAY_KINDS[code] for code in ("HOLIDAY", "WORKDAY", "ORDINARY")}


class DaysForm(EntryForm):
    """Days to add to the list of a year, typed or pasted."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("calendarDays", parent, "")
        self._firm = firm
        self._year = firm.clock.today().year
        self.days, self.name = SizedField("days", 38, self), SizedField("dayName", 16, self)
        self.kind = CodeBox("dayKind", KINDS, self)
        self.add_field("days", self.days)
        self.add_field("kind", self.kind)
        self.add_field("words", self.name)

    def show_year(self, year: int) -> None:
        self._year = year

    def told(self) -> Sequence[str]:
        days = read_days(self.days.text(), self._year)
        return [_("{count} days: {first} to {last}").format(count=len(days), first=days[0], last=days[-1])]

    def save(self) -> Sequence[Problem]:
        days, kind = read_days(self.days.text(), self._year), DayKind(self.kind.currentData())
        found = self._firm.calendar.set_days([(day, kind) for day in days], self.name.text())
        # Feasts lie over weekends: that one of many days is free anyway is nothing to be told.
        told = found if len(found) == len(days) else ()
        self.days.clear()
        self.name.clear()
        return told

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("Add the days"))
        self.caption("days", _("Days, pasted or typed"), "2-5~2-8, 2027-02-14")
        self.caption("kind", _("They are"))
        self.caption("words", _("Name (if you like)"))


class OffsetsForm(EntryForm):
    """Working days after the end of a cycle on which each step is due, and those in which a result is appealed."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("calendarOffsets", parent, "")
        self._firm = firm
        self.numbers: dict[str, QLineEdit] = {}
        for key in (*(step.value.lower() for step in ScheduleStep), "appeal_days"):
            field = SizedField(f"offset_{key}", 4, self)
            self.numbers[key] = field
            self.add_field(key, field)
        self.close_button.hide()

    def show_values(self) -> None:
        """Show what holds now, unless something wrong still stands there."""
        if self.pending():
            return
        offsets = self._firm.calendar.offsets()
        values = {step.value.lower(): days for step, days in offsets.items()}
        values["appeal_days"] = self._firm.settings.settings().choices.appeal_days
        for key, days in values.items():
            with QSignalBlocker(self.numbers[key]):
                self.numbers[key].setText(str(days))

    def told(self) -> Sequence[str]:
        self._read()
        return ()

    def save(self) -> Sequence[Problem]:
        days = self._read()
        now = self._firm.calendar.offsets()
        for step in ScheduleStep:
            if days[step.value.lower()] != now[step]:
                self._firm.calendar.set_offset(step, days[step.value.lower()])
        if days["appeal_days"] != self._firm.settings.settings().choices.appeal_days:
            self._firm.settings.set_choice(appeal_days=days["appeal_days"])
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("Save the days"))
        for step in ScheduleStep:
            self.caption(step.value.lower(), _(STEPS[step.value]))
        self.caption("interview", _("Interview, after the notice"))
        self.caption("plan", _("Plan, after the interview"))
        self.caption("appeal_days", _("Appeal, after delivery"))

    def _read(self) -> dict[str, int]:
        values = gather(*(partial(self._whole, key) for key in self.numbers))
        return dict(zip(self.numbers, values, strict=True))

    def _whole(self, key: str) -> int:
        least = 1 if key == "appeal_days" else 0
        number = parse_number(self.numbers[key].text(), key)
        if number % 1 or not least <= number <= MOST_DAYS:
            raise Invalid(
                Problem(key, "workdays_range", {"text": self.numbers[key].text(), "most": MOST_DAYS})
            )
        return int(number)


class CalendarSection(Section):
    """The calendar of the firm."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendarSection")
        self._firm = firm
        self._year = firm.clock.today().year
        row = QHBoxLayout()
        self.years = SegmentedSwitch((), self)
        self._years: tuple[int, ...] = ()
        self.state = Chip("", "neutral", self)
        self.missing = label("", parent=self, wrap=True)
        self.missing.setObjectName("missingYear")
        row.addWidget(self.years)
        row.addWidget(self.state)
        row.addStretch(1)
        self._top = row
        self.body.addLayout(row)
        self.add(self.missing)
        self.table = TableView(self)
        self.table.setObjectName("calendarTable")
        self.model: RowsModel[DayRange] = RowsModel(_columns(), _key, parent=self.table)
        self.table.setModel(self.model)
        self.table.fit_width()
        self.add(self.table)
        self.remove_button = button("", "small", "trash", "takeOutDays", self.take_out, self)
        self.restore_button = button("", "small", "undo", "restoreYear", self.restore, self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.restore_button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.days, self.offsets = DaysForm(firm, self), OffsetsForm(firm, self)
        self.days.saved.connect(self._added)
        self.days.closed.connect(self._clear)
        self.offsets.saved.connect(self._saved)
        self.add(self.days)
        self.after = label("", "bold", parent=self, wrap=True)
        self.add(self.after)
        self.add(self.offsets)
        self.add(self.said)
        self.body.addStretch(1)

    # -- what the page calls --

    def refresh(self) -> None:
        calendar = self._firm.calendar
        years = tuple(calendar.years())
        if years != self._years:
            self._offer(years)
        shown = calendar.year(self._year)
        self.model.show(ranges(shown.days))
        self.table.setFixedHeight(self.table.height_for_rows(max(1, self.model.rowCount())))
        self.table.setVisible(bool(shown.days))
        self._tell_state(shown.is_known, shown.is_arranged)
        may = not self._firm.is_read_only
        self.remove_button.setVisible(bool(shown.days))
        self.restore_button.setVisible(shown.is_changed)
        for made in (self.remove_button, self.restore_button, self.days, self.offsets):
            made.setEnabled(may)
        self.days.show_year(self._year)
        self.offsets.show_values()

    def retranslate(self) -> None:
        self.set_heading(_("Calendar"))
        self.years.setAccessibleName(_("Year"))
        self.hint.setText(
            _(
                "Working days are Monday to Friday without days off, plus make-up workdays. Deadlines after a cycle "
                "and for appeals count them."
            )
        )
        self.remove_button.setText(_("Take out"))
        self.remove_button.setAccessibleName(_("Take the chosen days out of the list"))
        self.restore_button.setText(_("As it came with the program"))
        self.restore_button.setAccessibleName(self.restore_button.text())
        self.after.setText(_("Working days after the end of a cycle"))
        self.table.setAccessibleName(_("Days off and make-up workdays"))
        self.years.setAccessibleName(_("Year"))
        self.model.retranslate()
        self.days.retranslate()
        self.days.close_button.setText(_("Clear"))
        self.days.close_button.setAccessibleName(_("Clear"))
        self.offsets.retranslate()
        self.refresh()

    def pending(self) -> list[str]:
        return self.days.pending() + self.offsets.pending()

    # -- deeds --

    def show_year(self, year: str) -> None:
        """Show the list of another year."""
        self._year = int(year)
        self.say("")
        self.refresh()

    def take_out(self) -> None:
        """Take the days of the chosen lines out of the list."""
        chosen = set(self.table.chosen_keys())
        days = [one.day for row in self.model.all_rows() if _key(row) in chosen for one in row.days]
        if not days:
            self.say(_("Choose a line in the list first."), "app")
            return
        self.attempt(partial(self._firm.calendar.take_out, days))

    def restore(self) -> None:
        """Put the year back as it came with the program."""
        self.attempt(partial(self._firm.calendar.restore_year, self._year))

    # -- inside --

    def _offer(self, years: tuple[int, ...]) -> None:
        self._years = years
        old = self.years
        self.years = SegmentedSwitch([(str(year), str(year)) for year in years], self)
        self.years.setAccessibleName(_("Year"))
        self.years.choose(str(self._year))
        self.years.chosen.connect(self.show_year)
        self._top.replaceWidget(old, self.years)
        old.hide()
        old.deleteLater()

    def _tell_state(self, is_known: bool, is_arranged: bool) -> None:
        if is_known and is_arranged:
            self.state.show_word(in_context("calendar", "complete"), "imp")
            self.missing.hide()
            return
        self.state.show_word(
            _("days by law only") if is_known else _("no list"), "app" if is_known else "err"
        )
        words = (
            _(
                "The make-up workdays of {year} were not announced when this program was made. Add them once the "
                "State Council has published them."
            )
            if is_known
            else _("There is no list for {year} yet. Paste the days off and the make-up workdays below.")
        )
        self.missing.setText(words.format(year=self._year))
        self.missing.show()

    def _added(self) -> None:
        told = self.days.problem.text()
        self.refresh()
        self.say(
            told or _("The list of {year} is changed.").format(year=self._year), "app" if told else "imp"
        )

    def _saved(self) -> None:
        self.refresh()
        self.say(_("The days are saved; open cycles follow them at once."))

    def _clear(self) -> None:
        self.days.days.clear()
        self.days.name.clear()
        self.days.tell()


def _columns() -> list[Column[DayRange]]:
    return [
        Column("name", lambda: in_context("calendar", "Name"), _name, sort_key=_first),
        Column("kind", lambda: _("Kind"), lambda r: "", width=120, mark=_kind),
        Column("from", lambda: _("From"), lambda r: _shown(r.first.day), width=120, sort_key=_first),
        Column("to", lambda: _("To"), lambda r: _shown(r.last.day) if len(r.days) > 1 else "", width=120),
        Column("days", lambda: _("Days"), lambda r: str(len(r.days)), align="right", width=60),
        Column("origin", lambda: _("From where"), _origin, width=130),
    ]


def _name(row: DayRange) -> str:
    return pick(row.first.name_zh, row.first.name_en) or "—"


def _first(row: DayRange) -> Any:
    return row.first.day


def _shown(day: Any) -> str:
    words = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return f"{day.isoformat()} {words[day.weekday()]}"


def _kind(row: DayRange) -> ChipMark:
    kind = row.first.kind
    return ChipMark(_(DAY_KINDS[kind.value]), "app" if kind is DayKind.WORKDAY else "neutral")


def _origin(row: DayRange) -> str:
    return _("own") if row.first.is_own else _("came along")


def _key(row: DayRange) -> str:
    return row.first.day.isoformat()
