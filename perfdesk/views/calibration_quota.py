"""What filling the guide's seats would do, by name; and how the firm uses the guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from perfdesk.domain.calibration_board import Board, View
from perfdesk.domain.terms import GuideMode
from perfdesk.models.rows import ChipMark, Column, RowsModel
from perfdesk.texts import _, in_context, pick
from perfdesk.views.parts import Card, SegmentedSwitch, button, label
from perfdesk.views.tables import TableView


@dataclass(frozen=True, slots=True)
class HurtRow:
    """One person whom a quota would lower."""

    form_id: int
    name: str
    total: str
    step: str
    is_met: bool


class QuotaCard(Card):
    """`chosen(form id)` when a name is chosen; `mode_chosen(GuideMode)` and `link_wanted(on)` for the firm's use,
    `guide_wanted` to change the shares."""

    chosen = Signal(int)
    mode_chosen = Signal(str)
    link_wanted = Signal(bool)
    guide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "red", parent=parent)
        self.setObjectName("quotaCard")
        self.said = label("", parent=self, wrap=True)
        self.said.setObjectName("quotaSaid")
        self.model = RowsModel(_columns(), key=_key, parent=self)
        self.table = TableView(self)
        self.table.setObjectName("hurtTable")
        self.table.setModel(self.model)
        self.table.fit_width()
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.table.row_chosen.connect(self._row_chosen)
        self.warning = label("", "small", parent=self, wrap=True)
        self.mode = SegmentedSwitch([(mode.value, "") for mode in GuideMode], self)
        self.mode.setObjectName("guideMode")
        self.mode.chosen.connect(self.mode_chosen)
        self.link = QCheckBox(self)
        self.link.setObjectName("linkDepartments")
        self.link.clicked.connect(self.link_wanted)
        self.unexplained = label("", "small", "app", parent=self, wrap=True)
        self.unexplained.setObjectName("unexplained")
        self.lowered = label("", "small", "err", parent=self, wrap=True)
        self.lowered.setObjectName("loweredByQuota")
        self.shares = button("", "link", name="changeGuide", on_click=self.guide_wanted.emit, parent=self)
        for widget in (
            self.said,
            self.table,
            self.lowered,
            self.warning,
            self.mode,
            self.unexplained,
            self.link,
        ):
            self.add(widget)
        self.why = button("", "link", name="whyAdvice", on_click=self._tell_why, parent=self)
        self.caution = label("", "small", parent=self, wrap=True)
        self.caution.setObjectName("caution")
        self.caution.hide()
        links = QHBoxLayout()
        links.addWidget(self.shares)
        links.addStretch(1)
        links.addWidget(self.why)
        self.body.addLayout(links)
        self.add(self.caution)
        self.retranslate()

    def show_view(
        self,
        board: Board,
        view: View,
        *,
        is_linked: bool,
        can_change: bool,
        is_moving: bool,
        rows_shown: int = 5,
    ) -> None:
        """Show a scope; while somebody `is_moving` only what bears on that, to leave the reason its room."""
        codes = [grade.code for grade in board.grades]
        rows = []
        for one in view.hurt:
            person = board.people[one.form_id]
            name, total = pick(person.name, person.name_en), f"{person.total:.2f}"
            step = f"{codes[one.standard]} → {codes[one.suggested]}"
            rows.append(HurtRow(one.form_id, name, total, step, one.is_met))
        met = sum(one.is_met for one in view.hurt)
        self.set_side("red" if rows else "")
        if rows:
            self.set_heading(_("Filling the guide would hurt {count} people").format(count=len(rows)))
            said = _("Their grade would be lower than the standard gives.")
            if met:
                said = _(
                    "Their grade would be lower than the standard gives; {count} of them have a total ≥ {met}."
                )
            self.said.setText(said.format(count=met, met=_plain(board.met)))
        elif board.is_off or view.seats is None:
            self.set_heading(_("No guide for these people alone"))
            self.said.setText(_("Groups of fewer than eight are not compared with a guide."))
        else:
            self.set_heading(_("Filling the guide would hurt nobody"))
            self.said.setText(_("Nobody would get a grade lower than the standard gives."))
        if rows != list(self.model.all_rows()):
            self.model.show(rows)
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight(self.table.height_for_rows(min(len(rows), rows_shown)))
        self.mode.choose(board.mode.value)
        self.link.setChecked(is_linked)
        for widget in (self.mode, self.link):
            widget.setEnabled(can_change)
        for part in (self.mode, self.link, self.shares, self.why):
            part.setVisible(not is_moving)
        if is_moving:
            self.caution.hide()
        self.warning.setVisible(not is_moving and bool(rows))
        lowered = [form_id for form_id in board.lowered_by_quota if form_id in view.people]
        self.lowered.setVisible(bool(lowered))
        self.lowered.setText(
            _("! Lowered by quota, counted in HC04: {names}").format(
                names=_listed([_name_of(board, form_id) for form_id in lowered])
            )
        )
        names = [_name_of(board, form_id) for form_id in view.unexplained]
        self.unexplained.setVisible(bool(names))
        self.unexplained.setText(
            _("? Above the guide, still without a reason: {names}").format(names=_listed(names))
        )

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("People whom a quota would hurt"))
        self.mode.setAccessibleName(_("What the guide does"))
        self.mode.retranslate([_("Advice only"), _("Reasons above it")])
        self.link.setText(_("A department's result moves its guide"))
        self.link.setAccessibleName(self.link.text())
        self.why.setText(_("Why only advice?"))
        self.why.setAccessibleName(self.why.text())
        self.caution.setText(
            _(
                "Experiments saw output rise by 6 to 12 % under forced grades, and fall where people could hinder each"
                " other (Berger, Harbring & Sliwka 2013). Later there is less helping and more harm from rivalry"
                " (Moon, Scullen & Latham 2016), and what dismissing the last brings shrinks after the first years"
                " (Scullen, Bergey & Aiman-Smith 2005). A rank says nothing about meeting the standard. From the"
                " abstracts of these papers."
            )
        )
        self.shares.setText(_("Change the shares"))
        self.shares.setAccessibleName(self.shares.text())
        self.warning.setText(
            _("Lowering with the reason “Quota” counts for HC04, and the notice says “adjusted to a quota”.")
        )
        self.model.retranslate()

    def _tell_why(self) -> None:
        self.caution.setVisible(self.caution.isHidden())

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, int) and self.table.hasFocus():
            self.chosen.emit(key)


def _name_of(board: Board, form_id: int) -> str:
    one = board.people[form_id]
    return pick(one.name, one.name_en)


def _columns() -> list[Column[HurtRow]]:
    return [
        Column("name", lambda: _("Name"), lambda row: row.name, width=0, bold=lambda row: row.is_met),
        Column(
            "total", lambda: in_context("column", "Total"), lambda row: row.total, align="right", width=60
        ),
        Column("step", lambda: _("Grade"), lambda row: row.step, width=58),
        Column("remark", lambda: "", _remark, width=98, mark=_mark),
    ]


def _remark(row: HurtRow) -> str:
    return "" if row.is_met else _("not deserved")


def _mark(row: HurtRow) -> ChipMark | None:
    return ChipMark(_("target met"), "err") if row.is_met else None


def _key(row: HurtRow) -> int:
    return row.form_id


def _plain(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _listed(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:4])
    return (
        shown if len(names) <= 4 else _("{names} and {count} more").format(names=shown, count=len(names) - 4)
    )
