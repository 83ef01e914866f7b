"""Settings that belong to this computer: language, light or dark, size of the text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from perfdesk.desktop.preferences import Preferences
from perfdesk.desktop.theme import ZOOMS
from perfdesk.texts import LANGUAGE_NAMES, LANGUAGES, _
from perfdesk.views.parts import SegmentedSwitch, label
from perfdesk.views.settings_firm import Section

_THEMES = ("light", "dark", "system")


class LookSection(Section):
    """Changes show at once; whoever applies them listens to the preferences."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lookSection")
        self._preferences = preferences
        self.language = SegmentedSwitch([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], self)
        self.theme = SegmentedSwitch([(name, "") for name in _THEMES], self)
        self.zoom = SegmentedSwitch([(str(percent), f"{percent} %") for percent in ZOOMS], self)
        self._captions: list[QLabel] = []
        for switch, name, chosen in (
            (self.language, "language", preferences.set_language),
            (self.theme, "theme", preferences.set_theme),
            (self.zoom, "zoom", self._zoom),
        ):
            switch.setObjectName(name)
            switch.chosen.connect(chosen)
            caption = label("", "small", parent=self)
            self._captions.append(caption)
            self.add(caption)
            row = QHBoxLayout()
            row.addWidget(switch)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addStretch(1)
        preferences.language_changed.connect(self.refresh)
        preferences.look_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.language.choose(self._preferences.language)
        self.theme.choose(self._preferences.theme)
        near = min(ZOOMS, key=lambda percent: abs(percent - self._preferences.zoom))
        self.zoom.choose(str(near))

    def retranslate(self) -> None:
        self.set_heading(_("Language and look"))
        self.hint.setText(_("For this computer only; nothing of it is in the firm file."))
        words = (_("Language"), _("Light or dark"), _("Size of the text"))
        for caption, switch, word in zip(
            self._captions, (self.language, self.theme, self.zoom), words, strict=True
        ):
            caption.setText(word)
            switch.setAccessibleName(word)
        self.theme.retranslate((_("Light"), _("Dark"), _("As the system")))

    def _zoom(self, percent: str) -> None:
        self._preferences.set_zoom(int(percent))
