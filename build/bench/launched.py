"""A child of the benchmark: launches a bare window or the program and prints when it was painted.

`launched.py KIND SPAWNED [FILE]`: `bare` and `ours` end at the first paint, `data` when the first page of FILE has
been painted, `bare-rest` and `rest` print the memory two seconds later. Nothing is imported but what is needed.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

KIND, SPAWNED, FILE = sys.argv[1], float(sys.argv[2]), sys.argv[3:]


class Watch(QObject):
    """Calls once after the next paint of anything, when the event loop turns again."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.call: Any = None

    def expect(self, call: Any) -> None:
        self.call = call
        self._app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.Paint and self.call is not None:
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self.call)
            self.call = None
        return False


class Launched(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app, self._watch = app, Watch(app)
        self._longest, self._beat = 0.0, 0.0
        self._watch.expect(self.painted)

    def painted(self) -> None:
        if KIND in ("bare", "ours"):
            self.end(f'{{"ms": {self._since():.1f}}}')
        elif KIND == "bare-rest":
            QTimer.singleShot(2000, self.rest)
        else:
            from perfdesk.app import Program

            show_firm = Program.show_firm

            def shown(program: Program, firm: Any) -> None:
                show_firm(program, firm)
                self._watch.expect(self.filled)

            Program.show_firm = shown  # type: ignore[method-assign, assignment]
            heart = QTimer(self)
            heart.timeout.connect(self.beat)
            self._beat = time.perf_counter()
            heart.start(5)

    def beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._beat = max(self._longest, now - self._beat), now

    def filled(self) -> None:
        if KIND == "rest":
            QTimer.singleShot(2000, self.rest)
        else:
            self.beat()
            self.end(f'{{"ms": {self._since():.1f}, "silence": {self._longest * 1000:.1f}}}')

    def rest(self) -> None:
        with open("/proc/self/status", encoding="ascii") as status:
            kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        self.end(f'{{"mib": {kilobytes / 1024:.1f}}}')

    def end(self, said: str) -> None:
        print(said, flush=True)
        QTimer.singleShot(0, self._app.closeAllWindows)

    def _since(self) -> float:
        return (time.time() - SPAWNED) * 1000


def main() -> int:
    app = QApplication(sys.argv[:1])
    launched = Launched(app)
    if KIND.startswith("bare"):
        window = QMainWindow()
        window.resize(1280, 800)
        window.show()
        code = app.exec()
    else:
        from perfdesk import launch

        code = launch.run_window(FILE)
    del launched
    return code


if __name__ == "__main__":
    sys.exit(main())
