"""What stands over and under the table of the dry run: file, sheet and steps; counts, progress and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QWidget

from perfdesk.texts import _, in_context
from perfdesk.views.parts import Elided, ProgressSteps, Step, Symbol, button, label

if TYPE_CHECKING:
    from perfdesk.controllers.import_preview import Preview

STEPS = ("file", "header", "columns", "check", "import")


class ImportTop(QWidget):
    """Title, file, sheet, steps. `sheet_chosen(name)`, `step_chosen(key of STEPS)`."""

    sheet_chosen = Signal(str)
    step_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", parent=self)
        self.file = Elided("", "small", parent=self)
        self.sheet = QComboBox(self)
        self.sheet.setObjectName("sheet")
        self.sheet.setMaximumWidth(180)
        self.sheet.activated.connect(self._chosen)
        self.sheet.hide()
        self.steps = ProgressSteps(parent=self)
        self.steps.setObjectName("importSteps")
        self.steps.setMinimumWidth(400)
        self.steps.chosen.connect(self.step_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.file, 2)
        row.addWidget(self.sheet)
        row.addWidget(self.steps, 3)

    def show_preview(self, preview: Preview) -> None:
        self.file.set_full(preview.source.name or _("pasted rows"))
        self.sheet.clear()
        self.sheet.addItems(preview.source.sheets)
        self.sheet.setCurrentText(preview.sheet)
        self.sheet.setVisible(len(preview.source.sheets) > 1)

    def show_step(self, now: str) -> None:
        words = {
            "file": _("Choose file"),
            "header": _("Find header"),
            "columns": _("Match columns"),
            "check": in_context("verb", "Check"),
            "import": in_context("verb", "Import"),
        }
        at = STEPS.index(now)
        states = ["done" if n < at else "current" if n == at else "to_come" for n in range(len(STEPS))]
        self.steps.show_steps(
            [Step(key, words[key], state) for key, state in zip(STEPS, states, strict=True)]
        )

    def retranslate(self) -> None:
        self.title.setText(_("Import people"))
        self.sheet.setAccessibleName(_("Sheet"))
        self.steps.setAccessibleName(_("Steps"))

    def _chosen(self, at: int) -> None:
        self.sheet_chosen.emit(self.sheet.itemText(at))


class ImportFooter(QWidget):
    """Counts at the left, buttons at the right; while something works, how far it is and how to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        self._counts = []
        for sign, tone in (("check", "imp"), ("question", "app"), ("cross", "err")):
            symbol, words = Symbol(sign, tone, parent=self), label("", parent=self)
            row.addWidget(symbol)
            row.addWidget(words)
            self._counts.append((symbol, words))
        self.total = Elided("", "small", parent=self)
        self.total.setObjectName("importTotal")
        row.addWidget(self.total, 1)
        self.work = label("", parent=self)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("importProgress")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.stop = button("", "small", name="stopWork", parent=self)
        self.back = button("", name="importBack", parent=self)
        self.save_refused = button("", name="saveRefused", parent=self)
        self.go = button("", "primary", name="importRows", parent=self)
        for part in (self.work, self.bar, self.stop, self.back, self.save_refused, self.go):
            row.addWidget(part)
        self._preview: Preview | None = None
        self._is_busy = False

    def show_preview(self, preview: Preview | None) -> None:
        self._preview = preview
        self._show()

    def show_busy(self, words: str) -> None:
        """Say what is going on; "" when nothing is any more."""
        self._is_busy = bool(words)
        self.work.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        self._show()

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def retranslate(self) -> None:
        for made, words in ((self.stop, _("Stop")), (self.back, in_context("go", "Back"))):
            made.setText(words)
            made.setAccessibleName(words)
        self._show()

    def _show(self) -> None:
        preview, is_busy = self._preview, self._is_busy
        for part in (self.work, self.bar, self.stop):
            part.setVisible(is_busy)
        is_shown = preview is not None and not is_busy
        for part in (self.back, self.go, self.total):
            part.setVisible(is_shown)
        counts = (0, 0, 0)
        if preview is not None:
            counts = (preview.ok, preview.question_rows, preview.refused_rows)
        words = (
            _("{count} can come in").format(count=counts[0]),
            _("{count} to confirm").format(count=counts[1]),
            _("{count} can't").format(count=counts[2]),
        )
        for at, (symbol, told) in enumerate(self._counts):
            told.setText(words[at])
            is_wanted = is_shown and (at == 0 or counts[at] > 0)
            symbol.setVisible(is_wanted)
            told.setVisible(is_wanted)
        rest = counts[1] + counts[2]
        self.save_refused.setVisible(is_shown and rest > 0)
        self.save_refused.setText(_("Save {count} rows as Excel to correct").format(count=rest))
        self.go.setText(_("Import {count} rows").format(count=counts[0]))
        self.go.setEnabled(counts[0] > 0)
        self.total.set_full(_("of {count} rows").format(count=sum(counts)))
        for made in (self.save_refused, self.go):
            made.setAccessibleName(made.text())
