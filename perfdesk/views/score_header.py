"""The line over form and grid: by person or by indicator, which people, and the way from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from perfdesk.domain.appraisal import Standing
from perfdesk.texts import _, in_context, pick
from perfdesk.views.parts import Elided, KeyCap, SegmentedSwitch, button
from perfdesk.views.score_raters_bar import RatersBar

_ANY = 0
_LEAST, _GAP, _REMARK = 72, 8, 260


class ScoreHeader(QWidget):
    """`mode_chosen("form" or "grid")`, `filtered`, `stepped(-1 or 1)` to the next person."""

    mode_chosen = Signal(str)
    filtered = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.switch = SegmentedSwitch([("form", ""), ("grid", "")], self)
        self.switch.setObjectName("scoreBy")
        self.switch.chosen.connect(self.mode_chosen)
        self.department, self.position = QComboBox(self), QComboBox(self)
        self.department.setObjectName("departmentFilter")
        self.position.setObjectName("positionFilter")
        for combo in (self.department, self.position):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.setMaximumWidth(220)
            combo.setMinimumWidth(_LEAST)
            combo.activated.connect(self._filter)
        self.remark = Elided("", "small", parent=self)
        self.remark.setObjectName("scoreRemark")
        self.remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._has_steps = True
        self.raters = RatersBar(self)
        row.addWidget(self.switch)
        row.addWidget(self.department)
        row.addWidget(self.position)
        row.addWidget(self.raters)
        row.addWidget(self.remark, 1)
        self._steps = QWidget(self)
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(4)
        self.previous_button = button("", "link", name="previousPerson", parent=self)
        self.next_button = button("", "link", name="nextPerson", parent=self)
        for made, keys, step in ((self.previous_button, "Ctrl+↑", -1), (self.next_button, "Ctrl+↓", 1)):
            made.clicked.connect(partial(self._step, step))
            steps.addWidget(made)
            steps.addWidget(KeyCap(keys, self._steps))
        self._caps = self._steps.findChildren(KeyCap)
        row.addWidget(self._steps)

    @property
    def is_grid(self) -> bool:
        return self.switch.choice() == "grid"

    def offer(self, people: Iterable[Standing]) -> None:
        """Offer the departments and positions of these people; what was chosen stays chosen."""
        shown = list(people)
        departments = {one.department_id: pick(one.department_zh, one.department_en) for one in shown}
        positions = {one.position_id: pick(one.position_zh, one.position_en) for one in shown}
        for combo, names, all_of_them in (
            (self.department, departments, _("All departments")),
            (self.position, positions, _("All positions")),
        ):
            chosen = combo.currentData()
            combo.clear()
            combo.addItem(all_of_them, _ANY)
            for key, name in sorted(names.items(), key=_by_name):
                if key is not None:
                    combo.addItem(name, key)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def wanted(self) -> Callable[[Standing], bool] | None:
        """Return which people to show, None for all."""
        department, position = self.department.currentData(), self.position.currentData()
        return partial(_belongs, department, position) if department or position else None

    def choose_all(self) -> None:
        self.department.setCurrentIndex(0)
        self.position.setCurrentIndex(0)

    def choose_largest_position(self, people: Iterable[Standing]) -> bool:
        """Show the position with the most people; False when one is chosen already or nobody has one."""
        counts = Counter(one.position_id for one in people if one.position_id is not None)
        if not counts or self.position.currentData():
            return False
        self.position.setCurrentIndex(self.position.findData(counts.most_common(1)[0][0]))
        return True

    def show_state(self, has_people: bool) -> None:
        """Show only what can be chosen: one department or one position alone is no choice."""
        self.switch.setVisible(has_people)
        self.department.setVisible(has_people and self.department.count() > 2)
        self.position.setVisible(has_people and self.position.count() > 2)
        self._has_steps = has_people and not self.is_grid
        self.raters.setVisible(has_people and self.raters.who.count() > 1)
        self._fit()

    def tell(self, words: str) -> None:
        """Say who or what is shown, or what is locked; it has the room before the key caps have theirs."""
        self.remark.set_full(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give up the key caps, then the way to the next person (the list beside has it too), where room is short."""
        parts = (self.switch, self.department, self.position, self.raters)
        needed = sum(part.minimumSizeHint().width() + _GAP for part in parts if not part.isHidden())
        needed += min(self.remark.sizeHint().width(), _REMARK) + _GAP
        words = sum(made.sizeHint().width() for made in (self.previous_button, self.next_button)) + _GAP
        caps = sum(cap.sizeHint().width() + _GAP for cap in self._caps)
        for cap in self._caps:
            cap.setVisible(needed + words + caps <= self.width())
        self._steps.setVisible(self._has_steps and needed + words <= self.width())

    def retranslate(self) -> None:
        self.raters.retranslate()
        self.switch.retranslate((in_context("way", "By person"), in_context("way", "By indicator")))
        self.switch.setAccessibleName(_("Way of scoring"))
        for made, word, spoken in (
            (self.previous_button, in_context("person", "Previous"), _("Previous person")),
            (self.next_button, in_context("person", "Next"), _("Next person")),
        ):
            made.setText(word)
            made.setAccessibleName(spoken)
        self.department.setAccessibleName(_("Department"))
        self.position.setAccessibleName(_("Position"))

    def _filter(self, _at: int) -> None:
        self.filtered.emit()

    def _step(self, step: int) -> None:
        self.stepped.emit(step)


def _belongs(department: int, position: int, one: Standing) -> bool:
    return (not department or one.department_id == department) and (
        not position or one.position_id == position
    )


def _by_name(pair: tuple[int | None, str]) -> str:
    return pair[1]
