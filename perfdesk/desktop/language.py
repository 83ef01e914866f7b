"""The language of the window: our own texts and those that Qt brings along, switched while it runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from perfdesk import texts


class _Qt:
    """Keeps Qt's own translator alive while it is installed."""

    translator: QTranslator | None = None


def use(app: QApplication, language: str) -> None:
    """Switch to a language of `texts.LANGUAGES`; every window hears of it and sets its texts anew."""
    texts.use(language)
    QLocale.setDefault(QLocale(language if language != "en" else "en_US"))
    if _Qt.translator is not None:
        app.removeTranslator(_Qt.translator)
        _Qt.translator = None
    if language != "en":
        translator = QTranslator(app)
        if translator.load(
            f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            app.installTranslator(translator)  # sends LanguageChange
            _Qt.translator = translator
    for window in app.topLevelWidgets():
        # Told once more and at once: removing a translator only posts the event. A page that offers other words
        # to choose from may have replaced a list that pops up, which is one of these, too.
        if isValid(window):
            QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
