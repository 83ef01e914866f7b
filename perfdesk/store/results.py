"""Totals of many forms at once: the sums are SQL, the rules stay those of `domain.totals`.

A property test ties the two together over generated forms. Only what is rare (bonus, deduction, veto) is
computed by the domain itself, from the items of just those forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, text

from perfdesk.domain.numbers import from_hundredths

_LEAST_WEIGHT_C = 6000
"""Below this present weight a form has no total (domain reference §3.12)."""

_SUMS = """
WITH wanted AS MATERIALIZED ({wanted}),
item AS MATERIALIZED (
    SELECT wanted.id AS form_id, i.id, i.seq, coalesce(i.weight_c, 0) AS w, i.score_c AS s, i.missing, i.left_reason,
        (i.missing IN ('VALUE', 'NOT_SUBMITTED') AND i.score_c IS NOT NULL) AS present,
        CASE wanted.scheme WHEN 'P5' THEN 300
            WHEN 'P100' THEN CASE i.method WHEN 'ANCHOR' THEN 8000 ELSE 10000 END
            ELSE 10000 END AS met,
        CASE wanted.scheme WHEN 'P5' THEN 1 ELSE 200 END AS noise
    FROM wanted LEFT JOIN form_item AS i ON i.form_id = wanted.id
),
form_sum AS (
    SELECT form_id, count(id) AS items, sum(present) AS present, sum(missing <> 'PENDING') AS given,
        sum(NOT present AND missing IN ('VALUE', 'PENDING', 'NOT_SUBMITTED')) OR sum(w) <> 10000
            AS open_items,
        sum(w * present) AS present_w,
        sum(CASE WHEN present THEN (s * w + CASE WHEN s < 0 THEN -5000 ELSE 5000 END) / 10000 ELSE 0 END) AS plain,
        sum(present AND met - s >= noise) AS gaps,
        sum(CASE WHEN present AND met - s >= noise
            THEN left_reason <> '' OR EXISTS (
                SELECT 1 FROM plan JOIN action ON action.plan_id = plan.id WHERE plan.form_item_id = item.id)
            ELSE 0 END) AS treated
    FROM item GROUP BY form_id
),
quota AS (
    SELECT item.form_id, s, w * 10000 / present_w AS whole, present_w,
        10000 - sum(w * 10000 / present_w) OVER (PARTITION BY item.form_id) AS left_over,
        row_number() OVER (PARTITION BY item.form_id ORDER BY w * 10000 % present_w DESC, seq, item.id) AS place
    FROM item JOIN form_sum ON form_sum.form_id = item.form_id
    WHERE item.present AND form_sum.present < form_sum.items AND present_w > 0
),
shared AS (
    SELECT form_id, sum((s * (whole + (place <= left_over)) + CASE WHEN s < 0 THEN -5000 ELSE 5000 END) / 10000)
        AS total
    FROM quota GROUP BY form_id
)
SELECT form_sum.form_id, form_sum.items, form_sum.given, form_sum.open_items, form_sum.present_w,
    coalesce(shared.total, form_sum.plain) AS subtotal, form_sum.gaps, form_sum.treated
FROM form_sum LEFT JOIN shared ON shared.form_id = form_sum.form_id
"""


@dataclass(frozen=True, slots=True)
class FormSum:
    """What SQL knows of one form. `subtotal` is None below the least present weight."""

    form_id: int
    items: int
    given: int
    is_provisional: bool
    subtotal: Decimal | None
    gaps: int
    treated: int


def sums_of_cycle(connection: Connection, cycle_id: int) -> list[FormSum]:
    wanted = "SELECT id, scheme FROM form WHERE cycle_id = :cycle_id AND is_void = 0"
    return _sums(connection.execute(text(_SUMS.format(wanted=wanted)), {"cycle_id": cycle_id}))


def sums_of_forms(connection: Connection, form_ids: Sequence[int]) -> list[FormSum]:
    wanted = "SELECT id, scheme FROM form WHERE id IN :form_ids"
    statement = text(_SUMS.format(wanted=wanted)).bindparams(bindparam("form_ids", expanding=True))
    return _sums(connection.execute(statement, {"form_ids": list(form_ids)}))


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


def _sums(rows: Iterable[Any]) -> list[FormSum]:
    return [
        FormSum(
            form_id,
            items or 0,
            given or 0,
            bool(open_items),
            from_hundredths(subtotal) if present_w and present_w >= _LEAST_WEIGHT_C else None,
            gaps or 0,
            treated or 0,
        )
        for form_id, items, given, open_items, present_w, subtotal, gaps, treated in rows
    ]


def forms_with_events(connection: Connection, form_ids: Sequence[int]) -> set[int]:
    """Return those forms that have a bonus, a deduction or a veto."""
    found = connection.execute(text("SELECT DISTINCT form_id FROM form_event")).scalars().all()
    return set(found) & set(form_ids)
