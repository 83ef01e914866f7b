"""What keeps a form in its state (§8.2, §8.3): each missing thing by name, and who is waited for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.card_checks import check_agreement
from perfdesk.domain.cycles import ALL_SWITCHES, check_weights, is_over, way_forward
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import FormState, Missing, SignatureState

SEGMENT_OPEN = Problem("state", "segment_open")
"""Why the last segment of somebody waits whose earlier one is not scored yet."""
WITNESSES = 2
"""So many people saw that the signature was refused (§12.4)."""
_BETWEEN_NAMES = re.compile(r"[、,，;；/\s]+|\s*(?:和|与|及|\band\b)\s*")


class Waits(StrEnum):
    """Who is waited for. TIME: nobody, a day has to come."""

    MANAGER = "MANAGER"
    EMPLOYEE = "EMPLOYEE"
    DATA = "DATA"
    CALIBRATION = "CALIBRATION"
    HR = "HR"
    TIME = "TIME"


@dataclass(frozen=True, slots=True)
class ItemState:
    """What the states ask of one line of a form. `rule` None: judged by level; `name` is for the problem.

    `is_in_words`: answered in words only, hence without a weight; `has_score` then says that there are words.
    `unit` None: not known here, hence not asked for. Provider and basis are warned of only (§2.4).
    """

    key: int
    name: str
    weight: Decimal | None
    missing: Missing = Missing.PENDING
    has_score: bool = False
    reason: str = ""
    rule: Rule | None = None
    is_in_words: bool = False
    unit: str | None = None
    provider_id: int | None = None
    provider_words: str = ""
    basis: str = ""
    appraisee_id: int | None = None


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the states ask of a form beside its lines, as of `today`.

    `starts_on` and `ends_on` are the person's part of the cycle. `self_until` is the last day of the self score,
    `appeal_until` of an appeal; None: nothing was delivered yet. `has_grade`: the grade was set, or there is none to
    set. `bare_vetoes` name vetoes without evidence or without the employee's statement, `unruled_vetoes` those
    without a rule published before the event (§3.13). `has_open_segments`: this is the last segment of somebody who
    changed position, and an earlier one is not scored yet. Of an earlier segment, what stands here from `has_grade`
    to `appeal_until` is the last segment's: one person has one grade, one notice and one interview (§8.5).
    """

    today: date
    starts_on: date
    ends_on: date
    self_until: date
    is_self_given: bool = False
    bare_vetoes: tuple[str, ...] = ()
    unruled_vetoes: tuple[str, ...] = ()
    has_open_segments: bool = False
    has_grade: bool = False
    notice_on: date | None = None
    notice_way: str = ""
    interview_on: date | None = None
    signature: SignatureState | None = None
    signature_words: str = ""
    signed_on: date | None = None
    appeal_until: date | None = None
    is_appealed: bool = False
    has_plan: bool = False
    open_plans: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        return is_over(self.ends_on, self.today)

    @property
    def is_self_over(self) -> bool:
        return self.today > self.self_until


def missing_to_leave(
    state: FormState,
    items: Sequence[ItemState],
    switches: AbstractSet[Switch] = ALL_SWITCHES,
    facts: FormFacts | None = None,
) -> tuple[Problem, ...]:
    """Return what keeps a form in its state; fields are "weights" or "<part>.<key>".

    What a state that is passed by itself asks, the one before it asks. Without `facts` only the lines are looked at.
    Source: §8.2, §3.12.
    """
    has_plan = facts is None or facts.has_plan
    way = way_forward(state, switches, has_plan=has_plan)
    found: list[Problem] = []
    for left in (state, *way[:-1]):
        if left is FormState.DRAFT:
            found += _unready(items)
        elif left is FormState.SELF_SCORED:
            found += _unscored(items)
        if facts is not None:
            # One that is passed by itself may ask what the one before it asks.
            found += [one for one in _unmet(left, switches, facts) if one not in found]
    return tuple(found)


def check_signature(
    signature: SignatureState | None, words: str, signed_on: date | None, notice_way: str = ""
) -> tuple[Problem, ...]:
    """Return what a signature state lacks (§12.4): the objection in words, two witnesses by name, proof of delivery."""
    if signature is None:
        return (Problem("signature", "signature_open"),)
    found = []
    if signed_on is None:
        found.append(Problem("signed_on", "signed_on_open"))
    if signature is SignatureState.SIGNED_DISAGREE and not words.strip():
        found.append(Problem("signature_words", "objection_open"))
    if signature is SignatureState.REFUSED:
        names = [name for name in _BETWEEN_NAMES.split(words) if name.strip()]
        if len(set(names)) < WITNESSES:
            found.append(Problem("signature_words", "witnesses_open", {"count": WITNESSES}))
    by_post = signature in (SignatureState.REFUSED, SignatureState.DELIVERED_REMOTE)
    if by_post and not notice_way.strip():
        found.append(Problem("notice_way", "proof_open"))
    return tuple(found)


