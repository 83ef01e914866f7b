"""Several raters: what each group weighs for managers of people and for others, and how many replies it needs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.raters import COUNTING, THRESHOLD, check_rater_weights
from perfdesk.domain.terms import RaterGroup
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.texts import _, sentence
from perfdesk.texts.words import RATER_GROUPS, number
from perfdesk.views.parts import Chip, button, label
from perfdesk.views.reasons import reason_of
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

KINDS = ("MANAGERS", "OTHERS")
MOST = 20
Weights = dict[str, dict[RaterGroup, Decimal]]
Row = tuple[RaterGroup, Mapping[str, Decimal]]


class RatersSection(Section):
    """Weights are entered one by one, and become the firm's as soon as those of a column add up to 100."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ratersSection")
        self._firm = firm
        self._typed: Weights = {kind: {} for kind in KINDS}
        self.table = TableView(self)
        self.table.setObjectName("raterWeightsTable")
        self.rows: RowsModel[Row] = RowsModel(_columns(), _group_of, self._save, self.table)
        self.table.setModel(self.rows)
        self.sums = {kind: Chip("", "app", self) for kind in KINDS}
        self.preset = button("", "small", "undo", "defaultRaterWeights", self._restore, self)
        sums = QHBoxLayout()
        for kind, chip in self.sums.items():
            chip.setObjectName(f"raterSum_{kind}")
            sums.addWidget(chip)
        sums.addWidget(self.preset)
        sums.addStretch(1)
        self.k_word, self.k = label("", parent=self), QSpinBox(self)
        self.k.setObjectName("raterThreshold")
        self.k.setProperty("form", "true")
        self.k.setRange(THRESHOLD, MOST)
        self.k.valueChanged.connect(self._set_k)
        self.k_word.setBuddy(self.k)
        least = QHBoxLayout()
        least.addWidget(self.k_word)
        least.addWidget(self.k)
        least.addStretch(1)
        self.add(self.table)
        self.body.addLayout(sums)
        self.body.addLayout(least)
        self.add(self.said)
        self.refresh()

    def refresh(self) -> None:
        wanted = self._wanted()
        self.rows.show(
            (group, {kind: wanted[kind].get(group, Decimal(0)) for kind in KINDS}) for group in COUNTING
        )
        self.table.setFixedHeight(self.table.height_for_rows())
        for kind, chip in self.sums.items():
            total = sum(wanted[kind].values(), Decimal(0))
            words = _("{kind}: {sum} % in all").format(kind=kind_word(kind), sum=number(total))
            chip.show_word(words, "app" if total == 100 else "err")
        chosen, may = self._firm.settings.settings().choices, not self._firm.is_read_only
        self.preset.setVisible(may and bool(chosen.rater_weights or any(self._typed.values())))
        with QSignalBlocker(self.k):
            self.k.setValue(chosen.anonymity)
        self.k.setEnabled(may)

    def retranslate(self) -> None:
        self.set_heading(_("Raters"))
        self.hint.setText(
            _(
                "What each group weighs in percent. The own rating is shown beside the others and weighs nothing."
                " Groups with too few replies are left out, and the rest is taken as 100 %."
            )
        )
        self.k_word.setText(_("Replies that an anonymous group needs"))
        self.k.setAccessibleName(self.k_word.text())
        self.preset.setText(_("Back to the default"))
        self.preset.setAccessibleName(_("Back to the default weights"))
        self.table.setAccessibleName(_("Weights of the groups of raters"))
        self.rows.retranslate()
        self.refresh()

    def pending(self) -> list[str]:
        wrong = [f"{_('Raters')}: {wrong.text}" for wrong in self.rows.pending()]
        return wrong + [f"{_('Raters')}: {self.sums[kind].text()}" for kind in KINDS if self._typed[kind]]

    def _wanted(self) -> Weights:
        kept = self._firm.raters.firm_terms()
        return {kind: {**kept[kind].weights, **self._typed[kind]} for kind in KINDS}

    def _save(self, row: Row, kind: str, text: str) -> Refused | None:
        try:
            weight = parse_number(text, "weight", allow_percent=True)
        except Invalid as invalid:
            return Refused(reason_of(invalid), fix=str(invalid.problems[0].details.get("fix") or "") or None)
        wanted = self._wanted()[kind] | {row[0]: weight}
        problems = check_rater_weights(wanted)
        own = [one for one in problems if one.field == row[0].value and not one.is_warning]
        if own:
            return Refused(sentence(own[0]))
        self._typed[kind][row[0]] = weight
        if any(not one.is_warning for one in problems):
            self.say(sentence(problems[0]), "err")
            self.refresh()
        elif self.attempt(partial(self._firm.raters.set_firm_weights, kind, wanted)):
            self._typed[kind] = {}
            self.refresh()
            for problem in problems:
                self.say(sentence(problem), "app")
        return None

    def _restore(self) -> None:
        self._typed = {kind: {} for kind in KINDS}
        set_ones = self._firm.settings.settings().choices.rater_weights
        for kind in KINDS:
            if kind in set_ones:
                self.attempt(partial(self._firm.raters.set_firm_weights, kind, None))
        self.refresh()

    def _set_k(self, k: int) -> None:
        self.attempt(partial(self._firm.settings.set_choice, anonymity=k))


def kind_word(kind: str) -> str:
    return _("Managers of people") if kind == "MANAGERS" else _("All others")


def _columns() -> list[Column[Row]]:
    return [
        Column("group", _group_title, _group_word, width=150),
        *(
            Column(
                kind,
                partial(kind_word, kind),
                partial(_weight, kind),
                align="right",
                width=150,
                edit=partial(_weight, kind),
            )
            for kind in KINDS
        ),
    ]


def _group_of(row: Row) -> RaterGroup:
    return row[0]


def _group_word(row: Row) -> str:
    return _(RATER_GROUPS[row[0].value])


def _weight(kind: str, row: Row) -> str:
    return number(row[1][kind])


def _group_title() -> str:
    return _("Group")
