"""The status line: saved, which file, what undo would undo; where one is and which keys help."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.views.parts.basics import set_tone
from perfdesk.views.parts.cards import Elided


class StatusLine(QStatusBar):
    """Holds words only; nothing here can be pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 10, 0)
        self._sign, self.saved, self.file = QLabel(self), QLabel(self), QLabel(self)
        self.undoes, self.where = Elided("", parent=self), QLabel(self)
        for made, name in (
            (self.saved, "saved"),
            (self.file, "file"),
            (self.undoes, "undoes"),
            (self.where, "where"),
        ):
            made.setObjectName(name)
        self.file.setContentsMargins(10, 0, 10, 0)
        for made in (self._sign, self.saved, self.file):
            self.addWidget(made)
        self.addWidget(self.undoes, 1)
        self.addPermanentWidget(self.where)

    def show_closed(self, version: str) -> None:
        """Say that no firm is open."""
        self._sign.hide()
        set_tone(self.saved, "tone", "")
        self.saved.setText(_("No firm is open"))
        self.file.setText("")
        self.undoes.set_full("")
        self.where.setText(_("Version {version}").format(version=version) if version else "")

    def show_opening(self, file: str) -> None:
        """Say which file is on its way."""
        self._sign.hide()
        set_tone(self.saved, "tone", "")
        self.saved.setText(_("Opening {file}…").format(file=file))
        self.where.setText("")

    def show_open(self, file: str, is_read_only: bool, undo: str, where: str, actor: str = "") -> None:
        """Say that all is saved, in which file, and what undo would take back ("" for nothing)."""
        icons.put(self._sign, "lock" if is_read_only else "check", "imp.text", 13)
        self._sign.show()
        set_tone(self.saved, "tone", "imp")
        self.saved.setText(_("Read-only") if is_read_only else _("Saved"))
        self.file.setText("  ".join(word for word in (file, actor) if word))
        self.undoes.set_full(_("Undo: {step}").format(step=undo) if undo else "")
        self.where.setText(where)
