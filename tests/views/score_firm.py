"""Small firms for the tests of the score page: six sellers with targets, twelve people in 五分表."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.firm import INDICATORS, SIMPLE, Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.views.score_page import ScorePage

NOW = datetime(2026, 9, 30, 9, 0)
SELLERS = ("徐静", "马超", "刘洋", "周婷", "林芳", "吴倩")
TWELVE = (*SELLERS, "黄俊杰", "赵敏", "陈思远", "李娜", "王磊", "孙浩")
# The manager need not wait for anybody's own score: these tests are about the manager's.
SWITCHES = INDICATORS - {Switch.SELF_SCORE}
TARGETS = {"SAL-01": "600000", "SAL-03": "10", "SAL-05": "100"}


def build(path: Path, kind: str) -> None:
    """Make a firm file. Kinds: `draft` (targets wanted), `running` (targets agreed), `simple` (五分表)."""
    simple = kind == "simple"
    firm = new_firm(path, "红杉精密", "周建国", clock.fixed(NOW), switches=SIMPLE if simple else SWITCHES)
    people = [
        EmployeeDraft(
            number=f"S-{at:03}",
            name=name,
            name_en=f"Person {at}",
            department="" if simple else "销售部",
            position="" if simple else "销售代表",
        )
        for at, name in enumerate(TWELVE if simple else SELLERS, 20)
    ]
    firm.people.import_people(people, with_backup=False)
    cycle = firm.cycles.current()
    assert cycle is not None
    if not simple:
        firm.cycles.add_forms(cycle.id)
    if kind == "running":
        forms = [head.id for head in firm.cycles.heads(cycle.id)]
        for form_id in forms:
            for code, target in TARGETS.items():
                firm.appraisal.set_target(item_of(firm, form_id, code).id, Decimal(target))
        assert not firm.cycles.advance(forms)
    firm.close(with_backup=False)


def form_of(firm: Firm, name: str) -> int:
    """Return the form of a person in the current cycle."""
    cycle = firm.cycles.current()
    assert cycle is not None
    return next(head.id for head in firm.cycles.heads(cycle.id) if head.name == name)


def item_of(firm: Firm, form_id: int, code: str) -> FormItem:
    return next(item for item in firm.appraisal.sheet(form_id).items if item.code == code)


def sheet_of(firm: Firm, name: str) -> FormSheet:
    return firm.appraisal.sheet(form_of(firm, name))


def stored(firm: Firm, item_id: int) -> sqlite3.Row:
    """Return an item as a fresh connection of nobody's reads it from the file."""
    connection = sqlite3.connect(f"file:{firm.path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(
            "SELECT form_item.*, (SELECT value_c FROM rating WHERE form_item_id = form_item.id) AS level_c"
            " FROM form_item WHERE form_item.id = ?",
            (item_id,),
        ).fetchone()
    finally:
        connection.close()


def widget(page: QWidget, name: str) -> QWidget:
    """Return the widget of this name that can be seen; the test fails without one."""
    found = [one for one in page.findChildren(QWidget, name) if one.isVisibleTo(page)]
    assert found, name
    return found[0]


def type_into(field: QWidget, text: str) -> None:
    """Type over what stands in a field."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def press(field: QWidget | None, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    assert field is not None
    held = modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(field, key, held)
    QApplication.processEvents()


def compose(field: QWidget, preedit: str, commit: str = "") -> None:
    """Send what an input method sends while something is being composed, or its result."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def focused(page: ScorePage) -> QWidget:
    """Return the widget of the page that has the keyboard, whether or not the screen gives the window focus."""
    found = page.window().focusWidget()
    assert found is not None
    return found
