"""The forms of a cycle: what keeps them where they are, and the button that brings all others on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.terms import FormState
from perfdesk.models.cycle_rows import FormRow, form_columns
from perfdesk.models.rows import RowsModel
from perfdesk.texts import _, in_context
from perfdesk.texts.words import STATES
from perfdesk.views.cycle_states import StepTable
from perfdesk.views.parts import Card, EmptyState, SegmentedSwitch, button, label, set_tone

STUCK, ALL = "stuck", "all"
MOST_ROWS = 12
NARROW = 620


class FormsCard(Card):
    """Emits `form_chosen(key)`, `form_opened(key)`, `advance_wanted`, `undo_wanted`; `begin_wanted` when there is no
    form yet."""

    form_chosen = Signal(object)
    form_opened = Signal(object)
    advance_wanted = Signal()
    begin_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("formsCard")
        self._is_of_one_state = False
        self.show_which = SegmentedSwitch(((STUCK, ""), (ALL, "")), self)
        self.show_which.setObjectName("whichForms")
        self.show_which.chosen.connect(self._filter)
        self.add_to_header(self.show_which)
        self.table = StepTable(self)
        self.table.setObjectName("forms")
        self.model: RowsModel[FormRow] = RowsModel(form_columns(), _form_key, parent=self.table)
        self.table.setModel(self.model)
        self.table.row_chosen.connect(self.form_chosen)
        self.table.row_opened.connect(self.form_opened)
        self.add(self.table)
        row = QHBoxLayout()
        emit = self.advance_wanted.emit
        self.advance = button("", "primary", "arrow-right", "advance", emit, self)
        self.hint = label("", "small", parent=self, wrap=True)
        row.addWidget(self.advance)
        row.addWidget(self.hint, 1)
        self.body.addLayout(row)
        self.empty = EmptyState("people", parent=self)
        self.empty.hide()
        self.empty.pressed.connect(self.begin_wanted)
        self.add(self.empty)
        self.result = label("", parent=self, wrap=True)
        self.result.setObjectName("result")
        self.undo = button("", "small", "undo", "undoAdvance", self.undo_wanted.emit, self)
        self.undo.hide()
        self.result.hide()
        line = QHBoxLayout()
        line.addWidget(self.result, 1)
        line.addWidget(self.undo)
        self.body.addLayout(line)

    def show_rows(self, rows: Sequence[FormRow], state: FormState | None, *, is_open: bool) -> None:
        """Show the forms of a state (None: of all): those that are stuck first, as long as there are any."""
        self._is_of_one_state = state is not None
        stuck = sum(row.is_stuck for row in rows)
        words = (
            _("Stuck {count}").format(count=stuck),
            in_context("forms", "All {count}").format(count=len(rows)),
        )
        self.show_which.retranslate(words)
        if not stuck:
            self.show_which.choose(ALL)
        self.show_which.setVisible(bool(stuck))
        self.model.show(rows)
        self._filter(self.show_which.choice())
        if stuck > 1:
            self.set_heading(_("These {count} forms are stuck, because…").format(count=stuck))
        elif stuck:
            self.set_heading(_("This form is stuck, because…"))
        elif not rows:
            self.set_heading(_("No form here"))
        else:
            of_state = _("Forms: {state}").format(state=_(STATES[state])) if state else _("All forms")
            self.set_heading(of_state, _("Nothing keeps them") if is_open else "")

    def show_advance(self, count: int, target: FormState | None, hint: str) -> None:
        """Offer to send `count` forms to `target`; None: none can go, and `hint` says why."""
        self.advance.setVisible(target is not None)
        if target is not None:
            words = _("Send {count} forms to “{state}”").format(count=count, state=_(STATES[target]))
            self.advance.setText(words)
            self.advance.setAccessibleName(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def show_empty(self, is_empty: bool, has_people: bool) -> None:
        """Say what a cycle without forms lacks: people, or a form for each of them."""
        self.empty.setVisible(is_empty)
        if is_empty:
            self.set_heading("")
        if has_people:
            self.empty.set_texts(
                _("Nobody has a form in this cycle"),
                _(
                    "Each person needs a form to be scored. They are made from the templates of the positions."
                ),
                _("Give everybody a form"),
            )
        else:
            self.empty.set_texts(
                _("Nobody here yet"),
                _("Scores are given to people. Paste their names or import a staff list first."),
                _("Add people"),
            )

    def tell(self, text: str, tone: str = "imp", *, can_undo: bool = False) -> None:
        """Say in the card what came of a deed; "" takes it away. `can_undo`: with the button that takes it back."""
        self.result.setText(text)
        set_tone(self.result, "tone", tone)
        self.result.setVisible(bool(text))
        self.undo.setVisible(bool(text) and can_undo)

    def show_stuck_first(self) -> None:
        self.show_which.choose(STUCK)

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Forms"))
        self.show_which.setAccessibleName(_("Which forms are shown"))
        self.model.retranslate()
        self.undo.setText(_("Undo"))
        self.undo.setAccessibleName(_("Undo"))

    def fit(self) -> None:
        """Take the height of the rows, up to a dozen, and leave out what is known or has no room."""
        count = self.model.rowCount()
        self.table.setFixedHeight(self.table.height_for_rows(min(max(1, count), MOST_ROWS)))
        self.table.setVisible(count > 0)
        is_narrow = self.width() < NARROW * theme.current().zoom / 100
        self.table.setColumnHidden(self.model.column_of("waits"), is_narrow)
        self.table.setColumnHidden(self.model.column_of("state"), is_narrow or self._is_of_one_state)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def _filter(self, which: str) -> None:
        self.model.filter(_is_stuck if which == STUCK else None)
        self.fit()


def _is_stuck(row: FormRow) -> bool:
    return row.is_stuck


def _form_key(row: FormRow) -> int:
    return row.head.id
