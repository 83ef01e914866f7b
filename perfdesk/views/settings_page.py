"""Settings: what belongs to the firm, what belongs to this computer, and the care of the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons
from perfdesk.desktop.preferences import Preferences
from perfdesk.desktop.tasks import Tasks
from perfdesk.domain.firm import Switch
from perfdesk.texts import N_, _
from perfdesk.views.page import Page
from perfdesk.views.parts import Card
from perfdesk.views.settings_calendar import CalendarSection
from perfdesk.views.settings_file import AboutSection, CheckSection, FileSection
from perfdesk.views.settings_firm import FirmSection, PersonSection, Section, SwitchSection
from perfdesk.views.settings_grades import GradesSection
from perfdesk.views.settings_guide import GuideSection
from perfdesk.views.settings_look import LookSection
from perfdesk.views.settings_raters import RatersSection
from perfdesk.views.settings_scoring import ScoringSection
from perfdesk.views.settings_stages import StagesSection

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_MENU = (
    ("firm", "people", N_("Firm")),
    ("look", "screen", N_("Language and look")),
    ("grades", "star", N_("Grades")),
    ("words", "note", N_("Own words")),
    ("switches", "settings", N_("Functions")),
    ("scoring", "score", N_("How scores are given")),
    ("guide", "cycle", N_("Guide of grades")),
    ("raters", "people", N_("Raters")),
    ("calendar", "calendar", N_("Calendar")),
    ("persons", "review", N_("Acting persons")),
    ("file", "backup", N_("File and backups")),
    ("check", "check", N_("Check the file")),
    ("about", "info", N_("About PerfDesk")),
)
_SWITCHES = {
    "scoring": Switch.INDICATORS,
    "words": Switch.INDICATORS,
    "guide": Switch.CALIBRATION,
    "raters": Switch.RATERS,
    "calendar": Switch.INDICATORS,
}
"""Sections that show only with a function of the program."""


def sections_offered(on: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return key, icon and title (msgid) of the sections that show while these functions are on."""
    return [entry for entry in _MENU if entry[0] not in _SWITCHES or _SWITCHES[entry[0]] in on]


NEAR = 40
MENU_WIDTH = 136


class SettingsPage(Page):
    """Each setting has a sensible default: nobody must come here first.

    `restore_requested(path)` asks to put a backup in the place of the open file, `actor_changed` says that
    another person works now.
    """

    restore_requested = Signal(str)
    actor_changed = Signal()

    title = N_("Settings")

    def __init__(self, firm: Firm, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._tasks = Tasks(self)
        self._wanted = ""
        self.firm, self.look = FirmSection(firm), LookSection(preferences)
        self.grades, self.switches = GradesSection(firm), SwitchSection(firm)
        self.words = StagesSection(firm)
        self.scoring = ScoringSection(firm)
        self.guide = GuideSection(firm)
        self.raters = RatersSection(firm)
        self.calendar = CalendarSection(firm)
        self.persons, self.file = PersonSection(firm), FileSection(firm, self._tasks)
        self.check, self.about = CheckSection(firm, self._tasks), AboutSection()
        self._sections: dict[str, Section] = {
            "firm": self.firm,
            "look": self.look,
            "grades": self.grades,
            "words": self.words,
            "switches": self.switches,
            "scoring": self.scoring,
            "guide": self.guide,
            "raters": self.raters,
            "calendar": self.calendar,
            "persons": self.persons,
            "file": self.file,
            "check": self.check,
            "about": self.about,
        }
        self._build()
        self.file.restore_requested.connect(self.restore_requested)
        self.persons.actor_changed.connect(self.actor_changed)
        self.switches.grades_wanted.connect(partial(self.show_section, "grades"))
        self.retranslate()

    # -- what the window calls --

    def panes(self) -> Sequence[QWidget]:
        return self._menu_card, self.area

    def show_place(self, **place: Any) -> None:
        """Go to a section: firm, look, grades, switches, guide, persons, file, check or about."""
        if place.get("section") in self._sections:
            self.show_section(place["section"])

    def show_cycle(self, cycle_id: int | None) -> None:
        self.refresh()

    def refresh(self, changed: Any = None) -> None:
        if changed is None or changed.tables & {"firm", "employee", "department", "calendar_day"}:
            on = self._firm.settings.settings().switches
            for key, section in self._sections.items():
                is_offered = key not in _SWITCHES or _SWITCHES[key] in on
                section.setVisible(is_offered)
                self._buttons[key].setVisible(is_offered)
                section.refresh()

    def pending_inputs(self) -> Sequence[str]:
        return [line for section in self._sections.values() for line in section.pending()]

    def retranslate(self) -> None:
        super().retranslate()
        for key, _icon, word in _MENU:
            self._buttons[key].setText(_(word))
            self._buttons[key].setAccessibleName(_(word))
        for section in self._sections.values():
            section.retranslate()
        self.refresh()

    # -- inside --

    def show_section(self, key: str) -> None:
        """Bring a section to the top and mark it in the menu."""
        self._wanted = key
        self._go()
        self._buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go over the menu."""
        keys = [key for key, made in self._buttons.items() if not made.isHidden()]
        at = next((at for at, key in enumerate(keys) if self._buttons[key].hasFocus()), None)
        move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if at is None or move is None:
            super().keyPressEvent(event)
            return
        key = keys[(at + move) % len(keys)]
        self._buttons[key].setFocus()
        self.show_section(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._go)

    def _go(self) -> None:
        """Scroll to the wanted section; again once the sections have their places."""
        if self._wanted:
            top = self._sections[self._wanted].y()
            with QSignalBlocker(self.area.verticalScrollBar()):
                self.area.verticalScrollBar().setValue(top)
            self.area.widget().move(0, -self.area.verticalScrollBar().value())

    def _scrolled(self, value: int) -> None:
        """Mark the section at the top, after scrolling by hand."""
        self._wanted = ""
        above = [
            key
            for key, section in self._sections.items()
            if not section.isHidden() and section.y() <= value + NEAR
        ]
        self._buttons[above[-1] if above else "firm"].setChecked(True)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._menu_card = Card(parent=self)
        self._menu_card.setObjectName("settingsMenu")
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key, icon, _word in _MENU:
            made = QPushButton(self._menu_card)
            made.setObjectName(f"section_{key}")
            made.setProperty("nav", "true")
            made.setCheckable(True)
            made.setMinimumWidth(MENU_WIDTH)
            icons.put(made, icon)
            made.clicked.connect(partial(self.show_section, key))
            group.addButton(made)
            self._buttons[key] = made
            self._menu_card.add(made)
        self._menu_card.body.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("settingsScroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for section in self._sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self.area.setWidget(inside)
        row.addWidget(self._menu_card, 0)
        row.addWidget(self.area, 1)
        self.body.addLayout(row, 1)
        self.show_section("firm")
