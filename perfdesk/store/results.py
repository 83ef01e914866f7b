"""Totals of many forms at once: the sums are SQL, the rules stay those of `domain.totals`.

A property test ties the two together over generated forms. Only what is rare (bonus, deduction, veto) is
computed by the domain itself, from the items of just those forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, text

from perfdesk.domain.numbers import from_hundredths

_WHOLE_C = 10_000
_NONE = (0, 0, 0, 0)
_LEAST_WEIGHT_C = 6000
"""Below this present weight a form has no total (domain reference §3.12)."""

_PRESENT = "i.score_c IS NOT NULL AND i.missing IN ('VALUE', 'NOT_SUBMITTED')"
_GAP = """CASE f.scheme WHEN 'P5' THEN i.score_c < 300
        WHEN 'P100' THEN i.score_c <= CASE i.method WHEN 'ANCHOR' THEN 7800 ELSE 9800 END
        ELSE i.score_c <= 9800 END"""  # with the noise of §9.1

# Both read the items from the index alone. A score of half a hundredth rounds away from zero, also below zero.
_PRESENT_SUMS = f"""
SELECT f.id, count(*), sum(coalesce(i.weight_c, 0)) AS weight,
    sum((i.score_c * coalesce(i.weight_c, 0) + CASE WHEN i.score_c < 0 THEN -5000 ELSE 5000 END) / 10000) AS subtotal,
    sum({_GAP}) AS gaps,
    sum(CASE WHEN {_GAP} THEN i.left_reason <> '' OR EXISTS (
        SELECT 1 FROM plan JOIN action ON action.plan_id = plan.id WHERE plan.form_item_id = i.id) ELSE 0 END
    ) AS treated
FROM form AS f JOIN form_item AS i ON i.form_id = f.id
WHERE {{wanted}} AND {_PRESENT}
GROUP BY f.id
"""
_ABSENT_SUMS = f"""
SELECT f.id, count(i.id), coalesce(sum(i.weight_c), 0) AS weight, coalesce(sum(i.missing <> 'PENDING'), 0) AS given,
    coalesce(sum(i.missing IN ('VALUE', 'PENDING', 'NOT_SUBMITTED')), 0) AS still_open
FROM form AS f LEFT JOIN form_item AS i ON i.form_id = f.id AND i.method <> 'WORDS'
WHERE {{wanted}} AND (i.id IS NULL OR NOT ({_PRESENT}))
GROUP BY f.id
"""

# The subtotal of forms whose present items share out the weight of the others (domain reference §3.12).
_SHARED = f"""
WITH item AS MATERIALIZED (
    SELECT f.id AS form_id, i.id, i.seq, coalesce(i.weight_c, 0) AS w, i.score_c AS s, {_PRESENT} AS present
    FROM form AS f JOIN form_item AS i ON i.form_id = f.id WHERE {{wanted}}
),
part AS (
    SELECT form_id, sum(w * present) AS present_w FROM item
    GROUP BY form_id HAVING sum(present) < count(*) AND sum(w * present) > 0
),
quota AS (
    SELECT form_id, s, w * 10000 / present_w AS whole,
        10000 - sum(w * 10000 / present_w) OVER (PARTITION BY form_id) AS left_over,
        row_number() OVER (PARTITION BY form_id ORDER BY w * 10000 % present_w DESC, seq, id) AS place
    FROM item JOIN part USING (form_id) WHERE present
)
SELECT form_id, sum((s * (whole + (place <= left_over)) + CASE WHEN s < 0 THEN -5000 ELSE 5000 END) / 10000)
FROM quota GROUP BY form_id
"""


class FormSum(NamedTuple):
    """What SQL knows of one form; a tuple, since a cycle has thousands. `subtotal` is None below the least
    present weight."""

    form_id: int
    items: int
    given: int
    is_provisional: bool
    subtotal: Decimal | None
    gaps: int
    treated: int


def sums_of_cycle(connection: Connection, cycle_id: int) -> list[FormSum]:
    return _sums(connection, "f.cycle_id = :cycle_id AND f.is_void = 0", {"cycle_id": cycle_id})


def sums_of_forms(connection: Connection, form_ids: Sequence[int]) -> list[FormSum]:
    many: BindParameter[Any] = bindparam("form_ids", expanding=True)
    return _sums(connection, "f.id IN :form_ids", {"form_ids": list(form_ids)}, many)


def sums_of_employee(connection: Connection, employee_id: int) -> list[tuple[int, FormSum]]:
    """Return (cycle id, sum) of every form of one person, oldest cycle first."""
    forms = connection.execute(
        text(
            "SELECT form.id, form.cycle_id FROM form JOIN cycle ON cycle.id = form.cycle_id "
            "WHERE form.employee_id = :employee_id AND form.is_void = 0 "
            "ORDER BY cycle.starts_on, form.segment, form.revision"
        ),
        {"employee_id": employee_id},
    ).all()
    by_form = {found.form_id: found for found in sums_of_forms(connection, [row.id for row in forms])}
    newest = {row.cycle_id: by_form[row.id] for row in forms}
    return list(newest.items())


def _sums(
    connection: Connection, wanted: str, given: dict[str, Any], *parameters: BindParameter[Any]
) -> list[FormSum]:
    def rows(sql: str) -> Sequence[Any]:
        return connection.execute(text(sql.format(wanted=wanted)).bindparams(*parameters), given).all()

    present = rows(_PRESENT_SUMS)
    absent = {form_id: counted for form_id, *counted in rows(_ABSENT_SUMS)}
    shared = (
        dict(tuple(row) for row in rows(_SHARED)) if any(counted[0] for counted in absent.values()) else {}
    )
    found = []
    for form_id, count, weight, subtotal, gaps, treated in present:
        more, more_weight, more_given, still_open = absent.pop(form_id, _NONE)
        found.append(
            FormSum(
                form_id,
                count + more,
                count + more_given,
                still_open > 0 or weight + more_weight != _WHOLE_C,
                from_hundredths(shared.get(form_id, subtotal)) if weight >= _LEAST_WEIGHT_C else None,
                gaps,
                treated,
            )
        )
    # What is left has no score at all.
    found += [
        FormSum(form_id, count, given, still_open > 0 or weight != _WHOLE_C, None, 0, 0)
        for form_id, (count, weight, given, still_open) in absent.items()
    ]
    return found


def forms_with_events(connection: Connection, form_ids: Sequence[int]) -> set[int]:
    """Return those forms that have a bonus, a deduction or a veto."""
    found = connection.execute(text("SELECT DISTINCT form_id FROM form_event")).scalars().all()
    return set(found) & set(form_ids)
