"""Pictures of the window's pages, drawn without a screen, with the accessibility tree as text."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk import texts
from perfdesk.texts import _

_MOST_CHILDREN = 400

MakeProgram = Callable[[QApplication, QSettings], Any]


def make(given: argparse.Namespace, make_program: MakeProgram) -> int:
    """Draw one page of a copy of the firm file; return the exit code."""
    # Imported here: Qt's side of the program must start without the store.
    from perfdesk.controllers.faults import Fault
    from perfdesk.controllers.firm import copy_firm

    try:
        width, height = (int(part) for part in given.size.lower().split("x"))
    except ValueError:
        print(_("--size wants WIDTHxHEIGHT, such as 1280x800."), file=sys.stderr)
        return 2
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        program = make_program(app, settings)
        program.preferences.set_language(given.lang or texts.current().language)
        program.preferences.set_theme(given.theme)
        window = program.window
        window.resize(width, height)
        window.show()
        if given.page != "welcome":
            copy = Path(folder) / given.file.name
            try:
                copy_firm(given.file, copy)
            except Fault as fault:
                print(texts.sentence(fault), file=sys.stderr)
                return 2
            if not program.open(copy):
                return 2
            page, _slash, pane = given.page.partition("/")
            place = _place(program, given.who) | ({"pane": pane, "kind": pane} if pane else {})
            window.go(page, place)
            if window.page_key != page:
                print(_("There is no page {page}.").format(page=given.page), file=sys.stderr)
                return 2
        for _turn in range(6):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        given.out.parent.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(given.out), "PNG")
        tree = "\n".join(_tree(window)) + "\n"
        given.out.with_suffix(".txt").write_text(tree, encoding="utf-8")
        window.close()
    return 0


def _place(program: Any, number: str | None) -> dict[str, Any]:
    if number is None:
        return {}
    found = next((one.id for one in program.firm.people.employees() if one.number == number), None)
    return {"employee_id": found} if found is not None else {}


def _tree(window: QWidget) -> Iterator[str]:
    """One line per accessible thing: role, name, value; what cannot be seen is left out."""
    top = QAccessible.queryAccessibleInterface(window)
    if top is not None:
        yield from _branch(top, 0)


def _branch(one: QAccessibleInterface, depth: int) -> Iterator[str]:
    if one.state().invisible:
        return
    name = one.text(QAccessible.Text.Name).replace("\n", " ")
    value = one.text(QAccessible.Text.Value).replace("\n", " ")
    role = one.role().name
    if name or value:
        yield f"{'  ' * depth}{role}: {name}{f' = {value}' if value and value != name else ''}"
    for at in range(min(one.childCount(), _MOST_CHILDREN)):
        child = one.child(at)
        if child is not None and child.isValid():
            yield from _branch(child, depth + 1)
