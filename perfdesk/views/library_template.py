"""A position template to change: what it is called, and its items with their weights, which come to 100.00."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.library import Template, TemplateItem
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Scheme
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.models.rule_fields import refused_of
from perfdesk.texts import _, current, in_context, pick
from perfdesk.texts.words import METHODS, SCHEMES, number, unit
from perfdesk.views.card_form import Cell, FormGrid
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.library_deeds import attempted
from perfdesk.views.parts import Card, Symbol, button, label, set_tone
from perfdesk.views.score_targets import ItemPicker
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

METHOD_FROM = 400
_LINES: tuple[tuple[Cell, ...], ...] = ((("name_zh", 6), ("name_en", 6)), (("code", 4), ("scheme", 8)))


class TemplateHead(Card):
    """Name, code and scheme of a template, and who gets it."""

    def __init__(self, firm: Firm, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("templateHead")
        self._firm = firm
        self._template: Template | None = None
        self.note = FieldNote(self)
        self.grid = FormGrid(
            _LINES, self._save_text, self._save_choice, drafts, self.note, choices=("scheme",), parent=self
        )
        self.fields, self.combos = self.grid.fields, self.grid.combos
        self.add(self.grid)
        self.who_caption = label("", "small", parent=self)
        self.who = label("", parent=self, wrap=True)
        self.who.setObjectName("templatePositions")
        self.hint = label("", "small", parent=self, wrap=True)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.hide()
        for part in (self.who_caption, self.who, self.hint, self.wrong):
            self.add(part)
        self.body.addStretch(1)

    def show_template(self, template: Template) -> None:
        self._template = template
        locked = self._firm.is_read_only or template.retired_on is not None
        name = pick(template.name_zh, template.name_en)
        retired = _("retired on {day}").format(day=template.retired_on) if template.retired_on else ""
        self.set_heading(f"{template.code} {name}", retired)
        self.grid.set_captions(
            {
                "name_zh": _("Name in Chinese"),
                "name_en": _("Name in English"),
                "code": _("Code"),
                "scheme": _("Grading scheme"),
            }
        )
        for field in ("name_zh", "name_en", "code"):
            self.grid.show_text(("template", template.id), field, getattr(template, field), name)
        schemes = [("", in_context("scheme", "any")), *((one.value, _(SCHEMES[one.value])) for one in Scheme)]
        self.grid.show_choice("scheme", template.scheme.value if template.scheme else "", schemes)
        self.grid.lock(locked)
        holders = [
            pick(one.name_zh, one.name_en)
            for one in self._firm.people.positions()
            if one.template_id == template.id
        ]
        self.who_caption.setText(_("Positions that get it"))
        self.who.setText(_(", ").join(holders) if holders else "—")
        self.hint.setText(
            _("Everybody whose position has this template; all others get the general one (GEN).")
        )
        self.wrong.hide()

    def _save_text(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        if self._template is None or key[0] != ("template", self._template.id):
            return None
        visit = f"template {key[1]} {self.fields[key[1]].visit}"
        edit = partial(self._firm.library.edit_template, self._template.id, key[1], text, visit=visit)
        return attempted(edit)

    def _save_choice(self, name: str, choice: str) -> Refused | None:
        assert self._template is not None
        refused = attempted(partial(self._firm.library.edit_template, self._template.id, name, choice))
        self.wrong.setText(refused.wrong if refused else "")
        self.wrong.setVisible(refused is not None)
        return refused


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One item of a template with what its card says; the sum has the id 0."""

    item: TemplateItem
    name: str
    method: str
    target: str
    is_judged: bool
    is_locked: bool
    is_sum: bool = False
    is_in_words: bool = False


