"""From many raters to one level: by which terms, closing a form's raters, and letting the manager's level in again.

Everything here works inside a change that somebody else began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.numbers import to_hundredths
from perfdesk.domain.problems import Problem
from perfdesk.domain.raters import (
    Combined,
    Mark,
    RaterSheet,
    Terms,
    combine,
    combined_points,
    default_weights,
)
from perfdesk.domain.scales import given_score
from perfdesk.domain.terms import Missing, RaterGroup, Scheme, SheetState
from perfdesk.store import forms, raters, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.schema import form, form_item
from perfdesk.texts import _

MANAGERS, OTHERS = "MANAGERS", "OTHERS"


def firm_terms(chosen: FirmSettings, manages_people: bool) -> Terms:
    """Return by what terms the firm combines raters of managers of people, or of others."""
    given = chosen.choices.rater_weights.get(MANAGERS if manages_people else OTHERS)
    return Terms(given or default_weights(manages_people), chosen.choices.anonymity)


def terms_of_forms(connection: Reading, form_ids: Sequence[int]) -> dict[int, Terms]:
    """Return the terms of each form: its own, or the firm's of today."""
    chosen = settings.settings(connection)
    heads = forms.heads(connection, form_ids)
    managers = raters.manages_people(connection, [head.employee_id for head in heads.values()])
    own = raters.form_terms(connection, form_ids)
    found = {}
    for form_id, head in heads.items():
        default = firm_terms(chosen, head.employee_id in managers)
        terms = own.get(form_id, default)
        # Weights set for one form follow the firm's k until they are frozen.
        found[form_id] = terms if terms.is_frozen else replace(terms, k=default.k)
    return found


def combined_item(
    item: FormItem, marks: Sequence[Mark], sheets: Sequence[RaterSheet], terms: Terms
) -> Combined:
    """Return one judged item as its raters see it; only sheets that were given count."""
    given = {sheet.id for sheet in sheets if sheet.state is SheetState.GIVEN}
    values: dict[RaterGroup, list[Decimal]] = {}
    for mark in marks:
        if mark.value is not None and (mark.sheet_id is None or mark.sheet_id in given):
            values.setdefault(mark.group, []).append(mark.value)
    return combine(values, terms.weights, terms.k)


def close(change: Change, form_id: int, items: Sequence[FormItem], now: str) -> tuple[Problem, ...]:
    """Freeze what the raters of a form gave; return what stands in the way, and write nothing then.

    Each judged item gets the combined level and its points; without a usable group it becomes UNAVAILABLE. On a form
    that was sent back the manager's new levels meet the marks that were frozen at the first close.
    """
    row = change.row(form, form_id)
    connection = change.connection
    sheets = raters.sheets(connection, [form_id]).get(form_id, ())
    if row["raters_closed_at"] or not sheets:
        return (Problem("raters", "raters_closed" if sheets else "raters_none"),)
    judged = [item for item in items if item.is_anchored and item.missing is not Missing.NOT_APPLICABLE]
    unsaid = [item for item in judged if item.level is None and item.missing is not Missing.UNAVAILABLE]
    if unsaid:
        names = {"name": unsaid[0].name_zh or unsaid[0].name_en, "count": len(unsaid)}
        return (Problem(f"level.{unsaid[0].id}", "raters_need_manager", names),)
    terms = terms_of_forms(connection, [form_id])[form_id]
    marks = raters.marks(connection, [form_id])
    for item in judged:
        value = combined_item(item, marks.get(item.id, ()), sheets, terms).value
        if value is None:
            change.update(
                form_item,
                item.id,
                missing=Missing.UNAVAILABLE.value,
                missing_reason=item.missing_reason or _("No group of raters is large enough"),
                score_c=None,
            )
            continue
        points = combined_points(item.rule, value, Scheme(row["scheme"]))
        change.update(
            form_item,
            item.id,
            missing=Missing.VALUE.value,
            combined_level_c=to_hundredths(value),
            score_c=to_hundredths(points),
        )
    frozen = raters.terms_text(replace(terms, is_frozen=True, frozen_at=terms.frozen_at or now))
    change.update(form, form_id, raters_closed_at=now, rater_weights=frozen)
    change.touch(form_id)
    return ()


def reopen(change: Change, form_id: int) -> None:
    """Let the manager's own levels stand again, provisional, on a form that is sent back.

    The sheets of the others and the terms stay frozen: a reply given or changed after the first close could be told
    from the difference (§6.2).
    """
    row = change.row(form, form_id)
    if not row["raters_closed_at"]:
        return
    for item in forms.items(change.connection, [form_id])[form_id]:
        if not item.is_anchored or item.missing is Missing.NOT_APPLICABLE:
            continue
        score_c, missing = None, Missing.UNAVAILABLE if item.missing_reason else Missing.PENDING
        if item.level is not None:
            missing = Missing.VALUE
            score_c = to_hundredths(given_score(item.rule, item.level, Scheme(row["scheme"])))
        change.update(
            form_item,
            item.id,
            missing=missing.value,
            missing_reason="" if missing is Missing.VALUE else item.missing_reason,
            combined_level_c=None,
            score_c=score_c,
        )
    terms = (
        raters.terms_of(str(row["rater_weights"])) or terms_of_forms(change.connection, [form_id])[form_id]
    )
    since = terms.frozen_at or str(row["raters_closed_at"])
    kept = raters.terms_text(replace(terms, is_frozen=True, frozen_at=since))
    change.update(form, form_id, raters_closed_at=None, rater_weights=kept)
    change.touch(form_id)


def open_problems(connection: Reading, form_id: int) -> tuple[Problem, ...]:
    """Return why a form can't be handed on while its raters are open; nothing where nobody was asked."""
    if not raters.has_open(connection, form_id):
        return ()
    is_frozen = form_id in raters.frozen_at(connection, [form_id])
    return (Problem("raters", "raters_open_again" if is_frozen else "raters_open"),)
