"""One item on the form: a line of figures and, while it is the current one, its five anchors and the comment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons, theme
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.terms import Scheme
from perfdesk.models.entries import WrongEntry
from perfdesk.models.rows import ScoreBar, level_bar
from perfdesk.texts import _, pick
from perfdesk.texts.words import number
from perfdesk.views import score_scale, score_words
from perfdesk.views.chart_view import Build, ChartView
from perfdesk.views.parts import Chip, Elided, button, label, set_tone
from perfdesk.views.score_fields import ENTER, EntryEdit, WordsEdit, is_why
from perfdesk.views.score_line_parts import COLUMNS, EDIT, GAP, NOTE, WIDTHS, AnchorLine, BarView, columns
from perfdesk.views.score_locks import Locks

_WORTH_READING, SPARK = 70, 90


class ItemLine(QFrame):
    """A form item to be filled in. It shows and asks; the form saves.

    Signals carry this line: `committed(line, field name, text)` is answered by `show_item` or `show_wrong`.
    """

    entered = Signal(object)
    left = Signal(object, int)
    level_chosen = Signal(object, int)
    reason_asked = Signal(object)
    why_asked = Signal(object)
    taken_back = Signal(object, str)
    comment_saved = Signal(object, str, str)
    removal_asked = Signal(object)
    menu_asked = Signal(object, str, QPoint)

    def __init__(
        self, item: FormItem, save: Callable[[ItemLine, str, str], bool], parent: QWidget | None = None
    ) -> None:
        """`save(line, field name, text)` returns whether an entry was taken."""
        super().__init__(parent)
        self.item, self._save = item, save
        self.takes_keys = score_scale.takes_keys(item)
        self._is_current, self._calm, self._locks = False, False, Locks()
        self._notes_open = False
        self.level_words: score_scale.LevelWords = {}
        self.wrong_comment: WrongEntry | None = None
        self.setObjectName(f"line_{item.code}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*((2, 2, 2, 2) if item.is_anchored else (2, 0, 2, 0)))
        outer.setSpacing(2)
        self.grid = QGridLayout()
        outer.addLayout(self.grid)
        self._make_line()
        self._make_progress(item.code)
        outer.addWidget(self.progress)
        self.details = QWidget(self)
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(8, 0, 8, 8)
        inner.setSpacing(4)
        self.anchors: dict[int, AnchorLine] = {}
        if self.takes_keys:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in score_scale.choices(item, {}):
            anchor = AnchorLine(item.code, choice.level, self.details)
            anchor.chosen.connect(self._choose)
            self.anchors[choice.level] = anchor
            inner.addWidget(anchor)
        self.comment = WordsEdit(enter_leaves=True, parent=self.details)
        self.comment.setObjectName(f"comment_{item.code}")
        self.comment.saved.connect(self._comment_saved)
        self.comment.left.connect(self._go)
        self.comment.entered.connect(self._entered)
        self.comment.reason_asked.connect(self._ask_reason)
        self.hint = label("", "small", parent=self.details, wrap=True)
        self.hint.setObjectName(f"hint_{item.code}")
        inner.addWidget(self.comment)
        inner.addWidget(self.hint)
        outer.addWidget(self.details)
        self.details.hide()

    def _make_line(self) -> None:
        code = self.item.code
        self.code = label(code, "small", parent=self)
        self.name = Elided("", "bold", parent=self)
        self.definition = Elided("", "small", parent=self)
        self.definition.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        names = QHBoxLayout()
        names.setSpacing(6)
        names.addWidget(self.name)
        names.addWidget(self.definition, 1)
        self.state = Chip("", "neutral", self)
        if not self.takes_keys:
            names.addWidget(self.state)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.weight, self.target = label("", parent=self), label("", parent=self)
        self.weighted = label("", parent=self)
        for shown in (self.weight, self.target, self.weighted):
            shown.setAlignment(right)
        self.weight_edit = self._edit("weight")
        self.target_edit = self._edit("target")
        self.entry = self._edit("value")
        self.entry.reason_asked.connect(self._ask_reason)
        self.unit = label("", "small", parent=self)
        field = QHBoxLayout()
        field.setSpacing(3)
        field.addStretch(1)
        field.addWidget(self.entry)
        field.addWidget(self.unit)
        self.score = button("", "link", name=f"why_{code}", on_click=self._ask_why, parent=self)
        self.score.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = BarView(self)
        self.note = QToolButton(self)
        self.note.setObjectName(f"note_{code}")
        self.note.setProperty("kind", "quiet")
        self.note.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        icons.put(self.note, "note", "muted", 13)
        self.note.clicked.connect(self._toggle_notes)
        self.remove = QToolButton(self)
        self.remove.setObjectName(f"remove_{code}")
        self.remove.setProperty("kind", "quiet")
        icons.put(self.remove, "trash", "muted", 13)
        self.remove.clicked.connect(self._ask_removal)
        self.grid.addWidget(self.code, 0, 0)
        self.grid.addLayout(names, 0, 1)
        for at, pair in ((2, (self.weight, self.weight_edit)), (3, (self.target, self.target_edit))):
            for widget in pair:
                self.grid.addWidget(widget, 0, at)
        if self.takes_keys:
            self.grid.addWidget(self.state, 0, 3, right)
        self.grid.addLayout(field, 0, 4)
        self.grid.addWidget(self.score, 0, 5, right)
        self.grid.addWidget(self.weighted, 0, 6)
        self.grid.addWidget(self.bar, 0, 7)
        last = QHBoxLayout()
        last.setSpacing(0)
        last.addSpacing(1)  # an empty column would lose its gap, and the lines their common edges
        last.addWidget(self.note)
        last.addWidget(self.remove)
        self.grid.addLayout(last, 0, 8)

    def _make_progress(self, code: str) -> None:
        """A thin second line: how the actual went so far and what was told last; the levels of others."""
        self.progress = QWidget(self)
        row = QHBoxLayout(self.progress)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(8)
        self.spark = ChartView(18, self.progress)
        self.spark.setObjectName(f"spark_{code}")
        self.spark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.told_last = Elided("", "small", parent=self.progress)
        self.required = label("", "small", parent=self.progress)
        self.required.setObjectName(f"required_{code}")
        self.own = label("", "small", parent=self.progress)
        self.own.setObjectName(f"own_{code}")
        row.addWidget(self.spark)
        row.addWidget(self.required)
        row.addWidget(self.own)
        row.addWidget(self.told_last, 1)
        self.progress.hide()

    def _edit(self, name: str) -> EntryEdit:
        edit = EntryEdit(partial(self._commit, name), self)
        edit.setObjectName(f"{name}_{self.item.code}")
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        edit.customContextMenuRequested.connect(partial(self._ask_menu, edit, name))
        edit.left.connect(self._go)
        edit.why_asked.connect(self._ask_why)
        edit.entered.connect(self._entered)
        edit.taken_back.connect(partial(self._taken_back, name))
        return edit

    # -- showing --

    def show_progress(self, build: Build | None, told_last: str) -> None:
        """Show how the actual went from check-in to check-in, and the last one; None where nobody told."""
        self.spark.setVisible(build is not None)
        self.told_last.set_full(told_last)
        self.progress.setVisible(bool(build or self.required.text() or self.own.text()))
        if build is not None:
            name = score_words.item_name(self.item)
            self.spark.show_chart(build, _("Check-ins of {name}").format(name=name))

    def show_item(self, item: FormItem, sheet: FormSheet, locks: Locks) -> None:
        """Show an item of the same indicator, of this person or of the next."""
        if item.id != self.item.id:
            self._notes_open = False
        self.item, self._calm, self._locks = item, locks.calm, locks
        name, spoken = score_words.item_name(item), f"{sheet.head.name} {score_words.item_name(item)}"
        self.code.setText(item.code)
        self.name.set_full(name)
        self.definition.set_full(pick(item.definition_zh, item.definition_en))
        weight, weighted = score_words.weight_of(item, sheet), score_words.weighted_of(item, sheet)
        self.weight.setText(number(weight))
        own = (
            ""
            if weight == item.weight
            else _("its own weight is {weight}").format(weight=number(item.weight))
        )
        self.weight.setToolTip(own or _("Weight in percent"))
        self.weight_edit.show_saved("" if item.weight is None else score_words.plain(item.weight))
        self.target.setText(score_words.target_text(item))
        self.target_edit.show_saved("" if item.rule.target is None else score_words.plain(item.rule.target))
        can_target = locks.target and not item.is_anchored and not item.is_in_words
        for shown, edit, may in (
            (self.weight, self.weight_edit, locks.weight and not item.is_in_words),
            (self.target, self.target_edit, can_target),
        ):
            shown.setVisible(not may and not self._calm)
            edit.setVisible(may)
        self.entry.show_saved(score_words.entry_text(item), score_words.value_text(item))
        self.entry.lock(not locks.entry, locks.why)
        self.unit.setText(score_words.unit_text(item))
        self.score.setText(score_words.points(item.score))
        self.score.setEnabled(item.score is not None)
        self.weighted.setText(score_words.points(weighted))
        is_five = sheet.head.scheme is Scheme.P5
        self.bar.show_bar(level_bar(item.score) if is_five else ScoreBar(item.score, met=_met(item, sheet)))
        word, tone = self._state_of(item)
        self.state.show_word(word, tone)
        self.state.setVisible(bool(word))
        self.state.setToolTip(item.missing_reason)
        self.own.setText(score_words.own_text(item))
        self.own.setVisible(bool(self.own.text()))
        self.required.setText(score_scale.required_text(item))
        self.required.setVisible(bool(self.required.text()))
        self.remove.setVisible(locks.weight)
        widgets: tuple[QWidget, ...] = (self.code, self.weighted, self.bar, self.score)
        for widget in widgets:
            widget.setVisible(not self._calm)
        for widget in (self.entry, self.unit, self.weight, self.score, self.weighted, self.bar):
            if item.is_in_words:
                widget.hide()
        is_measured = not item.is_anchored and not item.is_in_words
        self.note.setVisible(not self._calm and is_measured and not locks.weight)
        self.show_details()
        self._speak(name, spoken)

    def _state_of(self, item: FormItem) -> tuple[str, str]:
        if word := score_words.missing_word(item):
            return (_("Cannot be rated") if self._locks.is_layer else word), "neutral"
        if item.is_anchored and item.level is not None:
            return score_scale.word_of(item, self.level_words), "app"
        if self.anchors and self._is_current and item.level is None and self._locks.entry:
            lowest, highest = min(self.anchors), max(self.anchors)
            return _("Press {first}–{last}").format(first=lowest, last=highest), "app"
        return "", "neutral"

    def _mark_of(self, item: FormItem, level: int) -> str:
        marks = []
        if item.self_level == level:
            marks.append(_("employee's own level"))
        if item.required == level:
            marks.append(_("required by the position"))
        return ", ".join(marks)

    def show_details(self) -> None:
        """Show levels and comment, or the words that were refused with the reason (`wrong_comment`)."""
        item, locks, wrong = self.item, self._locks, self.wrong_comment
        for choice in score_scale.choices(item, self.level_words):
            mark = self._mark_of(item, choice.level)
            is_chosen = score_scale.is_level(item, choice.level)
            self.anchors[choice.level].show_anchor(choice.word, choice.text, is_chosen, locks.entry, mark)
        said = item.words if item.is_in_words else item.comment
        self.comment.show_text(said, wrong.text if wrong else None)
        may_write = locks.comment or (item.is_in_words and locks.entry)
        self.comment.lock(not may_write, locks.why)
        wants_example = item.level in (Decimal(1), Decimal(5))
        self.comment.setPlaceholderText(
            _("Example: date, what happened, result (asked for at levels 1 and 5)")
            if self.anchors and score_scale.has_halves(item)
            else _("Your answer in words")
            if item.is_in_words
            else _("Comment")
        )
        asks = bool(score_scale.has_halves(item) and wants_example and not item.comment and not self._calm)
        told = _("Levels 1 and 5 are believed with an example. Add one line.") if asks else ""
        why = score_words.all_sentences(wrong.problems) if wrong else ""
        self.hint.setText(why or told)
        set_tone(self.hint, "tone", "err" if why else "")
        self.hint.setVisible(bool(why or told))
        self.comment.setAccessibleDescription(why)
        self._unfold()

    def _unfold(self) -> None:
        item, scoring = self.item, self._locks.entry or not self._locks.weight
        is_wrong = self.wrong_comment is not None
        has_words = self._notes_open or is_wrong or bool(item.comment) and not item.is_anchored
        has_comment = not self._calm or item.level in (1, 5) or bool(item.comment) or is_wrong
        has_comment = has_comment and not self._locks.is_layer
        self.comment.setVisible(has_comment or item.is_in_words)
        is_open = self._is_current and item.is_anchored or has_words
        self.details.setVisible(scoring and is_open or item.is_in_words)
        is_framed = self._is_current and self.item.is_anchored
        set_tone(self, "card", "true" if is_framed else "")
        set_tone(self, "side", "selected" if is_framed else "")

    def set_current(self, is_current: bool) -> None:
        """Unfold the item that is worked on, fold the others."""
        if is_current != self._is_current:
            self._is_current = is_current
            word, tone = self._state_of(self.item)
            self.state.show_word(word, tone)
            self.state.setVisible(bool(word))
            self._unfold()

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        if not self.property("card"):
            painter = QPainter(self)
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))

    def fit(self, is_narrow: bool, unit: int) -> None:
        """Give the columns their widths; `unit` is the width of the widest unit of the form."""
        columns(self.grid, self._calm, is_narrow, self._locks.weight)
        zoom = theme.current().zoom / 100
        self.weight_edit.setFixedWidth(round(EDIT * zoom))
        self.target_edit.setFixedWidth(round(WIDTHS["target"] * zoom))
        self.unit.setFixedWidth(unit)
        self.entry.setFixedWidth(max(round(WIDTHS["value"] * zoom) - unit - 3, round(48 * zoom)))
        for widget in (self.note, self.remove):
            widget.setFixedWidth(round(NOTE * zoom))
        self._fit_definition()
        self.spark.setFixedSize(round(SPARK * zoom), round(20 * zoom))
        left = 6 if is_narrow else 6 + round(WIDTHS["code"] * zoom) + GAP
        self.progress.setContentsMargins(left, 0, 0, 0)
        is_plain = self._calm or is_narrow or self.item.is_in_words
        self.bar.setVisible(not is_plain)
        self.weighted.setVisible(not is_plain)
        self.code.setVisible(not self._calm and not is_narrow)
        self.weight.setVisible(not is_plain and self.weight_edit.isHidden())
        if is_narrow:
            self.note.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_definition()

    def _fit_definition(self) -> None:
        taken = sum(self.grid.columnMinimumWidth(at) for at in range(len(COLUMNS))) + len(COLUMNS) * GAP
        room = self.width() - taken - self.name.sizeHint().width()
        self.definition.setVisible(room > _WORTH_READING)

    def _speak(self, name: str, spoken: str) -> None:
        self.setAccessibleName(spoken)
        self.entry.setAccessibleName(f"{name} {score_scale.kind_word(self.item)}")
        self.weight_edit.setAccessibleName(f"{name} {_('weight')}")
        self.target_edit.setAccessibleName(f"{name} {_('target')}")
        self.comment.setAccessibleName(f"{name} {_('comment')}")
        why = _("How was this computed? {name}").format(name=name)
        self.score.setAccessibleName(f"{why} {self.score.text()}")
        self.score.setToolTip(_("How was this computed? (F1)"))
        self.note.setAccessibleName(f"{name} {_('comment')}")
        self.note.setToolTip(_("Comment"))
        self.remove.setAccessibleName(_("Take “{name}” off the form").format(name=name))
        self.remove.setToolTip(self.remove.accessibleName())

    # -- what the user does --

    def focus_entry(self) -> None:
        """Put the keyboard where the value is entered."""
        if self.item.is_in_words:
            self.comment.setFocus()
        else:
            (self if self.takes_keys else self.entry).setFocus()

    def field(self, what: str) -> EntryEdit:
        return {"weight": self.weight_edit, "target": self.target_edit}.get(what, self.entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if (
            not self.takes_keys
            or event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and not is_why(event)
        ):
            super().keyPressEvent(event)
        elif text.isdecimal() and int(text) in self.anchors and self._locks.entry:
            self._choose(int(text))
        elif (
            text in (".", "。")
            and self.item.level is not None
            and self._locks.entry
            and score_scale.has_halves(self.item)
        ):
            self.entry.setFocus()
            self.entry.setText(f"{int(self.item.level)}.")
        elif key in ENTER or key == Qt.Key.Key_Down:
            self._go(1)
        elif key == Qt.Key.Key_Up:
            self._go(-1)
        elif key == Qt.Key.Key_F4:
            self._ask_reason()
        elif is_why(event):
            self._ask_why()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._locks.entry:
            self._save(self, "value", "")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the figure under the pointer; by key, of the value."""
        fields = {"weight": (self.weight, self.weight_edit), "target": (self.target, self.target_edit)}
        under = (
            name
            for name, widgets in fields.items()
            for widget in widgets
            if widget.isVisible() and widget.geometry().contains(event.pos())
        )
        what = "words" if self.item.is_in_words else next(under, "value")
        self.menu_asked.emit(self, what, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.focus_entry()

    def _choose(self, level: int) -> None:
        if self._locks.entry:
            self.level_chosen.emit(self, level)

    def _commit(self, name: str, _edit: EntryEdit, text: str) -> bool:
        return bool(self._save(self, name, text))

    def _taken_back(self, name: str) -> None:
        self.taken_back.emit(self, name)

    def _comment_saved(self, text: str, visit: str) -> None:
        self.comment_saved.emit(self, text, visit)

    def _entered(self) -> None:
        self.entered.emit(self)

    def _go(self, step: int) -> None:
        self.left.emit(self, step)

    def _ask_reason(self) -> None:
        self.reason_asked.emit(self)

    def _ask_why(self) -> None:
        self.why_asked.emit(self)

    def _ask_menu(self, edit: EntryEdit, what: str, place: QPoint) -> None:
        self.menu_asked.emit(self, what, edit.mapToGlobal(place))

    def _ask_removal(self) -> None:
        self.removal_asked.emit(self)

    def _toggle_notes(self) -> None:
        self._notes_open = not self._notes_open
        self._unfold()
        if self._notes_open:
            self.comment.setFocus()


def _met(item: FormItem, sheet: FormSheet) -> Decimal:
    return sheet.cycle.scheme.level_scores[3] if item.is_anchored else Decimal(100)
