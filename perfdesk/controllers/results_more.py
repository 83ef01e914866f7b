"""What a cycle's results say beyond scores: goals, raters, calibration, changes, check-ins, OKR, appeals.

Each function gives the JSON of one subject; `results_json` puts them where they belong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfdesk.controllers.json_values import iso_day, plain, text
from perfdesk.domain.calibration_board import Board, Scope
from perfdesk.domain.goals import GoalNode, Hanging
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.progress import CheckIn

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

Json = dict[str, Any]


class MoreResults:
    """Reads the subjects of one cycle once, and tells them form by form."""

    def __init__(self, firm: Firm, cycle_id: int, year: int) -> None:
        self._firm, self._cycle_id, self._year = firm, cycle_id, year
        self.board = firm.calibration.board(cycle_id)
        self._rated = {found.head.id: found for found in firm.raters.forms_of_cycle(cycle_id)}
        self._grade_changes = _by_form(firm.calibration.log(cycle_id))
        self._amended = _by_form(firm.changes.amendments(cycle_id))
        self._appealed = _by_form([line.appeal for line in firm.appeals.appeals(cycle_id)])
        self._shares = {found.form_id: found for found in firm.changes.shares(cycle_id)}

    def of_form(self, form_id: int) -> Json:
        """Return the further keys of one employee's form."""
        check_ins = self._firm.check_ins.of_form(form_id)
        evidence = self._firm.evidence.of_form(form_id)
        return {
            "amendments": [
                {
                    "item": one.name_zh or one.name_en,
                    "old_target": plain(one.old),
                    "new_target": plain(one.new),
                    "derived_target": plain(one.now),
                    "reason": one.reason.value,
                    "words": one.words,
                    "effective_on": iso_day(one.effective_on),
                    "past_half": one.is_past_half,
                    "employee_signed_on": iso_day(one.employee_signed_on),
                    "manager_signed_on": iso_day(one.manager_signed_on),
                }
                for one in self._amended.get(form_id, ())
            ],
            "appeals": [
                {
                    "matter": one.matter.value,
                    "filed_on": iso_day(one.filed_on),
                    "facts": one.facts,
                    "request": one.request,
                    "handler": one.handler,
                    "decision": one.decision.value if one.decision else None,
                    "reasons": one.reasons,
                    "decided_on": iso_day(one.decided_on),
                }
                for one in self._appealed.get(form_id, ())
            ],
            "check_ins": {
                str(item_id): [_check_in(one) for one in found] for item_id, found in check_ins.items()
            },
            "evidence": [
                {
                    "on": iso_day(one.on),
                    "words": one.words,
                    "file": one.attachment.name if one.attachment else None,
                    "item_id": one.item_id,
                }
                for one in evidence
            ],
            "grade_changes": [
                {
                    "from": one.from_grade,
                    "to": one.to_grade,
                    "reason": one.reason.value,
                    "words": one.words,
                    "participants": one.participants,
                    "at": one.at.isoformat(timespec="seconds"),
                }
                for one in self._grade_changes.get(form_id, ())
            ],
            "objectives": self._objectives(form_id),
            "participation": self._participation(form_id),
            "raters": self._of_raters(form_id),
            "suggested_grade": _suggested(self.board, form_id),
        }

    def goals(self) -> Json:
        """Return the goals of the cycle's year with what hangs below them, and the units' scores."""
        tree = self._firm.goals.tree(self._year, self._cycle_id)
        names = {one.id: one.name_zh or one.name_en for one in self._firm.people.departments()}
        return {
            "year": self._year,
            "goals": [_goal(node, names) for node in tree.nodes],
            "firm_score": text(tree.firm_score),
            "unit_scores": {names.get(key, str(key)): text(score) for key, score in tree.unit_scores.items()},
            "orphans": [_hanging(one) for one in tree.orphans],
            "orphan_share": _percent(tree.orphan_share),
        }

    def calibration(self) -> Json:
        """Return the guide as advice: pools with their seats, and how far the grades are from it."""
        view = self.board.view(Scope())
        codes = [grade.code for grade in self.board.grades]
        return {
            "guide_mode": self.board.mode.value,
            "pools": [
                {
                    "people": len(one.pool.members),
                    "shares": {code: plain(share) for code, share in zip(codes, one.shares, strict=True)},
                    "seats": dict(zip(codes, one.seats, strict=True)) if one.seats else None,
                    "linked": one.is_linked,
                }
                for one in self.board.pools
            ],
            "standard": dict(zip(codes, view.standard, strict=True)),
            "now": dict(zip(codes, view.now, strict=True)),
            "standard_deviation": plain(view.standard_deviation),
            "now_deviation": plain(view.now_deviation),
            "hurt_by_quota": [
                {
                    "number": self.board.people[one.form_id].number,
                    "standard": codes[one.standard],
                    "suggested": codes[one.suggested],
                    "met": one.is_met,
                }
                for one in view.hurt
            ],
            "inversions": len(view.inversions),
            "exempt": [
                {"number": one.number, "why": one.exemption.value if one.exemption else None}
                for one in view.exempt
            ],
        }

    def _objectives(self, form_id: int) -> list[Json]:
        return [
            {
                "name": one.name,
                "commitment": one.commitment.value,
                "score": text(one.score),
                "words": one.words,
                "key_results": [
                    {
                        "name": found.name,
                        "kind": found.kind.value,
                        "start": plain(found.start),
                        "target": plain(found.target),
                        "actual": plain(found.actual),
                        "score": text(found.score),
                        "confidence": list(found.confidence),
                    }
                    for found in one.key_results
                ],
            }
            for one in self._firm.okr.objectives(form_id)
        ]

    def _participation(self, form_id: int) -> Json | None:
        share = self._shares.get(form_id)
        if share is None:
            return None
        return {
            "starts_on": iso_day(share.starts_on),
            "ends_on": iso_day(share.ends_on),
            "days": share.days,
            "of": share.of,
            "away": share.away,
            "graded": share.is_graded,
        }

    def _of_raters(self, form_id: int) -> Json | None:
        """Return groups and what they came to, once closed: what an anonymous group said is in no other number."""
        found = self._rated.get(form_id)
        if found is None or not found.sheets:
            return None
        combined = self._firm.raters.combined(form_id) if found.closed_at else None
        items = {}
        for item_id, one in combined.items.items() if combined else ():
            items[str(item_id)] = {
                "level": text(one.value),
                "groups": [
                    {
                        "groups": [group.value for group in part.groups],
                        "replies": part.replies,
                        "mean": text(round_half_up(part.mean)),
                        "effective_weight": text(part.share),
                    }
                    for part in one.groups
                ],
            }
        return {"closed_at": found.closed_at, "asked": len(found.sheets), "items": items}


