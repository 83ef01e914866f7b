"""Switching the language reaches every window, also where one of them takes another away meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete, isValid

from perfdesk import texts
from perfdesk.desktop import language


class Page(QWidget):
    """Takes a window away when it is told of the language, as a field does that offers other words."""

    def __init__(self, gone: list[QWidget]) -> None:
        super().__init__()
        self.gone, self.told = gone, 0

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.told += 1
            while self.gone:
                delete(self.gone.pop())
        super().changeEvent(event)


@pytest.mark.parametrize("around", [1, 2])
def test_a_window_that_goes_while_the_others_are_told_is_left_out(qtbot, around):
    lists = [QWidget() for _at in range(6)]
    pages = [Page(lists[:3]), Page(lists[3:])]
    for page in pages:
        qtbot.addWidget(page)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        for at in range(around * 2):
            language.use(app, ("en", "zh_CN")[at % 2])
    finally:
        texts.use("zh_CN")
    assert not any(isValid(one) for one in lists) and all(page.told for page in pages)
