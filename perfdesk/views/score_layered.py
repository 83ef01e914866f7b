"""The part of the score page that changes hands: manager, person, other raters' sheets by place or by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.domain.appraisal import Cycle, FormSheet, Standing
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.raters import Layer
from perfdesk.models.entries import Entries
from perfdesk.texts import _
from perfdesk.views import score_words
from perfdesk.views.page import Page
from perfdesk.views.score_explaining import Explainer
from perfdesk.views.score_form import FormView
from perfdesk.views.score_header import ScoreHeader
from perfdesk.views.score_layers import Layers, offers_others
from perfdesk.views.score_people import PeopleList
from perfdesk.views.score_side import FormSide

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class LayeredPage(Page):
    """Base of the score page; it makes the parts named here and reads a layer anew with `load`."""

    layers: Layers
    entries: Entries
    header: ScoreHeader
    people: PeopleList
    form: FormView
    side: FormSide
    explain: Explainer
    _firm: Firm
    _cycle: Cycle | None
    _settings: FirmSettings
    _standings: dict[int, Standing]

    def load(self) -> None:
        """Read the cycle in the layer that is chosen."""
        raise NotImplementedError

    def show_layer(self, layer: Layer | None) -> None:
        """Show the marks of the manager, of the person, or of one place of a group's sheets."""
        if layer is None:
            self.notice.tell(_("Nobody else was asked yet. Name raters on the page of the cycle."), "app")
            self.offer_layers()
            return
        form_id = self.people.current()
        self.use_layer(layer)
        self.load()
        if form_id in self._standings:
            self.people.choose(form_id)

    def use_layer(self, layer: Layer) -> None:
        """Change hands without reading yet; what is being typed is saved in the old ones."""
        self.explain.dismiss()
        self.form.flush()
        self.layers.layer = layer
        self.entries.scope = self.layers.scope

    def offer_layers(self) -> None:
        """Offer whoever may rate in this firm and cycle."""
        switches = self._settings.switches
        has_raters = self._cycle is not None and Switch.RATERS in switches
        sheets = self._firm.raters.layers(self._cycle.id) if self._cycle and has_raters else ()
        self.header.raters.offer(switches, sheets, self.layers.layer)
        self.header.raters.setVisible(bool(self._standings) and offers_others(switches))

    def go_to_code(self, code: str) -> None:
        """Open the sheet whose code was read off the paper."""
        assert self._cycle is not None
        try:
            sheet = self._firm.raters.sheet_of_code(self._cycle.id, code)
        except Invalid as invalid:
            self.header.raters.refuse_code()
            self.notice.tell(score_words.all_sentences(invalid.problems), "err")
            return
        self.header.raters.clear_code()
        self.notice.dismiss()
        self.show_place(form_id=sheet.form_id, layer=Layer(sheet.group, sheet.slot))
        self.form.focus_start()

    def show_hands(self, sheet: FormSheet) -> None:
        """Say on the form whose marks these are, or that the manager's are provisional until the raters close."""
        if not offers_others(self._settings.switches):
            return
        word = self.layers.chip(sheet.head.id)
        if Switch.RATERS in self._settings.switches and self.layers.is_manager:
            is_open = bool(self._firm.raters.open_forms([sheet.head.id]))
            word = _("Provisional until the raters are closed") if is_open else ""
            if is_open and sheet.lowest == sheet.highest:
                self.side.range.setText(word)
                self.side.remark.hide()
        if word:
            self.form.state.show_word(word, "app")
            self.form.state.show()
