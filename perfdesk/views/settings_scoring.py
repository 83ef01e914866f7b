"""How levels are given and whether OKR count: half levels, and the three ways of OKR beside indicators."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import OkrMode
from perfdesk.texts import N_, _
from perfdesk.views.parts import SegmentedSwitch, label
from perfdesk.views.settings_firm import Section

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_MEANINGS = {
    OkrMode.R: N_(
        "OKR stand on the form for reference; nothing flows into the total. People then dare more."
    ),
    OkrMode.C: N_(
        "OKR are not counted, but effort, learning and help to others are rated 1 to 5 as an item of at most 20 %."
    ),
    OkrMode.X: N_(
        "Objectives are counted. Not advised: people then set safe goals and hide bad news. The form says so."
    ),
}


class ScoringSection(Section):
    """Half levels, and what OKR mean for the total."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoringSection")
        self._firm = firm
        self.halves = QCheckBox(self)
        self.halves.setObjectName("allowsHalves")
        self.halves.clicked.connect(self._halves_clicked)
        self.okr_head = label("", "bold", parent=self)
        self.mode = SegmentedSwitch([(mode.value, "") for mode in OkrMode], self)
        self.mode.setObjectName("okrModeSetting")
        self.mode.chosen.connect(self._mode_chosen)
        self.meaning = label("", "small", parent=self, wrap=True)
        self.meaning.setObjectName("okrMeaning")
        row = QHBoxLayout()
        row.addWidget(self.mode)
        row.addStretch(1)
        self.add(self.halves)
        self.add(self.okr_head)
        self.body.addLayout(row)
        self.add(self.meaning)
        self.add(self.said)
        self.refresh()

    def refresh(self) -> None:
        chosen = self._firm.settings.settings()
        self.halves.setChecked(chosen.choices.allows_halves)
        self.mode.choose(chosen.choices.okr_mode.value)
        self.meaning.setText(_(_MEANINGS[chosen.choices.okr_mode]))
        has_okr = Switch.OKR in chosen.switches
        for part in (self.okr_head, self.mode, self.meaning):
            part.setVisible(has_okr)
        self.halves.setEnabled(not self._firm.is_read_only)
        self.mode.setEnabled(not self._firm.is_read_only)

    def retranslate(self) -> None:
        self.set_heading(_("How scores are given"))
        self.hint.setText(_("Levels are whole numbers; a half such as 3.5 lies midway between two levels."))
        self.halves.setText(_("Half levels may be given"))
        self.halves.setAccessibleName(self.halves.text())
        self.okr_head.setText(_("OKR beside indicators"))
        self.mode.retranslate([_("Reference"), _("Rate the contribution"), _("Count them")])
        self.mode.setAccessibleName(self.okr_head.text())
        self.refresh()

    def _halves_clicked(self, is_on: bool) -> None:
        self.attempt(partial(self._firm.settings.set_choice, allows_halves=is_on))

    def _mode_chosen(self, mode: str) -> None:
        self.attempt(partial(self._firm.settings.set_choice, okr_mode=OkrMode(mode)))
