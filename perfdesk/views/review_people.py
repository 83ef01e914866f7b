"""The list at the left of the split view: who, with which total, and whether every gap has an action."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.appraisal import Standing
from perfdesk.domain.grades import Grade
from perfdesk.models import review_people as people
from perfdesk.models.review_people import Coverage
from perfdesk.models.rows import RowsModel
from perfdesk.texts import _, pick
from perfdesk.views.parts import Card, Elided, Flow, KeyCap, Symbol, label
from perfdesk.views.parts.rank_note import RankNote
from perfdesk.views.tables import TableView


class CoverageBar(QWidget):
    """How much of the gaps is treated, as one bar; the numbers stand over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coverageBar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._coverage = Coverage(0, 0)

    def show_coverage(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.setAccessibleName(_("Gap coverage {share}").format(share=coverage.text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 8)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gap.fill" if self._coverage.gaps else "track"))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 2, 2)
        if self._coverage.treated:
            painter.setBrush(theme.colour("imp.fill"))
            part = whole.width() * self._coverage.treated / self._coverage.gaps
            painter.drawRoundedRect(QRectF(0, 0, part, whole.height()), 2, 2)


class PeopleTable(TableView):
    """The list. It paints its own ground, so that scrolling by a row moves pixels and paints one row anew."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("card"))
        painter.end()
        super().paintEvent(event)


class FilterField(QLineEdit):
    """Typing filters, the arrow down goes on into the list."""

    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class PeoplePane(Card):
    """People of a cycle. `person_chosen(form id)` follows every change of the current row, in the same turn."""

    person_chosen = Signal(int)
    shown_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._header.hide()
        self.layout().setContentsMargins(4, 8, 4, 8)
        self._grades: tuple[Grade, ...] = ()
        self.department = QComboBox(self)
        self.department.setObjectName("reviewDepartment")
        self.department.currentIndexChanged.connect(self._narrow)
        self.count = Elided("", "small", parent=self)
        self.filter = FilterField(self)
        self.filter.setObjectName("reviewFilter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.filter.left_down.connect(self.focus_list)
        self.model: RowsModel[Standing] = RowsModel(people.columns(()), _form_id, parent=self)
        self.table = PeopleTable(self)
        self.table.setObjectName("reviewPeople")
        self.table.setModel(self.model)
        self.table.row_chosen.connect(self._chosen)
        self.model.sort_by("total", descending=True)
        header = self.table.horizontalHeader()
        header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        header.sectionClicked.connect(self._sorted)
        self._order: tuple[str, bool] | None = ("total", True)
        self._legend = [label("", "small", parent=self), label("", "small", parent=self)]
        self._coverage_word = Elided("", parent=self)
        self.share = label("", "bold", parent=self)
        self.share.setObjectName("reviewCoverage")
        self.bar = CoverageBar(self)
        self._is_simple = True
        self.note = RankNote(self, is_short=True)
        self._keys = [label("", "small", parent=self) for _key in range(3)]
        self._lay_out()
        self.retranslate()

    # -- what the page calls --

    def show_people(
        self, standings: Sequence[Standing], grades: tuple[Grade, ...], *, is_simple: bool = True
    ) -> None:
        """Show these lines; filter, order and current person stay. 五分表 (`is_simple`) goes without the note on
        ranks: it gives no consequences to grades."""
        self._is_simple = is_simple
        if grades != self._grades:
            self._grades = grades
            self.model.columns = people.columns(grades)
        self.model.show(standings)
        self._list_departments()
        self._narrow()

    def update_people(self, standings: Sequence[Standing]) -> None:
        """Show some lines anew, where they stand."""
        for one in standings:
            self.model.update_row(one)
        self._count()

    def choose(self, form_id: int) -> bool:
        """Make a person the current one; a filter that hides the person is taken off."""
        if self.table.choose(form_id):
            return True
        if all(one.form_id != form_id for one in self.model.all_rows()):
            return False
        self.filter.clear()
        self.department.setCurrentIndex(0)
        return self.table.choose(form_id)

    def choose_first(self) -> None:
        """Begin with somebody who has a gap without an action, if there is one."""
        keys = [self.model.key_at(at) for at in range(self.model.rowCount())]
        waiting = {row.form_id for row in self.model.rows() if row.untreated}
        if keys:
            self.table.choose(next((key for key in keys if key in waiting), keys[0]))

    def step(self, by: int) -> None:
        """Go to the next person or the one before."""
        key = self.table.current_key()
        at = self.model.row_of(key) if key is not None else None
        wanted = 0 if at is None else at + by
        if 0 <= wanted < self.model.rowCount():
            self.table.choose(self.model.key_at(wanted))

    def current(self) -> int | None:
        key = self.table.current_key()
        return key if isinstance(key, int) else None

    def chosen(self) -> list[int]:
        """Return the forms of all selected people."""
        return [key for key in self.table.chosen_keys() if isinstance(key, int)]

    def position(self) -> tuple[int, int]:
        """Return the number of the current person among those shown, and how many are shown."""
        key = self.table.current_key()
        at = self.model.row_of(key) if key is not None else None
        return (0 if at is None else at + 1, self.model.rowCount())

    def focus_list(self) -> None:
        self.table.setFocus()

    def retranslate(self) -> None:
        self.setAccessibleName(_("People of this cycle"))
        self.table.setAccessibleName(_("People of this cycle"))
        self.department.setAccessibleName(_("Department"))
        self.filter.setPlaceholderText(_("Filter: name, grade, ▲"))
        self.filter.setAccessibleName(_("Filter by name, pinyin, grade, or ▲ for gaps without action"))
        for word, text in zip(
            self._legend, (_("gap without action"), _("every gap has an action")), strict=True
        ):
            word.setText(text)
        self._coverage_word.set_full(_("Gap coverage"))
        for word, text in zip(self._keys, (_("pane"), _("person"), _("edit")), strict=True):
            word.setText(text)
        self.note.retranslate()
        self.model.retranslate()
        self._list_departments()
        self._count()

    # -- inside --

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.department, 1)
        self.department.setMinimumWidth(60)
        self.department.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.body.addLayout(top)
        self.add(self.filter)
        self.add(self.count)
        self.add(self.table, 1)
        self.add(self.note)
        legend = QVBoxLayout()
        legend.setSpacing(1)
        for word, (shape, tone) in zip(self._legend, (("triangle", "gap"), ("dot", "imp")), strict=True):
            row = QHBoxLayout()
            row.setSpacing(5)
            row.addWidget(Symbol(shape, tone, parent=self))
            row.addWidget(word, 1)
            legend.addLayout(row)
        self.body.addLayout(legend)
        row = QHBoxLayout()
        row.addWidget(self._coverage_word, 1)
        row.addWidget(self.share)
        self.body.addLayout(row)
        self.add(self.bar)
        keys = QWidget(self)
        flow = Flow(keys, 4)
        for cap, word in zip(("F6", "↑↓", "↵"), self._keys, strict=True):
            flow.addWidget(KeyCap(cap, self))
            flow.addWidget(word)
        self.add(keys)

    def _list_departments(self) -> None:
        found = {
            one.department_id: pick(one.department_zh, one.department_en)
            for one in self.model.all_rows()
            if one.department_id is not None
        }
        wanted = [(None, _("All departments")), *sorted(found.items(), key=_name_of)]
        there = [
            (self.department.itemData(at), self.department.itemText(at))
            for at in range(self.department.count())
        ]
        if wanted == there:
            return
        chosen = self.department.currentData()
        self.department.blockSignals(True)
        self.department.clear()
        for key, name in wanted:
            self.department.addItem(name, key)
        self.department.setCurrentIndex(max(0, self.department.findData(chosen)))
        self.department.blockSignals(False)

    def _narrow(self, *_changed: object) -> None:
        typed, department = self.filter.text(), self.department.currentData()
        if not typed.strip() and department is None:
            self.model.filter(None)
        else:
            self.model.filter(_Wanted(typed, department, self._grades))
        self._count()

    def _count(self, *_changed: object) -> None:
        people_shown = sum(one.is_last_segment for one in self.model.rows())
        said = _("{count} people").format(count=people_shown)
        self.note.setVisible(not self._is_simple and self._order is not None and self._order[0] == "total")
        if self._order is not None:
            name, descending = self._order
            title = self.model.columns[self.model.column_of(name)].title()
            said = f"{said} · {_('by {column}').format(column=title)} {'↓' if descending else '↑'}"
        self.count.set_full(said)
        shown = people.coverage(self.model.rows())
        self.share.setText(shown.text)
        self.bar.show_coverage(shown)
        self.shown_changed.emit()

    def _sorted(self, _section: int) -> None:
        """Say the order in words: the narrow titles leave no room for an arrow."""
        header = self.table.horizontalHeader()
        name = self.model.columns[header.sortIndicatorSection()].name
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self._order = (name, descending) if header.isSortIndicatorShown() else None
        header.setSortIndicatorShown(False)
        self._count()

    def _chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.person_chosen.emit(key)


class _Wanted:
    """The filter as a value: who is shown."""

    def __init__(self, typed: str, department: int | None, grades: tuple[Grade, ...]) -> None:
        self._typed, self._department, self._grades = typed, department, grades

    def __call__(self, person: Standing) -> bool:
        here = self._department is None or person.department_id == self._department
        return here and people.matches(person, self._typed, self._grades)


def _form_id(person: Standing) -> int:
    return person.form_id


def _name_of(entry: tuple[int | None, str]) -> str:
    return entry[1]
