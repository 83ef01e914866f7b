"""Calibration: the board of a cycle, grades changed with a reason, the log, and forms moved on when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count

from perfdesk.controllers import locks, reading
from perfdesk.controllers.cycles import CyclesController, Stuck
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.domain.appraisal import Cycle, Standing
from perfdesk.domain.calibration import centre_of, check_guide, guide_of
from perfdesk.domain.calibration_board import Board, Candidate, GradeChange, Scope, board_of, check_change
from perfdesk.domain.calibration_pools import Presence, exemption
from perfdesk.domain.cycle_conditions import SEGMENT_OPEN
from perfdesk.domain.cycles import Part, is_scored
from perfdesk.domain.firm import FirmChoices
from perfdesk.domain.goals import unit_scores
from perfdesk.domain.grades import SCHEMES, Grade, GradeScheme, grade_of, met_score
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import CalibrationReason, FormState, GuideMode, Scheme
from perfdesk.store import calibration, cycles, forms, goals, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.rows import day
from perfdesk.store.schema import firm, form, grade_change


class CalibrationController:
    """Deeds and questions about final grades; scores are never touched here."""

    def __init__(self, desk: Desk, cycles_controller: CyclesController) -> None:
        self._desk, self._cycles = desk, cycles_controller
        self._finishes = count(1)

    # -- reading --

    def board(self, cycle_id: int) -> Board:
        """Return the board of a cycle.

        Raises:
            Invalid: `cycle_closed` when there is no such cycle.
        """
        with self._desk.read() as connection:
            return self._board(connection, cycle_id)

    def log(self, cycle_id: int) -> list[GradeChange]:
        """Return what was changed or confirmed in a cycle, the newest first."""
        with self._desk.read() as connection:
            return calibration.changes(connection, cycle_id)

    def log_of(self, form_id: int) -> list[GradeChange]:
        """Return what was changed or confirmed on one form, the newest first: for its papers too."""
        with self._desk.read() as connection:
            return calibration.changes(connection, form_ids=[form_id])

    def choices(self) -> FirmChoices:
        return self._desk.settings().choices

    def guide(self) -> tuple[tuple[Grade, ...], tuple[Decimal, ...]]:
        """Return the firm's grades of today, best first, with their shares in percent before any link (§7.2)."""
        grades, scheme = self._grades()
        return grades, guide_of(self.choices().guide, grades, scheme)

    # -- deeds --

    def set_grade(
        self,
        form_id: int,
        grade: str,
        reason: str,
        words: str,
        participants: str = "",
        inversion_words: str = "",
    ) -> None:
        """Give a form its final grade, by code, with a reason; the grade it has already is confirmed with one.

        Raises:
            Invalid: unknown grade or reason, fewer than ten characters, an inversion without words of its own,
                a state in which the grade is locked.
        """
        words, inversion_words = tidy_words(words), tidy_words(inversion_words)
        with self._desk.change("set_grade", grade=grade) as change:
            change.say(**forms.person_words(change.connection, form_id))
            board = self._board(change.connection, change.row(form, form_id)["cycle_id"])
            codes = [one.code for one in board.grades]
            at = codes.index(grade) if grade in codes else -1
            if problems := check_change(board, form_id, at, reason, words, inversion_words):
                raise Invalid(*problems)
            locks.allow(self._desk, change, form_id, Part.GRADE)
            before = board.people[form_id].final
            now = self._desk.now().isoformat(timespec="seconds")
            change.insert(
                grade_change,
                form_id=form_id,
                from_grade=codes[before] if before is not None else "",
                to_grade=grade,
                reason=CalibrationReason(reason).value,
                words=words,
                participants=tidy_words(participants),
                inversion_words=inversion_words if board.inversions_by(form_id, at) else "",
                at=now,
                actor_id=self._desk.file.actor_id,
            )
            change.update(form, form_id, final_grade=grade)
            change.touch(form_id)

    def finish(self, cycle_id: int, scope: Scope | None = None) -> list[Stuck]:
        """End the calibration of a scope: forms without a changed grade keep the standard one, and all that were
        scored move on. Returns those that stay, with why: somebody above a soft guide without a reason, too.

        Who changed position has one grade, that of the last segment: the earlier ones get none and move on with it.
        While one of them is not scored yet, the last one stays (§8.5).
        """
        with self._desk.read() as connection:
            board = self._board(connection, cycle_id)
            lasts = cycles.last_segments(connection, cycle_id)
            before = forms.heads(connection, sorted(lasts))
        view = board.view(scope or Scope())
        open_ = frozenset(lasts[one] for one, head in before.items() if not is_scored(head.state))
        waiting = frozenset(view.unexplained)
        ready = [form_id for form_id in view.people if board.people[form_id].may_change]
        ready += [one.form_id for one in view.exempt if one.state is FormState.MANAGER_SCORED]
        held = [form_id for form_id in ready if form_id in open_]
        going = [form_id for form_id in ready if form_id not in waiting | open_]
        scored = [one for one, head in before.items() if head.state is FormState.MANAGER_SCORED]
        earlier = [form_id for form_id in scored if lasts[form_id] in going]
        if going:
            visit = f"calibration {next(self._finishes)}"  # one step for undo
            with self._desk.change("settle_grades", visit=visit, count=len(going)) as change:
                self._settle(change, board, going, earlier)
            left = self._cycles.advance([*going, *earlier], visit=visit)
        else:
            left = []
        with self._desk.read() as connection:
            heads = forms.heads(connection, sorted(waiting.union(held)))
        for head in heads.values():
            left.append(Stuck(head, (SEGMENT_OPEN if head.id in open_ else _unexplained(head.name),)))
        return left

    def set_guide(self, shares: Mapping[str, Decimal] | None) -> None:
        """Set the firm's own shares for its grades of today, in percent; None goes back to the default.

        A cycle with other grades keeps the default.

        Raises:
            Invalid: `guide_share`, `guide_not_100`.
        """
        if shares is not None and (problems := check_guide(shares, self._grades()[0])):
            raise Invalid(*problems)
        self._choose(guide=dict(shares) if shares is not None else {})

    def set_mode(self, mode: GuideMode) -> None:
        """Choose whether the guide is advice only, or asks for reasons above its seats in the best grades."""
        self._choose(guide_mode=mode)

    def link_departments(self, *, on: bool) -> None:
        """Let a department's own result move its guide, or not (§7.4)."""
        self._choose(links_departments=on)

    # -- inside --

    def _grades(self) -> tuple[tuple[Grade, ...], Scheme]:
        chosen = self._desk.settings()
        return chosen.grades.get(chosen.scheme, SCHEMES[chosen.scheme].grades), chosen.scheme

    def _choose(self, **changed: object) -> None:
        with self._desk.change("set_guide") as change:
            now = settings.choices_of(change.row(firm, settings.FIRM_ID)["choices"])
            wanted = settings.choices_text(replace(now, **changed))  # type: ignore[arg-type]  # by field name
            change.update(firm, settings.FIRM_ID, choices=wanted)

    def _settle(self, change: Change, board: Board, form_ids: Sequence[int], earlier: Sequence[int]) -> None:
        now = self._desk.now().isoformat(timespec="seconds")
        exempt = {one.form_id: one for one in board.exempt}
        rows = {}
        for form_id in form_ids:
            one = board.people.get(form_id) or exempt[form_id]
            code = board.grades[one.final].code if one.final is not None else ""
            rows[form_id] = {"final_grade": code, "calibrated_at": now}
        rows |= {form_id: {"final_grade": "", "calibrated_at": now} for form_id in earlier}
        change.update_many(form, rows)
        for row in change.find(form, employee_id=self._desk.file.actor_id):
            if row["id"] in rows:
                locks.mark_own(self._desk, change, row)
        change.touch(*rows)

    def _board(self, connection: Reading, cycle_id: int) -> Board:
        cycle = _cycle(connection, cycle_id)
        choices = settings.choices(connection)
        grades, scheme = cycle.scheme.grades, cycle.scheme.scheme
        centre = centre_of(grades, scheme)
        steps = _steps(connection, cycle.year) if choices.links_departments else {}
        return board_of(
            self._candidates(connection, cycle),
            grades,
            centre,
            met_score(True, scheme),
            guide_of(choices.guide, grades, scheme),
            choices.guide_mode,
            calibration.parents(connection),
            steps,
        )

    def _candidates(self, connection: Reading, cycle: Cycle) -> list[Candidate]:
        standings = [one for one in reading.standings_of(connection, cycle.id) if one.is_last_segment]
        facts = calibration.facts(connection, cycle.id)
        away = calibration.away(connection, cycle.starts_on.isoformat(), cycle.ends_on.isoformat())
        managers = calibration.managers(connection)
        vetoed = calibration.vetoed(connection, cycle.id)
        latest = calibration.latest(connection, cycle.id)
        codes = {grade.code: at for at, grade in enumerate(cycle.scheme.grades)}
        found = []
        for one in standings:
            row = facts[one.form_id]
            standard = None if row.no_grade_reason else _standard(one, codes)
            final = codes.get(row.final_grade, standard) if standard is not None else None
            change = latest.get(one.form_id)
            is_said = change is not None and final is not None and codes.get(change[0]) == final
            total = one.total if standard is not None else None
            presence = Presence(
                day(row.hired_on),
                day(row.left_on),
                day(row.probation_until),
                away.get(one.employee_id, ()),
                bool(row.no_grade_reason),
                total,
                is_scored(one.state),
            )
            is_capped = (
                one.form_id in vetoed and total is not None and _is_below(total, standard, cycle.scheme)
            )
            found.append(
                Candidate(
                    form_id=one.form_id,
                    employee_id=one.employee_id,
                    number=one.number,
                    name=one.name,
                    name_en=one.name_en,
                    department_id=one.department_id,
                    department_zh=one.department_zh,
                    department_en=one.department_en,
                    state=one.state,
                    total=total,
                    standard=standard,
                    final=final,
                    is_manager=one.employee_id in managers,
                    is_capped=is_capped,
                    exemption=exemption(presence, cycle.starts_on, cycle.ends_on, self._desk.today()),
                    reason=change[1] if change is not None and is_said else None,
                    is_explained=is_said,
                    search_key=one.search_key,
                )
            )
        return found


def _cycle(connection: Reading, cycle_id: int) -> Cycle:
    found = cycles.one_cycle(connection, cycle_id)
    if found is None:
        raise refuse("cycle", "cycle_closed")
    return found


def _standard(one: Standing, codes: Mapping[str, int]) -> int | None:
    grade = one.standard_grade or one.grade
    return codes.get(grade.code) if grade is not None and not one.is_provisional else None


def _is_below(total: Decimal, standard: int | None, scheme: GradeScheme) -> bool:
    return standard is not None and standard > scheme.grades.index(grade_of(total, scheme.grades))


def _steps(connection: Reading, year: int) -> dict[int, int]:
    """Return how far each department's own grade lies above the centre; goals are scored like measured items."""
    grades = settings.settings(connection).grades.get(Scheme.P120, SCHEMES[Scheme.P120].grades)
    centre = centre_of(grades, Scheme.P120)
    scores = unit_scores(goals.goals(connection, year))
    return {
        unit: centre - list(grades).index(grade_of(score, grades))
        for unit, score in scores.items()
        if unit is not None and score is not None
    }


def _unexplained(name: str) -> Problem:
    return Problem("grade", "guide_reason_missing", {"name": name})
