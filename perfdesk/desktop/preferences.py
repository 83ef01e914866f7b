"""What belongs to this computer and its user, not to a firm: language, look, size of text."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal

from perfdesk.texts import LANGUAGES

THEMES = ("system", "light", "dark")
ZOOM_LEAST, ZOOM_MOST = 90, 150


class Preferences(QObject):
    """Kept in the settings of this computer; whoever shows them listens to the signals."""

    language_changed = Signal()
    look_changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def language(self) -> str:
        """One of `texts.LANGUAGES`; Chinese until another is chosen."""
        found = str(self._settings.value("language", LANGUAGES[0]))
        return found if found in LANGUAGES else LANGUAGES[0]

    def set_language(self, language: str) -> None:
        if language in LANGUAGES and language != self.language:
            self._settings.setValue("language", language)
            self.language_changed.emit()

    @property
    def theme(self) -> str:
        """One of THEMES."""
        found = str(self._settings.value("theme", THEMES[0]))
        return found if found in THEMES else THEMES[0]

    def set_theme(self, theme: str) -> None:
        if theme in THEMES and theme != self.theme:
            self._settings.setValue("theme", theme)
            self.look_changed.emit()

    @property
    def zoom(self) -> int:
        """Size of all text in percent of the platform's, 90 to 150."""
        found = str(self._settings.value("zoom", 100))
        number = int(found) if found.isdecimal() else 100
        return min(ZOOM_MOST, max(ZOOM_LEAST, number))

    def set_zoom(self, percent: int) -> None:
        if percent != self.zoom:
            self._settings.setValue("zoom", min(ZOOM_MOST, max(ZOOM_LEAST, percent)))
            self.look_changed.emit()
