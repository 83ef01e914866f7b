"""Headings of the sections of a form, with the titles of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.terms import ItemClass
from perfdesk.texts import N_, _, in_context, pick
from perfdesk.texts.words import number
from perfdesk.views.parts import Elided, label
from perfdesk.views.score_line_parts import columns

TITLES = {
    ItemClass.KPI: N_("Measured indicators"),
    ItemClass.GS: N_("Key tasks"),
    ItemClass.BEHAVIOUR: N_("Behaviour indicators"),
    ItemClass.OKR: N_("OKR that count"),
    ItemClass.WORDS: N_("In words"),
}
ORDER = tuple(TITLES)


class SectionHeading(QWidget):
    """一、量化指标 with its weight, and the titles of the columns under it."""

    def __init__(self, kind: ItemClass, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._place = kind, place
        self.setObjectName(f"section_{kind.value}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.heading = label("", "h2", "app", self)
        self.remark = Elided("", "small", parent=self)
        row.addWidget(self.heading)
        row.addWidget(self.remark, 1)
        column.addLayout(row)
        self._titles = {}
        self.grid = QGridLayout()
        for at, name in enumerate(("code", "name", "weight", "target", "value", "score", "weighted", "bar")):
            title = label("", "small", parent=self)
            if at > 1:
                title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._titles[name] = title
            self.grid.addWidget(title, 0, at)
        self._titles["name"].setMinimumWidth(20)  # the lines can be that narrow as well
        self._titles["bar"].setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.grid.addItem(QSpacerItem(1, 1), 0, len(self._titles))
        column.addLayout(self.grid)
        self.setContentsMargins(2, 0, 2, 0)

    def show_items(self, items: Sequence[FormItem]) -> None:
        """Show number, name and weight of the section."""
        self.heading.setText(heading(self._place, _(TITLES[self.kind])))
        whole = number(sum((item.weight or Decimal(0) for item in items), Decimal(0)))
        is_judged = self.kind is ItemClass.BEHAVIOUR
        remark = _("weight {sum}").format(sum=whole)
        if is_judged:
            remark = _(
                "weight {sum}; choose the level that describes the work, 1 and 5 with an example"
            ).format(sum=whole)
        if self.kind is ItemClass.WORDS:
            remark = _("no weight, no number: write what matters")
        self.remark.set_full(remark)
        words = {
            "name": _("Indicator"),
            "weight": _("Weight"),
            "target": "" if is_judged else in_context("column", "Min / target / max"),
            "value": _("Level") if is_judged else _("Actual"),
            "score": _("Score"),
            "weighted": in_context("column", "Points"),
            "bar": _("line = met"),
        }
        for name, title in self._titles.items():
            title.setText("" if self.kind is ItemClass.WORDS else words.get(name, ""))

    def fit(self, is_narrow: bool, is_building: bool, unit: int) -> None:
        """Give the titles the widths of the lines; the one over the fields leaves out the unit beside them."""
        self._titles["value"].setContentsMargins(0, 0, unit + 3, 0)
        columns(self.grid, False, is_narrow, is_building)
        for name in ("code", "weighted", "bar"):
            self._titles[name].setVisible(not is_narrow)
        self._titles["weight"].setVisible(not is_narrow or is_building)
        if self.kind is ItemClass.WORDS:
            for title in self._titles.values():
                title.hide()


def heading(place: int, title: str) -> str:
    """Return the heading of the section at a place, counted from 0: 一、… or 1. …"""
    return pick(f"{'一二三四五六七八'[place]}、{title}", f"{place + 1}. {title}")


def in_order(items: Sequence[FormItem], calm: bool) -> list[FormItem]:
    """Return the items in reading order: by section, then as on the form."""
    return list(items) if calm else sorted(items, key=lambda item: ORDER.index(item.item_class))
