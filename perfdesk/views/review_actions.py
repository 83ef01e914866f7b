"""The actions of one gap: a table edited in place, a line that adds one, ideas for the causes, details on demand."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QPushButton, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.comparison import Action, Treatment
from perfdesk.domain.library import Cause
from perfdesk.domain.terms import ActionStatus, CauseCode
from perfdesk.models import actions
from perfdesk.models.actions import ActionRow, ActionsModel, Choices
from perfdesk.models.rows import Refused, Wrong
from perfdesk.models.typed_date import read_date
from perfdesk.texts import _, current, pick, sentence, words
from perfdesk.views.inline_field import FieldNote, InlineField
from perfdesk.views.parts import Flow, label
from perfdesk.views.parts.cards import button
from perfdesk.views.review_bench import Bench
from perfdesk.views.review_details import ActionDetails
from perfdesk.views.tables import TableView

IDEAS = 6
LEAST_WORDS = 60
CAUSE_WIDTHS = {"zh_CN": 54, "en": 84}
"""The chips of the causes are wider in English."""
HINTS_AFTER = 200
"""Milliseconds before the hints are read: they must not slow an arrow key that is held down."""


class ActionsTable(TableView):
    """Actions in one line each. Del removes the current one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.removal = QTimer(self)
        self.removal.setSingleShot(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal.start(0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is done must be readable: where the card is narrow, the cause goes, then the state."""
        super().resizeEvent(event)
        model = self.model()
        if not isinstance(model, ActionsModel):
            return
        scale, spare = theme.current().zoom / 100, ["status", "cause"]
        widths = {column.name: column.width * scale for column in model.columns}
        hidden: set[str] = set()
        while spare and sum(widths.values()) + LEAST_WORDS * scale > self.width():
            hidden.add(spare.pop())
            widths = {name: width for name, width in widths.items() if name not in hidden}
        for at, column in enumerate(model.columns):
            if self.isColumnHidden(at) != (column.name in hidden):
                self.setColumnHidden(at, column.name in hidden)

    def commit_editor(self) -> None:
        """Save what is being typed in a cell; a refused text stays marked in its cell."""
        delegate = self.itemDelegate()
        for name in ("cellEditor", "cellChoice"):
            for editor in self.viewport().findChildren(QWidget, name):
                if editor.isVisibleTo(self.viewport()):
                    had_focus = QApplication.focusWidget()
                    delegate.commitData.emit(editor)
                    delegate.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                    if had_focus is not None and had_focus is not editor:
                        had_focus.setFocus()


class ActionsSection(QWidget):
    """Everything under ② of a gap's card."""

    def __init__(self, bench: Bench, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._treatment: Treatment | None = None
        self._wrong: dict[int, tuple[list[Wrong], list[str]]] = {}
        self._suggested: tuple[str, CauseCode | None] = ("", None)
        self.model = ActionsModel(actions.columns(), actions.key_of, self._save, self)
        self.table = ActionsTable(self)
        self.table.setObjectName("gapActions")
        self.table.setModel(self.model)
        self.table.row_chosen.connect(self._show_details)
        self.table.removal.timeout.connect(self.remove_current)
        self.line = InlineField("newAction", self._add, bench.drafts, note, self, is_draft=True)
        self.line.setMaxLength(4000)
        self.ideas_word = label("", "small", parent=self, wrap=True)
        self._ideas_box = QWidget(self)
        flow = Flow(self._ideas_box, 4)
        self._ideas: list[QPushButton] = []
        for at in range(IDEAS):
            made = button("", "small", name=f"idea{at}", parent=self._ideas_box)
            made.clicked.connect(partial(self._take_idea, at))
            flow.addWidget(made)
            self._ideas.append(made)
        self._idea_texts: list[tuple[str, CauseCode]] = []
        self.details = ActionDetails(bench, note, self)
        self.details.hide()
        self.hints = label("", "small", parent=self, wrap=True)
        self.hints.setObjectName("actionHints")
        self.more = button("", "small", name="actionDetails", parent=self)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.remove = button("", "small", name="removeAction", on_click=self.remove_current, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.table, self.line, self.ideas_word, self._ideas_box, self.details, self.hints):
            column.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(HINTS_AFTER)
        self._pause.timeout.connect(self._show_hints)

    # -- what the card calls --

    def show_gap(self, treatment: Treatment) -> None:
        """Show the actions of a gap; what is wrong in another one's cells waits for its return."""
        other = self._treatment is None or self._treatment.item.id != treatment.item.id
        if other:
            self._put_away()
        self._treatment = treatment
        found = treatment.plan.actions if treatment.plan else ()
        causes = tuple(cause.code for cause in treatment.causes)
        locked, today = self._bench.is_locked, self._bench.today
        self.model.show(
            [
                ActionRow(action, _with_owner(self._bench.owners, action), causes, today, locked)
                for action in found
            ]
        )
        if other:
            self.model.put_wrong(self._wrong.pop(treatment.item.id, ([], []))[0])
        self._show_if(bool(found), self.table, self.more)
        self._show_if(bool(found) and not locked, self.remove)
        if found:
            height = self.table.height_for_rows()
            if self.table.height() != height or self.table.minimumHeight() != height:
                self.table.setFixedHeight(height)
        self._show_if(not locked, self.line)
        self.line.show_value(
            ("new action", treatment.item.id), "", self._bench.place(treatment, _("new action"))
        )
        self._show_ideas(treatment)
        self._show_details(self.table.current_key())
        if other:
            self.hints.hide()
        self._pause.start()

    def commit(self) -> None:
        """Save or keep everything that is being typed here."""
        self.table.commit_editor()
        self.line.commit()
        self.details.commit()

    def pending(self) -> list[str]:
        """Return one line for each wrong cell, of this gap and of those visited before."""
        return [*self._wrong_lines(), *(line for _entries, lines in self._wrong.values() for line in lines)]

    def begin(self) -> None:
        """Put the cursor into the line that adds an action."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def remark(self) -> str:
        """Say whose turn it is: 公司负责 2 项，本人 1 项."""
        treatment, comparison = self._treatment, self._bench.comparison
        if treatment is None or treatment.plan is None or comparison is None:
            return ""
        own = sum(one.owner_id == comparison.sheet.head.employee_id for one in treatment.plan.actions)
        return _("{firm} by the firm, {own} by the employee").format(
            firm=len(treatment.plan.actions) - own, own=own
        )

    def remove_current(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int) and not self._bench.is_locked:
            self._bench.attempt(partial(self._bench.firm.improvement.remove_action, key))

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Actions"))
        self.line.setPlaceholderText(_("+ Action: what is done, Enter saves it"))
        self.line.setAccessibleName(_("New action"))
        self.more.setText(_("Details"))
        self.remove.setText(_("Remove"))
        for made in (self.more, self.remove):
            made.setAccessibleName(made.text())
        self.remove.setToolTip(_("Remove this action (Del)"))
        self.more.setToolTip(_("Kind, measure, start, hours and money of this action"))
        self.details.retranslate()
        self.model.retranslate()
        width = CAUSE_WIDTHS[current().language] * theme.current().zoom / 100
        self.table.setColumnWidth(self.model.column_of("cause"), round(width))

    # -- inside --

    def _save(self, row: ActionRow, column: str, text: str) -> Refused | None:
        return self._bench.attempt(partial(self._edit, row.action.id, column, text.strip()))

    def _edit(self, action_id: int, column: str, text: str) -> None:
        value: object = text
        if column == "due_on":
            value = read_date(text, self._bench.today) if text else None
        elif column == "cause":
            value = CauseCode(text) if text else None
        elif column == "status":
            value = ActionStatus(text)
        elif column == "owner_id":
            value = int(text) if text else None
        self._bench.firm.improvement.edit_action(action_id, column, value)

    def _wrong_lines(self) -> list[str]:
        lines = []
        for entry in self.model.pending():
            title = self.model.columns[self.model.column_of(entry.column)].title()
            lines.append(f"{self._bench.place(self._treatment, title)}: {entry.text}")
        return lines

    def _put_away(self) -> None:
        """Take wrong cells along with their gap, so that they come back with it and nowhere else."""
        lines = self._wrong_lines()
        entries = self.model.take_wrong()
        if entries and self._treatment is not None:
            self._wrong[self._treatment.item.id] = (entries, lines)

    def _add(self, key: Hashable, text: str) -> Refused | None:
        if not text or not isinstance(key, tuple):
            return None
        idea, code = self._suggested
        cause = code if idea and text.startswith(idea[:4]) else None
        kinds = self._bench.causes()[cause].kinds if cause else ()
        kind = kinds[0] if len(kinds) == 1 else None
        deed = partial(self._bench.firm.improvement.add_action, key[1], text, kind=kind, cause_code=cause)
        refused = self._bench.attempt(deed)
        if refused is None:
            self._suggested = ("", None)
        return refused

    def _show_ideas(self, treatment: Treatment) -> None:
        """Offer what the library knows against the causes named, as long as it is not a line already."""
        library, used = self._bench.causes(), {one.action.words for one in self.model.all_rows()}
        per_cause = [
            [(idea, cause.code) for idea in ideas_of(library[cause.code]) if idea not in used]
            for cause in treatment.causes
        ]
        self._idea_texts = _in_turn(per_cause)[:IDEAS]
        locked = self._bench.is_locked
        for at, made in enumerate(self._ideas):
            is_wanted = at < len(self._idea_texts) and not locked
            if is_wanted:
                idea, code = self._idea_texts[at]
                kinds = ", ".join(_(words.KINDS[kind.value]) for kind in library[code].kinds)
                made.setText(idea)
                made.setAccessibleName(_("Suggestion: {idea}").format(idea=idea))
                made.setToolTip(f"{_(words.CAUSES[code.value])}: {kinds}")
            self._show_if(is_wanted, made)
        self._show_if(bool(self._idea_texts) and not locked, self._ideas_box)
        hint = (
            ""
            if treatment.causes or locked
            else _("Name a cause above, and this line offers what helps against it.")
        )
        self.ideas_word.setText(hint)
        self._show_if(bool(hint), self.ideas_word)

    def _take_idea(self, at: int, _checked: bool = False) -> None:
        if at < len(self._idea_texts):
            self._suggested = self._idea_texts[at]
            self.line.setText(self._suggested[0])
            self.begin()
            self.line.end(False)

    def _show_details(self, key: object) -> None:
        found = next((one.action for one in self.model.all_rows() if one.action.id == key), None)
        if found is None and self.model.rowCount():
            found = self.model.row(0).action
        is_wanted = self.more.isChecked() and found is not None and self._treatment is not None
        if is_wanted and found is not None and self._treatment is not None:
            self.details.show_action(found, self._treatment)
        self._show_if(is_wanted, self.details)

    def _unfold(self, _on: bool) -> None:
        self._show_details(self.table.current_key())

    def _show_hints(self) -> None:
        """Say what the SMART rules find doubtful, each thing once; the library's own words are not blamed."""
        found: list[str] = []
        own = {idea for cause in self._bench.causes().values() for idea in all_ideas_of(cause)}
        for row in self.model.all_rows():
            for problem in self._bench.firm.improvement.hints(row.action.id):
                if problem.field == "words" and row.action.words in own:
                    continue
                said = sentence(problem)
                if said not in found:
                    found.append(said)
        self.hints.setText("\n".join(_("Hint: {words}").format(words=said) for said in found[:3]))
        self._show_if(bool(found), self.hints)

    def _show_if(self, wanted: bool, *widgets: QWidget) -> None:
        for widget in widgets:
            if widget.isHidden() == wanted:
                widget.setVisible(wanted)


def ideas_of(cause: Cause) -> list[str]:
    """Return the single ideas in the library's sentence on a cause."""
    return _ideas_in(pick(cause.ideas_zh, cause.ideas_en))


def all_ideas_of(cause: Cause) -> list[str]:
    """Return the single ideas in both languages: an action keeps the words of the day it was made."""
    return [*_ideas_in(cause.ideas_zh), *_ideas_in(cause.ideas_en)]


def _ideas_in(text: str) -> list[str]:
    found = [part.strip() for part in text.replace(", ", "、").split("、")]
    return [part[:1].upper() + part[1:] for part in found if part]


def _in_turn(lists: Sequence[list[tuple[str, CauseCode]]]) -> list[tuple[str, CauseCode]]:
    """Take one from each list in turn, so that every cause has its say."""
    longest = max((len(one) for one in lists), default=0)
    return [one[at] for at in range(longest) for one in lists if at < len(one)]


def _with_owner(owners: Choices, action: Action) -> Choices:
    """Somebody who has left stays the owner until another one is chosen."""
    key = str(action.owner_id or "")
    return owners if any(one[0] == key for one in owners) else ((key, action.owner or "—"), *owners)
