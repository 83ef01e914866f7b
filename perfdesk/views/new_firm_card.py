"""New firm: four short fields, all but the name filled in, and Enter."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.texts import _
from perfdesk.views.parts.basics import KeyCap, label, set_tone
from perfdesk.views.parts.cards import Card, button

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class NewFirmCard(Card):
    """Asks for the firm's name, the owner, how to appraise and where the file goes.

    Emits `made(firm, owner, is_simple, path)` on Enter, `closed` on Esc.
    """

    made = Signal(str, str, bool, str)
    closed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("newFirmCard")
        self._folder, self._path_is_ours = folder, True
        self.firm, self.owner, self.path = (
            self._field(name) for name in ("firmName", "ownerName", "firmPath")
        )
        self.simple, self.indicators = QRadioButton(self), QRadioButton(self)
        self.simple.setObjectName("simple")
        self.indicators.setObjectName("indicators")
        self.simple.setChecked(True)
        self._simple_hint, self._indicators_hint = (
            label("", "small", parent=self, wrap=True) for _at in range(2)
        )
        self._captions = [label("", "small", parent=self) for _at in range(4)]
        self._wrong = label("", "small", "err", self)
        self._wrong.hide()
        self._browse = button("", "small", name="browse", on_click=self._ask_path, parent=self)
        self._make = button("", "primary", "check", "makeFirm", self._try, self)
        self._cancel = button("", name="cancelNew", on_click=self.close_form, parent=self)
        self._lay_out()
        self.firm.textChanged.connect(self._name_changed)
        self.path.textEdited.connect(self._path_edited)
        self.retranslate()

    def suggest_owner(self, name: str) -> None:
        self.owner.setText(name)

    def open(self) -> None:
        self.show()
        self.firm.setFocus()
        self.firm.selectAll()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()  # from the fields too: a QLineEdit passes Enter on
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.set_heading(_("New firm"), _("All of it can be changed later in Settings."))
        fields = (self.firm, self.owner, None, self.path)
        words = (_("Name of the firm"), _("Owner or who answers for it"), _("How to appraise"), _("File"))
        for caption, word, field in zip(self._captions, words, fields, strict=True):
            caption.setText(word)
            if field is not None:
                field.setAccessibleName(word)
        self.firm.setPlaceholderText(_("such as Redwood Precision"))
        self.simple.setText(_("Five questions"))
        self.indicators.setText(_("Indicators"))
        self._simple_hint.setText(_("Levels 1 to 5 for everyone. Ready at once, best for under 30 people."))
        self._indicators_hint.setText(_("Targets and actuals per post, with self score."))
        for radio in (self.simple, self.indicators):
            radio.setAccessibleName(radio.text())
        self._browse.setText(_("Other place…"))
        self._make.setText(_("Make the firm"))
        self._cancel.setText(_("Cancel"))
        for made in (self._browse, self._make, self._cancel):
            made.setAccessibleName(made.text())

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setObjectName(name)
        made.setMaxLength(260 if name == "firmPath" else 80)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for at, field in enumerate((self.firm, self.owner)):
            self._captions[at].setBuddy(field)
            grid.addWidget(self._captions[at], 0, at)
            grid.addWidget(field, 1, at)
        grid.setRowMinimumHeight(2, 6)
        grid.addWidget(self._captions[2], 3, 0, 1, 2)
        for at, (radio, hint) in enumerate(
            ((self.simple, self._simple_hint), (self.indicators, self._indicators_hint))
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            hint.setContentsMargins(24, 0, 0, 0)
            column.addWidget(radio)
            column.addWidget(hint)
            grid.addLayout(column, 4, at)
        grid.setRowMinimumHeight(5, 6)
        grid.addWidget(self._captions[3], 6, 0, 1, 2)
        self._captions[3].setBuddy(self.path)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.path, 1)
        row.addWidget(self._browse)
        grid.addLayout(row, 7, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        foot = QHBoxLayout()
        foot.addWidget(self._wrong, 1)
        foot.addStretch(1)
        for part in (self._cancel, KeyCap("Esc", self), self._make, KeyCap("Enter", self)):
            foot.addWidget(part)
        self.body.addLayout(foot)

    def _name_changed(self, text: str) -> None:
        self._say("", self.firm)
        if self._path_is_ours:
            name = _UNFIT.sub("_", text.strip()).rstrip(". ")
            self.path.setText(str(self._folder / f"{name}.perfdesk") if name else "")

    def _path_edited(self, text: str) -> None:
        self._path_is_ours = not text.strip()

    def _ask_path(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Where the firm file goes"), self.path.text(), _("Firm files (*.perfdesk)")
        )
        if path:
            self._path_is_ours = False
            self.path.setText(path if path.endswith(".perfdesk") else f"{path}.perfdesk")

    def _try(self) -> None:
        name, path = self.firm.text().strip(), self.path.text().strip()
        if not name:
            self._say(_("Type the name of the firm; everything else is filled in."), self.firm)
            self.firm.setFocus()
        elif not self.owner.text().strip():
            self._say(_("Type the owner's name: every entry says who made it."), self.owner)
            self.owner.setFocus()
        elif not path:
            self._say(_("Choose where the file goes."), self.path)
            self.path.setFocus()
        else:
            self.made.emit(name, self.owner.text().strip(), self.simple.isChecked(), path)

    def _say(self, wrong: str, field: QLineEdit) -> None:
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        for each in (self.firm, self.owner, self.path):
            set_tone(each, "state", "wrong" if wrong and each is field else "")
