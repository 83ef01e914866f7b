"""Whose papers: everybody, those chosen before, one's own ticks, of all departments or of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.domain.appraisal import Standing
from perfdesk.texts import _, pick
from perfdesk.views.parts import SegmentedSwitch, set_tone
from perfdesk.views.parts.cards import Card

CHOSEN, ALL, OWN = "chosen", "all", "own"
_FORM = Qt.ItemDataRole.UserRole
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class PeopleCard(Card):
    """A list with ticks. `changed` says that other people are ticked than before.

    Ticked are only people who are in the list: a department chosen above it leaves the others out.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("printPeople")
        self._people: tuple[Standing, ...] = ()
        self._asked: frozenset[int] = frozenset()
        self.who = SegmentedSwitch([(CHOSEN, ""), (ALL, ""), (OWN, "")], self)
        self.who.setObjectName("printWho")
        self.departments = QComboBox(self)
        self.departments.setObjectName("printDepartment")
        self.list = QListWidget(self)
        self.list.setObjectName("printTicks")
        self.list.setItemDelegate(_WholeRow(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(96)
        self.add(self.who)
        self.add(self.departments)
        self.add(self.list, 1)
        self.who.chosen.connect(self._choose)
        self.departments.currentIndexChanged.connect(self._show_department)
        self.list.itemChanged.connect(self._ticked)

    def show_people(self, people: Sequence[Standing], asked: Iterable[int], begin: str) -> None:
        """Show the people of a cycle; `asked` are the forms one came with, `begin` what is chosen at first."""
        self._people = tuple(people)
        there = {person.form_id for person in people}
        self._asked = frozenset(asked) & there
        if begin == CHOSEN and not self._asked:
            begin = ALL
        self._fill_departments()
        self._fill(self._asked if begin == CHOSEN else there)
        self.who.choose(begin)
        self._name()

    def update_people(self, people: Sequence[Standing]) -> None:
        """Show the same people anew; ticks stay, and who has come since is ticked when everybody is."""
        ticked = set(self.form_ids())
        self._people = tuple(people)
        if self.who.choice() == ALL:
            ticked = {person.form_id for person in self._shown()}
        self._fill_departments()
        self._fill(ticked)
        self._name()

    def form_ids(self) -> tuple[int, ...]:
        """Return the forms of those ticked, in the order of the list."""
        rows = (self.list.item(at) for at in range(self.list.count()))
        return tuple(row.data(_FORM) for row in rows if row.checkState() == _CHECKED)

    def ticked(self) -> list[Standing]:
        wanted = set(self.form_ids())
        return [person for person in self._people if person.form_id in wanted]

    def tick(self, form_ids: Iterable[int]) -> None:
        """Tick just these, as if by hand."""
        self._fill(frozenset(form_ids))
        self.who.choose(OWN)
        self._name()
        self.changed.emit()

    def retranslate(self) -> None:
        self._fill_departments()
        self._fill(frozenset(self.form_ids()))
        self._name()

    # -- inside --

    def _shown(self) -> list[Standing]:
        wanted = self.departments.currentData()
        return [person for person in self._people if wanted in (None, person.department_id)]

    def _fill_departments(self) -> None:
        kept = self.departments.currentData()
        named = {
            one.department_id: pick(one.department_zh, one.department_en)
            for one in self._people
            if one.department_id is not None
        }
        self.departments.blockSignals(True)
        self.departments.clear()
        self.departments.addItem(_("All departments"), None)
        for department_id, name in sorted(named.items(), key=_by_name):
            self.departments.addItem(name, department_id)
        self.departments.setCurrentIndex(max(0, self.departments.findData(kept)))
        self.departments.setVisible(len(named) > 1)
        self.departments.blockSignals(False)

    def _fill(self, ticked: Iterable[int]) -> None:
        wanted, row = set(ticked), self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for person in self._shown():
            words = (pick(person.name, person.name_en), person.number)
            item = QListWidgetItem("  ".join(words), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_CHECKED if person.form_id in wanted else _UNCHECKED)
            item.setData(_FORM, person.form_id)
        self.list.setCurrentRow(max(0, row))
        self.list.blockSignals(False)

    def _choose(self, choice: str) -> None:
        if choice != OWN:
            self._fill(
                self._asked if choice == CHOSEN else frozenset(person.form_id for person in self._shown())
            )
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name()
        self.changed.emit()

    def _show_department(self) -> None:
        """Another department: all of it, unless one came for certain people."""
        choice = self.who.choice()
        if choice == OWN:
            self.who.choose(ALL)
            choice = ALL
        self._choose(choice)

    def _ticked(self, _item: QListWidgetItem) -> None:
        self.who.choose(OWN)
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        shown = self._shown()
        asked = [person for person in shown if person.form_id in self._asked]
        chosen = (
            pick(asked[0].name, asked[0].name_en)
            if len(asked) == 1
            else _("The {count} chosen").format(count=len(asked))
        )
        self.who.retranslate((chosen, _("All {count}").format(count=len(shown)), _("Tick yourself")))
        segments = {part.objectName(): part for part in self.who.findChildren(QPushButton)}
        segments[f"segment_{CHOSEN}"].setVisible(bool(asked))
        set_tone(segments[f"segment_{ALL}"], "segment", "middle" if asked else "first")
        self.set_heading(_("For whom"), _("{count} ticked").format(count=len(self.form_ids())))
        self.departments.setAccessibleName(_("Department"))
        self.list.setAccessibleName(_("People whose papers are made"))
        self.who.setAccessibleName(_("For whom"))


class _WholeRow(QStyledItemDelegate):
    """A press anywhere in the row ticks it, not just one on the little box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(26, option.fontMetrics.height() + 8))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == _CHECKED
            state = _UNCHECKED if is_on else _CHECKED
            return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index)


def _by_name(pair: tuple[int, str]) -> tuple[str, int]:
    return pair[1], pair[0]
