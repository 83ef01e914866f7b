"""What an action has beside its line: kind, measure, start, hours, money. Folded away until wanted."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from perfdesk.domain.comparison import Action, Treatment
from perfdesk.domain.numbers import parse_number, round_half_up
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import ActionKind
from perfdesk.models.rows import Refused
from perfdesk.models.typed_date import read_date
from perfdesk.texts import N_, _, words
from perfdesk.views.inline_field import FieldNote, InlineField
from perfdesk.views.parts import label
from perfdesk.views.review_bench import Bench

FIELDS = {
    "measure": N_("Measure"),
    "starts_on": N_("Start"),
    "hours": N_("Hours"),
    "money": N_("Money"),
}


class ActionDetails(QWidget):
    """The further fields of one action."""

    def __init__(self, bench: Bench, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._action_id = bench, 0
        self.kind = QComboBox(self)
        self.kind.setObjectName("actionKind")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.addItem("—", "")
        for kind in ActionKind:
            self.kind.addItem("", kind.value)
        self.kind.activated.connect(self._set_kind)
        self.fields = {
            name: InlineField(f"action_{name}", self._save, bench.drafts, note, self) for name in FIELDS
        }
        self._words: dict[str, QLabel] = {name: label("", "small", parent=self) for name in ("kind", *FIELDS)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        places = {
            "kind": (0, 0, 1),
            "measure": (0, 2, 3),
            "starts_on": (1, 0, 1),
            "hours": (1, 2, 1),
            "money": (1, 4, 1),
        }
        for name, (row, column, span) in places.items():
            grid.addWidget(self._words[name], row, column)
            grid.addWidget(self.kind if name == "kind" else self.fields[name], row, column + 1, 1, span)
        for column in (1, 3, 5):
            grid.setColumnStretch(column, 1)
        for field in self.fields.values():
            field.setMinimumWidth(48)

    def show_action(self, action: Action, treatment: Treatment) -> None:
        self._action_id = action.id
        self.kind.setCurrentIndex(max(0, self.kind.findData(action.kind.value if action.kind else "")))
        self.kind.setEnabled(not self._bench.is_locked)
        shown = {
            "measure": action.measure,
            "starts_on": action.starts_on.isoformat() if action.starts_on else "",
            "hours": "" if action.hours is None else f"{action.hours.normalize():f}",
            "money": "" if action.money is None else f"{action.money:.2f}",
        }
        for name, field in self.fields.items():
            field.setReadOnly(self._bench.is_locked)
            place = self._bench.place(treatment, f"{action.words[:12]} {_(FIELDS[name])}")
            field.show_value(("action", action.id, name), shown[name], place)

    def commit(self) -> None:
        for field in self.fields.values():
            field.commit()

    def retranslate(self) -> None:
        self._words["kind"].setText(_("Kind"))
        self.kind.setAccessibleName(_("Kind"))
        for at, kind in enumerate(ActionKind, 1):
            self.kind.setItemText(at, _(words.KINDS[kind.value]))
        for name, word in FIELDS.items():
            self._words[name].setText(_(word))
            self.fields[name].setAccessibleName(_(word))

    def _save(self, key: Hashable, text: str) -> Refused | None:
        assert isinstance(key, tuple)
        return self._bench.attempt(partial(self._edit, key[1], key[2], text))

    def _edit(self, action_id: int, name: str, text: str) -> None:
        value: object = text
        if name == "starts_on":
            value = read_date(text, self._bench.today, name) if text else None
        elif name in ("hours", "money"):
            value = _amount(text, name) if text else None
        self._bench.firm.improvement.edit_action(action_id, name, value)

    def _set_kind(self, at: int) -> None:
        code = self.kind.itemData(at)
        kind = ActionKind(code) if code else None
        self._bench.attempt(partial(self._bench.firm.improvement.edit_action, self._action_id, "kind", kind))


def _amount(text: str, field: str) -> Decimal:
    """Read hours or money: not negative, two decimals at most."""
    amount = parse_number(text, field)
    if amount < 0:
        raise Invalid(Problem(field, "amount_negative", {"text": text, "fix": f"{-amount:f}"}))
    if round_half_up(amount, 2) != amount:
        details = {"text": text, "decimals": 2, "fix": f"{round_half_up(amount, 2):f}"}
        raise Invalid(Problem(field, "number_too_fine", details))
    return amount
