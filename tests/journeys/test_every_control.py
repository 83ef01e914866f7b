"""Every control of every page: it has a name, its words are whole, and the page says what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)

from perfdesk.desktop import theme
from perfdesk.views.parts import EmptyState
from perfdesk.views.parts.cards import Elided, ElidedButton
from tests.journeys.desk import KEY, Desk
from tests.journeys.places import names_of, places, settle

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
SETUPS = [("zh_CN", 100), ("en", 100), ("zh_CN", 150), ("en", 150)]
_SLACK = 1  # pixels by which a size hint may be rounded


@pytest.fixture(params=SETUPS, ids=lambda given: f"{given[0]}-{given[1]}")
def desk(request: pytest.FixtureRequest, make_desk, sample: Path) -> Desk:
    """The sample firm at 1280 × 800, in each language, at the usual and the largest size of text."""
    language, zoom = request.param
    desk = make_desk()
    desk.program.preferences.set_language(language)
    desk.program.preferences.set_zoom(zoom)
    desk.window.resize(1280, 800)
    desk.open(sample)
    return desk


def visible(top: QWidget, kind: type | tuple[type, ...]) -> Iterator[QWidget]:
    for widget in top.findChildren(QWidget):
        if isinstance(widget, kind) and widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def is_inner(widget: QWidget) -> bool:
    """Parts that Qt puts into its own controls: the field of a date box, the corner and bars of a scroll area."""
    if isinstance(widget, QHeaderView):
        return True  # spoken as part of its table
    above = widget.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(
        above, QAbstractSpinBox | QComboBox | QScrollBar
    )


def test_every_control_has_names_its_words_are_whole_and_nothing_scrolls_sideways(desk: Desk) -> None:
    wrong: list[str] = []
    for place in places(desk):
        wrong += [f"{place}: {line}" for check in CHECKS for line in check(desk.window)]
    assert wrong == [], "\n" + "\n".join(dict.fromkeys(wrong))


def nameless(top: QWidget) -> Iterator[str]:
    for widget in visible(top, CONTROLS):
        if is_inner(widget):
            continue
        if not widget.objectName():
            yield f"no object name: {names_of(widget)}"
        if not widget.accessibleName():
            yield f"no accessible name: {names_of(widget)}"


def clipped(top: QWidget) -> Iterator[str]:
    for widget in visible(top, (QLabel, QPushButton)):
        if isinstance(widget, Elided | ElidedButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + _SLACK:
                yield f"lines cut off: {names_of(widget)} {widget.text()!r}"
        elif widget.minimumSizeHint().width() > widget.width() + _SLACK:
            yield f"cut at the side: {names_of(widget)} {widget.text()!r}"
        elif widget.minimumSizeHint().height() > widget.height() + _SLACK:
            yield f"cut in height: {names_of(widget)} {widget.text()!r}"


def sideways(top: QWidget) -> Iterator[str]:
    if top.width() > 1280:
        yield f"the window had to grow to {top.width()}"
    for area in visible(top, QAbstractScrollArea):
        bar = area.horizontalScrollBar()
        if area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff and bar.maximum() > 0:
            if area.objectName() not in MAY_SCROLL:
                yield f"scrolls sideways by {bar.maximum()}: {names_of(area)}"
    for area in visible(top, QScrollArea):
        inner = area.widget()
        if inner is not None and inner.width() > area.viewport().width() + _SLACK:
            yield f"{inner.width() - area.viewport().width()} of the content out of sight: {names_of(area)}"
    right = top.mapToGlobal(QPoint(top.width(), 0)).x()
    for widget in visible(top, (QPushButton, QLineEdit, QComboBox)):
        if widget.mapToGlobal(QPoint(widget.width(), 0)).x() > right:
            yield f"out of the window: {names_of(widget)}"


def headless(top: QWidget) -> Iterator[str]:
    """A column of which not even the title can be read."""
    for table in visible(top, QTableView):
        header = table.horizontalHeader()
        for at in range(header.count() if header.isVisible() else 0):
            words = str(table.model().headerData(at, Qt.Orientation.Horizontal) or "")
            needed = QFontMetrics(theme.font("small")).horizontalAdvance(words)
            if "\n" not in words and not header.isSectionHidden(at) and header.sectionSize(at) < needed:
                yield f"title {words!r} cut off: {names_of(table)}"


MAY_SCROLL = ("scoreGrid", "importTable")
"""Tables of a file or of all indicators have as many columns as there are; the names of the rows stay in view."""
CHECKS = (nameless, clipped, sideways, headless)


def test_tab_goes_through_the_top_bar_and_then_down_the_page(make_desk, sample: Path) -> None:
    desk = make_desk()
    desk.open(sample)
    for key in ("score", "review", "people", "library", "cycles", "settings"):
        desk.go(key)
        settle()
        desk.find("search").setFocus()
        visited: list[QWidget] = []
        while len(visited) < 60 and desk.focus() not in visited:
            visited.append(desk.focus())
            desk.press(KEY.Key_Tab)
        page = desk.window.page()
        assert page is not None
        inside = [one for one in visited if page.isAncestorOf(one)]
        assert inside, key
        for one, after in pairwise(inside):
            if one.parentWidget() is after.parentWidget():
                here, there = middle(one, page), middle(after, page)
                is_on = there.y() >= here.y() - 24 or there.x() > here.x()
                assert is_on, (key, names_of(one), names_of(after))


def middle(widget: QWidget, page: QWidget) -> QPoint:
    return widget.mapTo(page, widget.rect().center())


@pytest.mark.parametrize("choice", ["simple", "indicators"])
def test_an_empty_firm_has_a_next_step_on_every_page(make_desk, choice: str) -> None:
    desk = make_desk()
    desk.click("newFirm")
    desk.type("New")
    desk.click(choice)
    desk.enter("ownerName", "Ann")
    desk.wait(lambda: desk.program.firm is not None)
    for key, leads_to in (
        ("score", "people"),
        ("review", "people"),
        ("cycles", "people"),
        ("people", "people"),
    ):
        if not desk.has(f"go_{key}"):
            continue
        desk.go(key)
        settle()
        states = [one for one in desk.window.findChildren(EmptyState) if one.isVisible()]
        assert len(states) == 1, key
        buttons = [one for one in states[0].findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        assert buttons and states[0].title.text() and states[0].text.text(), key
        if key != "people":
            desk.click(buttons[0].objectName())
        assert desk.page == leads_to, key
    desk.paste("王小明\n单雄信")
    desk.wait(lambda: desk.read("SELECT count(*) FROM employee") == [(3,)])
    if choice == "indicators":
        desk.go("score")
        desk.click("emptyAction")
        desk.wait(lambda: desk.read("SELECT count(*) FROM form") == [(2,)])
