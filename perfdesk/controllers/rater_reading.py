"""What can be asked about raters: how far they are, what came out of them, and forms as one rater sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.controllers import rater_closing
from perfdesk.controllers.desk import refuse
from perfdesk.domain.appraisal import FormHead, FormItem
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.raters import (
    ANONYMOUS,
    Combined,
    Layer,
    Mark,
    RaterSheet,
    Replies,
    Terms,
    shuffled,
    usable_groups,
)
from perfdesk.domain.scales import given_score
from perfdesk.domain.terms import FormState, Missing, RaterGroup, Scheme, SheetState
from perfdesk.store import forms, raters, settings
from perfdesk.store.change import Reading

RATED_IN = frozenset({FormState.RUNNING, FormState.SELF_SCORED})
"""States in which raters give their marks."""
ASKED_IN = RATED_IN | {FormState.DRAFT, FormState.AGREED}
"""States in which raters may be named."""


@dataclass(frozen=True, slots=True)
class FormRaters:
    """How far the raters of one form are. `closed_at` is an ISO time; `waits_for_manager` counts the judged
    items that the manager said nothing about."""

    head: FormHead
    sheets: tuple[RaterSheet, ...]
    terms: Terms
    closed_at: str | None
    waits_for_manager: int

    def replies(self, group: RaterGroup) -> Replies:
        states = [sheet.state for sheet in self.sheets if sheet.group is group]
        return Replies(len(states), states.count(SheetState.GIVEN), states.count(SheetState.DECLINED))

    @property
    def usable(self) -> tuple[tuple[RaterGroup, ...], ...]:
        """The groups that would be shown and used if the raters were closed now."""
        return usable_groups({group: self.replies(group).given for group in RaterGroup}, self.terms.k)


@dataclass(frozen=True, slots=True)
class FormCombined:
    """What came out of a form's raters once they were closed. `good` and `improve` are the words of anonymous
    raters, shuffled; those of a group that is too small are left out."""

    items: Mapping[int, Combined]
    good: tuple[str, ...]
    improve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerForm:
    """One form as one rater, or the person, sees it: the judged items with only these marks on them.

    `sheet` is None for the person's own part. `locked` says why nothing can be entered, `locked_on` (ISO date)
    since when. `good` and `improve` are the words of the sheet; the own words stand in `good`.
    """

    form_id: int
    items: tuple[FormItem, ...]
    sheet: RaterSheet | None = None
    locked: tuple[Problem, ...] = ()
    locked_on: str = ""
    good: str = ""
    improve: str = ""


def forms_of_cycle(connection: Reading, cycle_id: int) -> list[FormRaters]:
    """Return how far the raters of each form of a cycle are, by employee number; void forms are left out."""
    heads = [head for head in forms.heads_of_cycle(connection, cycle_id) if not head.is_void]
    ids = [head.id for head in heads]
    sheets, terms = raters.sheets(connection, ids), rater_closing.terms_of_forms(connection, ids)
    closed, items = raters.closed_at(connection, ids), forms.items(connection, ids)
    return [
        FormRaters(
            head, sheets.get(head.id, ()), terms[head.id], closed.get(head.id), _unsaid(items[head.id])
        )
        for head in heads
    ]


def combined(connection: Reading, form_id: int) -> FormCombined | None:
    """Return what the raters of a form said together; None before they are closed."""
    if form_id not in raters.closed_at(connection, [form_id]):
        return None
    terms = rater_closing.terms_of_forms(connection, [form_id])[form_id]
    sheets = raters.sheets(connection, [form_id]).get(form_id, ())
    marks, items = raters.marks(connection, [form_id]), forms.items(connection, [form_id])[form_id]
    by_item = {
        item.id: rater_closing.combined_item(item, marks.get(item.id, ()), sheets, terms)
        for item in items
        if item.is_anchored
    }
    counts: dict[RaterGroup, int] = {}
    for sheet in sheets:
        if sheet.state is SheetState.GIVEN:
            counts[sheet.group] = counts.get(sheet.group, 0) + 1
    usable = {group for groups in usable_groups(counts, terms.k) for group in groups}
    heard = [one for one in sheets if one.state is SheetState.GIVEN and one.group in usable]
    return FormCombined(
        by_item,
        shuffled((one.words_good for one in heard), f"{form_id}/good"),
        shuffled((one.words_improve for one in heard), f"{form_id}/improve"),
    )


def layer_forms(
    connection: Reading, layer: Layer, form_ids: Sequence[int], actor_id: int | None
) -> dict[int, LayerForm]:
    """Return what a layer (not the manager's) shows of these forms, as `actor_id` may enter it."""
    heads, items = forms.heads(connection, form_ids), forms.items(connection, form_ids)
    marks, frozen = raters.marks(connection, form_ids), raters.frozen_at(connection, form_ids)
    if layer.is_own:
        switches = settings.switches(connection)
        own = raters.own_parts(connection, form_ids)
        return {
            form_id: LayerForm(
                form_id,
                _as_rated(items[form_id], marks, None, head.scheme),
                locked=_own_locked(head, own[form_id][1], may_change(head.state, Part.SELF_LEVEL, switches)),
                locked_on=own[form_id][1],
                good=own[form_id][0],
            )
            for form_id, head in heads.items()
        }
    found: dict[int, LayerForm] = {}
    for form_id, sheets in raters.sheets(connection, form_ids).items():
        sheet = next((one for one in sheets if (one.group, one.slot) == (layer.group, layer.slot)), None)
        if sheet is None or form_id not in heads:
            continue
        head = heads[form_id]
        found[form_id] = LayerForm(
            form_id,
            _as_rated(items[form_id], marks, sheet, head.scheme),
            sheet=sheet,
            locked=_sheet_locked(sheet, head, frozen, actor_id),
            locked_on=frozen.get(form_id, "")[:10],
            good=sheet.words_good,
            improve=sheet.words_improve,
        )
    return found


def check_open(head: FormHead, frozen: Mapping[int, str]) -> None:
    """Raise Invalid where raters can't be named or heard any more: they were closed, or the form has gone on."""
    if head.id in frozen:
        raise refuse("raters", "raters_closed")
    if head.state not in ASKED_IN:
        raise refuse("state", f"locked_{head.state.value.lower()}")


def check_typist(sheet: RaterSheet, manager_id: int | None, actor_id: int | None) -> None:
    """Raise Invalid where the line manager would type in an anonymous sheet (§6.2)."""
    if sheet.group in ANONYMOUS and manager_id is not None and manager_id == actor_id:
        raise refuse("typist", "typist_is_manager")


def _sheet_locked(
    sheet: RaterSheet, head: FormHead, frozen: Mapping[int, str], actor_id: int | None
) -> tuple[Problem, ...]:
    try:
        check_open(head, frozen)
        check_typist(sheet, head.manager_id, actor_id)
    except Invalid as invalid:
        return invalid.problems
    return (Problem("sheet", "sheet_declined"),) if sheet.state is SheetState.DECLINED else ()


def _own_locked(head: FormHead, submitted_on: str, may: bool) -> tuple[Problem, ...]:
    if submitted_on:
        return (Problem("self", "own_part_locked", {"on": submitted_on}),)
    return () if may else (Problem("self_level", f"locked_{head.state.value.lower()}"),)


def _as_rated(
    items: Sequence[FormItem], marks: Mapping[int, Sequence[Mark]], sheet: RaterSheet | None, scheme: Scheme
) -> tuple[FormItem, ...]:
    return tuple(_as_marked(one, marks.get(one.id, ()), sheet, scheme) for one in items if one.is_anchored)


def _as_marked(item: FormItem, marks: Sequence[Mark], sheet: RaterSheet | None, scheme: Scheme) -> FormItem:
    """Return an item with one rater's mark in the place of the manager's, and with nothing of anybody else's."""
    group, sheet_id = (RaterGroup.SELF, None) if sheet is None else (sheet.group, sheet.id)
    mark = next((one for one in marks if one.group is group and one.sheet_id == sheet_id), None)
    level = mark.value if mark else None
    missing = Missing.PENDING if mark is None else Missing.UNAVAILABLE if level is None else Missing.VALUE
    points: Decimal | None = None if level is None else given_score(item.rule, level, scheme)
    return replace(
        item,
        level=level,
        score=points,
        missing=missing,
        missing_reason="",
        comment="",
        left_reason="",
        self_level=None,
        combined_level=None,
    )


def _unsaid(items: Iterable[FormItem]) -> int:
    said = (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE)
    return sum(item.is_anchored and item.level is None and item.missing not in said for item in items)
