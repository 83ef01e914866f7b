"""What is shown while no firm is open: three choices with keys, recent files, a place to drop, the idea."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons, theme
from perfdesk.texts import LANGUAGE_NAMES, _
from perfdesk.views.idea_drawing import IdeaDrawing
from perfdesk.views.new_firm_card import NewFirmCard
from perfdesk.views.parts.basics import label, set_tone
from perfdesk.views.parts.cards import Card, NoticeBar
from perfdesk.views.recent_files import RecentFile, RecentFiles
from perfdesk.views.welcome_choice import Choice

WIDTH = 940


class WelcomePage(QScrollArea):
    """Asks what to open. Emits what was wished and does nothing itself.

    `new_requested(firm, owner, is_simple, path)`, `open_requested(path)`, `sample_requested()`,
    `restore_requested()`, `language_chosen(code)`, `look_chosen(mode)`.
    """

    new_requested = Signal(str, str, bool, str)
    open_requested = Signal(str)
    sample_requested = Signal()
    restore_requested = Signal()
    forget_requested = Signal(str)
    language_chosen = Signal(str)
    look_chosen = Signal(str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """`folder` is where a new firm file is suggested."""
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget(self)
        self._inner.setObjectName("content")
        self._middle = QWidget(self._inner)
        self._column = QVBoxLayout(self._middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        outer = QHBoxLayout(self._inner)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addStretch(1)
        outer.addWidget(self._middle, 100)
        outer.addStretch(1)
        self.setWidget(self._inner)
        self._fit()
        self._column.addStretch(2)
        self._build_head()
        self.notice = NoticeBar(self._inner)
        self._column.addWidget(self.notice)
        self._build_choices(folder)
        self._build_files()
        self._build_idea()
        self._column.addStretch(3)
        for keys, call in (("Ctrl+N", self.ask_new), ("Ctrl+O", self.ask_file), ("Ctrl+E", self._ask_sample)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(call)
        self.setFocusProxy(self.sample)
        self.retranslate()

    # -- what the program calls --

    def show_recent(self, files: Sequence[RecentFile]) -> None:
        """Show the files opened last, the newest first."""
        self.recent.show_files(files)
        self.recent_card.setVisible(bool(files))
        self._files_row.setColumnStretch(0, 8 if files else 0)
        self.setFocusProxy(self.recent.table if files else self.sample)

    def show_choices(self, language: str, look: str) -> None:
        """Show which language and look are in use."""
        with QSignalBlocker(self.language), QSignalBlocker(self.look):
            self.language.setCurrentIndex(max(0, self.language.findData(language)))
            self.look.setCurrentIndex(max(0, self.look.findData(look)))

    def suggest_owner(self, name: str) -> None:
        self.form.suggest_owner(name)

    def tell(self, text: str, tone: str = "err") -> None:
        """Show one sentence over the choices, such as why a file can't be opened."""
        self.notice.tell(text, tone)

    def ask_new(self) -> None:
        """Open the card that makes a firm."""
        self.form.open()
        self.new.set_open(True)
        self._idea_card.hide()

    def ask_file(self) -> None:
        """Ask for a file with the dialog of the platform."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a firm"), "", _("Firm files (*.perfdesk);;All files (*)")
        )
        if path:
            self.open_requested.emit(path)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Welcome"))
        self.claim.setText(_("Appraisal finds the gap, improvement closes it"))
        self.new.set_texts(
            _("New firm"), _("A firm's name is enough to begin. The data are one file, kept where you like.")
        )
        self.open.set_texts(_("Open"), _("A .perfdesk file on this computer, a USB stick or in a backup."))
        self.sample.set_texts(
            _("Sample firm"),
            _("A machine shop of 38 people, one quarter from end to end. Change what you like."),
        )
        self.recent_card.set_heading(_("Opened last"), "")
        self.recent.retranslate()
        self.form.retranslate()
        self.drop_title.setText(_("Drop a file here"))
        self.drop_hint.setText(_("A .perfdesk firm file, or a staff list in Excel"))
        self.drop.setAccessibleName(_("Drop a file here"))
        self.idea.update()
        self.idea.setAccessibleName(_("Appraisal finds the gap, improvement closes it"))
        self.local_title.setText(_("Only on this computer"))
        self.local_text.setText(_("No network, no account, no upload. The file is yours."))
        self.language.setAccessibleName(_("Language"))
        self.look.setAccessibleName(_("Look"))
        for at, word in enumerate((_("Light"), _("Dark"), _("As the system"))):
            self.look.setItemText(at, word)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_middle"):
            self._fit()

    # -- dropping a file --

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            set_tone(self.drop, "side", "dropping")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_tone(self.drop, "side", "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_tone(self.drop, "side", "drop")
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_requested.emit(paths[0])

    # -- inside --

    def _fit(self) -> None:
        self._middle.setMaximumWidth(round(WIDTH * max(1.0, theme.current().zoom / 100)))

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._logo = QLabel(self._inner)
        icons.put(self._logo, "logo", "ink", 46)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("PerfDesk", "big", parent=self._inner))
        self.claim = label("", "muted", parent=self._inner)
        words.addWidget(self.claim)
        row.addWidget(self._logo)
        row.addLayout(words)
        row.addStretch(1)
        self.language, self.look = QComboBox(self._inner), QComboBox(self._inner)
        self.language.setObjectName("language")
        self.look.setObjectName("look")
        for code, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, code)
        for mode in theme.MODES:
            self.look.addItem(mode, mode)
        self.language.activated.connect(self._choose_language)
        self.look.activated.connect(self._choose_look)
        for combo in (self.language, self.look):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(combo, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)
        self._column.addSpacing(10)

    def _build_choices(self, folder: Path) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        self.new = Choice("file-new", "Ctrl+N", "newFirm", self._inner)
        self.open = Choice("folder", "Ctrl+O", "openFirm", self._inner)
        self.sample = Choice("people", "Ctrl+E", "sampleFirm", self._inner)
        for choice, call in (
            (self.new, self.ask_new),
            (self.open, self.ask_file),
            (self.sample, self._ask_sample),
        ):
            choice.clicked.connect(call)
            row.addWidget(choice, 1)
        self._column.addLayout(row)
        self.form = NewFirmCard(folder, self._inner)
        self.form.hide()
        self.form.made.connect(self.new_requested)
        self.form.closed.connect(self._form_closed)
        self._column.addWidget(self.form)

    def _build_files(self) -> None:
        row = self._files_row = QGridLayout()
        row.setSpacing(14)
        self.recent_card = Card(parent=self._inner)
        self.recent = RecentFiles(self.recent_card)
        self.recent.opened.connect(self._open_recent)
        self.recent.forgotten.connect(self.forget_requested)
        self.recent.restore_pressed.connect(self.restore_requested)
        self.recent_card.add(self.recent)
        self.drop = QFrame(self._inner)
        self.drop.setObjectName("dropTarget")
        self.drop.setProperty("card", "true")
        self.drop.setProperty("side", "drop")
        self.drop.setMinimumHeight(150)
        column = QVBoxLayout(self.drop)
        column.addStretch(1)
        picture = QLabel(self.drop)
        icons.put(picture, "download", "app.text", 34)
        self.drop_title, self.drop_hint = (
            label("", "h2", parent=self.drop),
            label("", "small", parent=self.drop),
        )
        for part in (picture, self.drop_title, self.drop_hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addStretch(1)
        row.addWidget(self.recent_card, 0, 0)
        row.addWidget(self.drop, 0, 1)
        row.setColumnStretch(0, 8)
        row.setColumnStretch(1, 7)
        self._column.addLayout(row)
        self.setAcceptDrops(True)

    def _build_idea(self) -> None:
        self._idea_card = card = Card(parent=self._inner)
        row = QHBoxLayout()
        row.setSpacing(24)
        self.idea = IdeaDrawing(card)
        row.addWidget(self.idea, 5)
        words = QVBoxLayout()
        words.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        sign = QLabel(card)
        icons.put(sign, "lock", "app.text", 14)
        self.local_title, self.local_text = (
            label("", "bold", parent=card),
            label("", "small", parent=card, wrap=True),
        )
        head.addWidget(sign)
        head.addWidget(self.local_title, 1)
        words.addStretch(1)
        words.addLayout(head)
        words.addWidget(self.local_text)
        words.addStretch(1)
        row.addLayout(words, 3)
        card.body.addLayout(row)
        self._column.addWidget(card)

    def _open_recent(self, path: object) -> None:
        self.open_requested.emit(str(path))

    def _ask_sample(self) -> None:
        self.sample_requested.emit()

    def _form_closed(self) -> None:
        self.new.set_open(False)
        self._idea_card.show()
        self.new.setFocus()

    def _choose_language(self, _at: int) -> None:
        self.language_chosen.emit(self.language.currentData())

    def _choose_look(self, _at: int) -> None:
        self.look_chosen.emit(self.look.currentData())