_WAITS = {
    "self_open": Waits.EMPLOYEE,
    "cycle_not_begun": Waits.TIME,
    "cycle_running": Waits.TIME,
    "veto_bare": Waits.EMPLOYEE,
    "veto_unruled": Waits.HR,
    "grade_open": Waits.CALIBRATION,
    "notice_open": Waits.HR,
    "interview_open": Waits.MANAGER,
    "signature_open": Waits.EMPLOYEE,
    "signed_on_open": Waits.HR,
    "objection_open": Waits.EMPLOYEE,
    "witnesses_open": Waits.HR,
    "proof_open": Waits.HR,
    "appeal_window": Waits.TIME,
    "appeal_open": Waits.HR,
    "plans_open": Waits.MANAGER,
    "closes_with_cycle": Waits.HR,
}


def waits_for(problem: Problem) -> Waits:
    """Return who has to act before a form can go on; an actual is waited for from whoever provides it."""
    if problem.code == "item_unscored" and problem.details.get("is_measured"):
        return Waits.DATA
    return _WAITS.get(problem.code, Waits.MANAGER)


def _unready(items: Sequence[ItemState]) -> list[Problem]:
    if not items:
        return [Problem("items", "no_items")]
    weighted = [item for item in items if not item.is_in_words]
    found = list(check_weights([item.weight for item in weighted])) if weighted else []
    for item in weighted:
        if item.weight is None:
            found.append(Problem(f"weight.{item.key}", "weight_missing", {"name": item.name}))
        for problem in _agreement(item):
            details = {**problem.details, "name": item.name}
            found.append(Problem(f"{problem.field}.{item.key}", problem.code, details, problem.is_warning))
    return found


def _agreement(item: ItemState) -> tuple[Problem, ...]:
    """Return what an indicator lacks to be agreed; of one that is judged by level nothing is asked here."""
    if item.rule is None:
        return ()
    found = check_agreement(
        item.name,
        item.unit or "",
        item.rule,
        provider_id=item.provider_id,
        provider_words=item.provider_words,
        basis=item.basis,
        appraisee_id=item.appraisee_id,
    )
    asked = item.unit is not None
    return tuple(one for one in found if asked or one.field not in ("unit", "provider", "basis"))


def _unscored(items: Sequence[ItemState]) -> list[Problem]:
    found = []
    for item in items:
        excused = item.missing in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE)
        if not item.has_score and not excused:
            details = {"name": item.name, "is_measured": item.rule is not None and not item.is_in_words}
            found.append(Problem(f"actual.{item.key}", "item_unscored", details))
        elif excused and not item.reason.strip():
            found.append(Problem(f"reason.{item.key}", "missing_without_reason", {"name": item.name}))
    return found


def _unmet(left: FormState, switches: AbstractSet[Switch], facts: FormFacts) -> list[Problem]:
    """Return what a state asks beside the lines of the form, as far as its acts are on."""
    if left is FormState.AGREED and facts.today < facts.starts_on:
        return [Problem("state", "cycle_not_begun", {"starts_on": facts.starts_on.isoformat()})]
    if left is FormState.RUNNING:
        return _self_unmet(switches, facts)
    if left is FormState.SELF_SCORED and Switch.INDICATORS in switches:
        bare = [Problem("event", "veto_bare", {"name": name}) for name in facts.bare_vetoes]
        return bare + [Problem("event", "veto_unruled", {"name": name}) for name in facts.unruled_vetoes]
    if left is FormState.MANAGER_SCORED:
        if facts.has_open_segments:
            return [SEGMENT_OPEN]
        if Switch.CALIBRATION in switches and not facts.has_grade:
            return [Problem("grade", "grade_open")]
    talks = Switch.INTERVIEWS in switches
    if left is FormState.CALIBRATED and talks:
        return _talk_unmet(facts)
    found = []
    if left is FormState.IMPROVING and talks and facts.open_plans:
        names = "、".join(facts.open_plans[:3])
        found.append(Problem("plan", "plans_open", {"count": len(facts.open_plans), "names": names}))
    # A form with a plan goes on at once: it may be appealed while the plan runs, but not filed before that.
    if talks and (left is FormState.IMPROVING or (left is FormState.CONFIRMED and not facts.has_plan)):
        until = facts.appeal_until
        if until is not None and facts.today <= until:
            found.append(Problem("appeal", "appeal_window", {"until": until.isoformat()}))
    if left in (FormState.CONFIRMED, FormState.IMPROVING) and facts.is_appealed:
        found.append(Problem("appeal", "appeal_open"))
    return found


def _self_unmet(switches: AbstractSet[Switch], facts: FormFacts) -> list[Problem]:
    if Switch.SELF_SCORE in switches:
        if facts.is_self_given or facts.is_self_over:
            return []
        return [Problem("self", "self_open", {"until": facts.self_until.isoformat()})]
    if Switch.TARGETS_FIRST in switches and not facts.is_over:
        return [Problem("state", "cycle_running", {"ends_on": facts.ends_on.isoformat()})]
    return []


def _talk_unmet(facts: FormFacts) -> list[Problem]:
    found = []
    if facts.notice_on is None:
        found.append(Problem("notice", "notice_open"))
    if facts.interview_on is None:
        found.append(Problem("interview", "interview_open"))
    found += check_signature(facts.signature, facts.signature_words, facts.signed_on, facts.notice_way)
    return found
