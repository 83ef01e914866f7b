"""The pin of PySide6: a release that loses reference counts aborts the interpreter sooner or later."""

from __future__ import annotations

import json
import subprocess
import sys

# PySide6 6.12.0 on Python 3.11 lost one reference to None in each void call and one to a bool in each emit.
# From 3.12 on these objects are immortal: their counts start at 2**32 - 1 or 3 * 2**30, may drift a bit and
# mean nothing until a third of that is gone, so there the loss of some hundreds is no fault.
COUNT = """
import json, sys
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(bool)

bell, heard = Bell(), []
bell.rung.connect(heard.append)
watched = {"None": None, "True": True, "False": False}

def counts():
    return {name: sys.getrefcount(value) for name, value in watched.items()}

def ring(times):
    for number in range(times):
        bell.setObjectName("bell")
        bell.blockSignals(False)
        bell.rung.emit(number % 2 == 0)
    heard.clear()

ring(10)
before = counts()
ring(2000)
after = counts()
print(json.dumps({name: after[name] - before[name] for name in watched}))
"""


def test_calls_into_qt_and_signals_keep_the_reference_counts_of_none_and_bools() -> None:
    child = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, encoding="utf-8")

    assert child.returncode == 0, child.stderr
    allowed = 50 if sys.version_info < (3, 12) else 10_000
    lost = {name: -change for name, change in json.loads(child.stdout).items() if change < -allowed}
    assert not lost, f"references lost in 2000 rounds: {lost}; do not use this release of PySide6"