class TemplateCard(Card):
    """The items of a template with their weights. `card_wanted(card id)` on Enter or double click on a name."""

    card_wanted = Signal(int)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("templateCard")
        self._firm = firm
        self._template: Template | None = None
        self._cards: Mapping[int, IndicatorCard] = {}
        self.symbol = Symbol("bang", "app", parent=self)
        self.sum = label("", "bold", parent=self, wrap=True)
        self.sum.setObjectName("templateSum")
        self.share = button("", "small", name="shareOutTemplate", on_click=self._share_out, parent=self)
        row = QHBoxLayout()
        row.addWidget(self.symbol)
        row.addWidget(self.sum, 1)
        row.addWidget(self.share)
        self.body.addLayout(row)
        self.table = TableView(self)
        self.table.setObjectName("templateItems")
        self.items: RowsModel[TemplateRow] = RowsModel(_columns(), _line_of, self._save, self.table)
        self.table.setModel(self.items)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.row_opened.connect(self._opened)
        self.table.row_chosen.connect(self._show_buttons)
        self.add(self.table)
        row = QHBoxLayout()
        self.more = button("", "small", "plus", "addTemplateItem", self._offer, self)
        self.fewer = button("", "small", "minus", "removeTemplateItem", self._remove, self)
        self.up = button("", "small", "arrow-up", "moveItemUp", partial(self._move, -1), self)
        self.down = button("", "small", "arrow-down", "moveItemDown", partial(self._move, 1), self)
        for made in (self.more, self.fewer, self.up, self.down):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.picker = ItemPicker(self)
        self.picker.picked.connect(self._add)
        self.picker.closed.connect(self.picker.hide)
        self.picker.hide()
        self.add(self.picker)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("templateWrong")
        self.wrong.hide()
        self.hint = label("", "small", parent=self, wrap=True)
        self.add(self.wrong)
        self.add(self.hint)
        self.body.addStretch(1)

    def show_template(self, template: Template, cards: Mapping[int, IndicatorCard]) -> None:
        if self._template is not None and self._template.id != template.id:
            self.picker.hide()
        self._template, self._cards = template, cards
        locked = self._is_locked()
        self.set_heading(_("Items and weights"), _("{count} items").format(count=len(template.items)))
        rows = [_row(item, cards.get(item.card_id), locked) for item in template.items]
        weighted = [item for item in template.items if not item.is_in_words]
        whole = sum((item.weight for item in weighted), Decimal(0))
        total = TemplateRow(TemplateItem(0, "", "", "", whole), _("Sum"), "", "", False, True, True)
        self.items.show(rows, [total])
        self.table.setFixedHeight(self.table.height_for_rows(max(3, len(rows) + 1)))
        self._show_sum(whole)
        self._show_buttons()
        self.wrong.hide()

    def retranslate(self) -> None:
        for made, word in (
            (self.share, _("Share out the rest")),
            (self.more, _("Add an item")),
            (self.fewer, _("Remove")),
            (self.up, _("Up")),
            (self.down, _("Down")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        for made in (self.up, self.down):
            made.setToolTip(made.text())
            made.setText("")
        self.table.setAccessibleName(_("Items and weights"))
        self.hint.setText(
            _("A form takes these when it is made. Weights and targets can be changed on the form.")
        )
        self.picker.retranslate()
        self.items.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the method out where the names would not be readable beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < METHOD_FROM * theme.current().zoom / 100
        self.table.setColumnHidden(self.items.column_of("method"), is_narrow)

    def pending(self) -> list[str]:
        return [f"{self.heading.text()}: {wrong.text}" for wrong in self.items.pending()]

    def _is_locked(self) -> bool:
        return self._firm.is_read_only or self._template is None or self._template.retired_on is not None

    def _show_sum(self, whole: Decimal) -> None:
        assert self._template is not None
        weighted = [item for item in self._template.items if not item.is_in_words]
        is_empty = any(not item.weight for item in weighted)
        only_words = bool(self._template.items) and not weighted
        if only_words:
            text = _("All in words: no weights needed")
        elif whole == 100 and not is_empty:
            text = _("Weights 100 %")
        elif whole < 100:
            text = _("Weights {sum} %, {rest} short").format(sum=number(whole), rest=number(100 - whole))
        elif whole > 100:
            text = _("Weights {sum} %, {rest} too many").format(sum=number(whole), rest=number(whole - 100))
        else:
            text = _("Weights 100 %, but one is empty")
        is_whole = only_words or (whole == 100 and not is_empty)
        self.sum.setText(text)
        set_tone(self.sum, "tone", "" if is_whole else "app")
        self.symbol.show_symbol("check" if is_whole else "question", "imp" if is_whole else "app", text)
        self.share.setEnabled(bool(weighted) and not is_whole and not self._is_locked())

    def _show_buttons(self, _key: object = None) -> None:
        locked, key = self._is_locked(), self.table.current_key()
        ids = [item.id for item in self._template.items] if self._template else []
        at = ids.index(key) if key in ids else -1
        self.more.setEnabled(not locked)
        self.fewer.setEnabled(not locked and at >= 0)
        self.up.setEnabled(not locked and at > 0)
        self.down.setEnabled(not locked and 0 <= at < len(ids) - 1)

    def _save(self, row: TemplateRow, column: str, text: str) -> Refused | None:
        try:
            value = parse_number(text, column, allow_percent=True) if text.strip() else None
        except Invalid as invalid:
            return refused_of(invalid)
        return attempted(partial(self._firm.library.edit_template_item, row.item.id, column, value))

    def _share_out(self) -> None:
        if self._template is not None:
            self._tell(attempted(partial(self._firm.library.share_out_template, self._template.id)))

    def _offer(self) -> None:
        assert self._template is not None
        have = {item.lineage for item in self._template.items}
        self.picker.offer(card for card in self._cards.values() if card.lineage not in have)
        self.picker.show()
        self.picker.words.setFocus()

    def _add(self, card_id: int) -> None:
        if self._template is not None:
            self.picker.hide()
            self._tell(attempted(partial(self._firm.library.add_template_item, self._template.id, card_id)))

    def _remove(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int) and key:
            self._tell(attempted(partial(self._firm.library.remove_template_item, key)))

    def _move(self, step: int) -> None:
        key = self.table.current_key()
        if isinstance(key, int) and key:
            self._tell(attempted(partial(self._firm.library.move_template_item, key, step)))

    def _tell(self, refused: Refused | None) -> None:
        self.wrong.setText(refused.wrong if refused else "")
        self.wrong.setVisible(refused is not None)

    def _opened(self, key: object) -> None:
        at = self.items.row_of(key) if isinstance(key, int) and key else None
        if at is not None:
            self.card_wanted.emit(self.items.row(at).item.card_id)


def _row(item: TemplateItem, card: IndicatorCard | None, locked: bool) -> TemplateRow:
    target = item.target if item.target is not None else card.rule.target if card else None
    shown = f"{number(target)} {unit(card.unit, current())}" if card and target is not None else ""
    method = _(METHODS[card.rule.method.value]) if card else ""
    name = f"{item.code} {pick(item.name_zh, item.name_en)}"
    judged = bool(card and card.is_anchored)
    if item.is_in_words:
        shown = ""
    return TemplateRow(item, name, method, shown, judged, locked, is_in_words=item.is_in_words)


def _line_of(row: TemplateRow) -> int:
    return row.item.id


def _may_edit(row: TemplateRow) -> bool:
    return not row.is_locked and not row.is_in_words


def _may_have_target(row: TemplateRow) -> bool:
    return not row.is_locked and not row.is_judged and not row.is_in_words


def _may_require(row: TemplateRow) -> bool:
    return not row.is_locked and row.is_judged


def _weight(row: TemplateRow) -> str:
    has_weight = row.is_sum or (row.item.weight and not row.is_in_words)
    return f"{row.item.weight:.2f}" if has_weight else "—"


def _required(row: TemplateRow) -> str:
    return "" if row.item.required is None else number(row.item.required)


def _target_text(row: TemplateRow) -> str:
    return "" if row.item.target is None else number(row.item.target).replace(",", "").replace("−", "-")


def _columns() -> list[Column[TemplateRow]]:
    return [
        Column("name", lambda: _("Item"), lambda row: row.name, tooltip=lambda row: row.name),
        Column("method", lambda: _("Method"), lambda row: row.method, width=66, tone=lambda _row: "muted"),
        Column(
            "target",
            lambda: _("Target"),
            lambda row: row.target,
            "right",
            60,
            edit=_target_text,
            is_editable=_may_have_target,
        ),
        Column(
            "required",
            lambda: _("Required"),
            _required,
            "right",
            60,
            edit=_required,
            is_editable=_may_require,
            header_tooltip=lambda: _("The level that the position asks of a competency, 1 to 5"),
        ),
        Column(
            "weight",
            lambda: _("Weight %"),
            _weight,
            "right",
            56,
            lambda row: row.item.weight,
            edit=lambda row: number(row.item.weight),
            is_editable=_may_edit,
            bold=True,
        ),
    ]