def _by_form(found: list[Any]) -> dict[int, list[Any]]:
    by_form: dict[int, list[Any]] = defaultdict(list)
    for one in found:
        by_form[one.form_id].append(one)
    return by_form


def _check_in(one: CheckIn) -> Json:
    return {
        "on": iso_day(one.on),
        "actual": plain(one.actual),
        "forecast": plain(one.forecast),
        "confidence": one.confidence,
        "obstacle": one.obstacle,
        "words": one.words,
    }


def _goal(node: GoalNode, names: Mapping[int, str]) -> Json:
    goal = node.goal
    return {
        "name": goal.name_zh or goal.name_en,
        "level": goal.level.value,
        "department": names.get(goal.department_id) if goal.department_id else None,
        "perspective": goal.perspective.value if goal.perspective else None,
        "unit": goal.unit,
        "target": plain(goal.rule.target),
        "actual": plain(goal.actual),
        "score": text(node.score),
        "attainment": text(node.attainment),
        "goals": [_goal(below, names) for below in node.goals],
        "indicators": [_hanging(one) for one in node.indicators],
    }


def _hanging(one: Hanging) -> Json:
    return {
        "code": one.code,
        "name": one.name_zh or one.name_en,
        "forms": one.forms,
        "weight": plain(one.weight),
        "share": plain(one.share),
    }


def _suggested(board: Board, form_id: int) -> str | None:
    at = board.suggested.get(form_id)
    return None if at is None else board.grades[at].code


def _percent(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value * 100))
