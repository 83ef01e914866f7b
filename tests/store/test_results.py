"""The SQL that sums is tied to the domain's total, form by form."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, update

from perfdesk.domain.gaps import GapInput, gaps_of
from perfdesk.domain.grades import SCHEMES, met_score
from perfdesk.domain.numbers import from_hundredths
from perfdesk.domain.terms import Method, Missing, Scheme
from perfdesk.domain.totals import ScoredItem, total_of
from perfdesk.store import results, schema
from perfdesk.store.firm_file import FirmFile
from perfdesk.store.results import FormSum
from tests.builders import DEED, cycle, firm_file, form, item_row, measured, person

Items = list[dict[str, Any]]
FORMS = 10_000


def random_items(form_id: int, scheme: Scheme, chance: random.Random) -> Items:
    """Items of one form: any weights, mostly summing to 100, any state, scores with halves and extremes."""
    count = chance.choice((0, 1, 2, 3, 3, 4, 5, 6, 7, 8))
    cuts = sorted(chance.sample(range(1, 10_000), count - 1)) if count else []
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)] if count else []
    if chance.random() < 0.5 and 10_000 % max(count, 1) == 0:
        weights = [10_000 // count for _ in range(count)]  # equal weights tie for the last hundredth
    if weights and chance.random() < 0.1:
        weights[0] = chance.choice((None, 0, weights[0] + 50))
    top = int(SCHEMES[scheme].item_cap * 100)
    met = int(met_score(False, scheme) * 100)
    edges = (
        0,
        1,
        50,
        100,
        5950,
        5999,
        6000,
        met,
        met - 1,
        met - 199,
        met - 200,
        met - 201,
        met - 2000,
        top,
        -150,
    )
    likely_missing = chance.choice((0.0, 0.1, 0.5))
    items = []
    for seq, weight in enumerate(weights):
        is_missing = chance.random() < likely_missing
        state = chance.choice(list(Missing)) if is_missing else Missing.VALUE
        score = chance.choice((*edges, chance.randint(0, top), chance.randint(0, top)))
        if state not in (Missing.VALUE, Missing.NOT_SUBMITTED) or (is_missing and chance.random() < 0.7):
            score = None
        elif state == Missing.NOT_SUBMITTED:
            score = 0
        method = chance.choice(("RATIO", "RATIO", "ANCHOR"))
        left = "已说明" if chance.random() < 0.1 else ""
        columns = {"missing": state.value, "score_c": score, "method": method, "left_reason": left}
        items.append(item_row(form_id, chance.choice((seq, seq, 0)), weight_c=weight, **columns))
    return items


def expected(form_id: int, scheme: Scheme, items: Items, with_action: set[int]) -> FormSum:
    """What the domain says, in form order."""
    ordered = sorted(items, key=lambda item: (item["seq"], item["id"]))
    scored = [
        ScoredItem(
            item["id"],
            from_hundredths(item["weight_c"] or 0),
            None if item["score_c"] is None else from_hundredths(item["score_c"]),
            Missing(item["missing"]),
        )
        for item in ordered
    ]
    total = total_of(scored, SCHEMES[scheme])
    gaps = gaps_of(
        [
            GapInput(
                key=item["id"],
                weight=total.weights.get(item["id"], Decimal(0)),
                score=one.score if item["id"] in total.weighted else None,
                met=met_score(item["method"] == Method.ANCHOR, scheme),
            )
            for item, one in zip(ordered, scored, strict=True)
        ],
        scheme,
    )
    short = {gap.key for gap in gaps if gap.is_gap}
    treated = {item["id"] for item in items if item["left_reason"]} | with_action
    given = sum(item["missing"] != "PENDING" for item in items)
    return FormSum(
        form_id, len(items), given, total.is_provisional, total.subtotal, len(short), len(short & treated)
    )


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[FormSum], list[FormSum], list[FormSum]]:
    """Sums of SQL by cycle, sums of SQL by form, and those of the domain; of 10,000 forms in one file."""
    chance = random.Random(20260930)
    file = firm_file(tmp_path_factory.mktemp("results"))
    people, forms, items, wanted = [], [], [], []
    plans: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    for form_id in range(1, FORMS + 1):
        scheme = chance.choice(list(Scheme))
        people.append({"id": form_id, "version": 1, "number": f"{form_id:05}"})
        whose = {"employee_id": form_id, "cycle_id": 1, "segment": 1, "revision": 1}
        forms.append({"id": form_id, "version": 1, **whose, "scheme": scheme.value, "state": "RUNNING"})
        mine = random_items(form_id, scheme, chance)
        with_action = set()
        for item in mine:
            item |= {"id": len(items) + 1, "version": 1}
            items.append(item)
            if chance.random() < 0.2:
                dates = {"starts_on": "2026-10-01", "ends_on": "2026-12-31"}
                plans.append({"id": len(plans) + 1, "version": 1, "form_item_id": item["id"], **dates})
                if chance.random() < 0.7:
                    with_action.add(item["id"])
                    actions.append({"version": 1, "plan_id": len(plans), "seq": 0})
        wanted.append(expected(form_id, scheme, mine, with_action))
    with file.change(DEED) as change:
        cycle(change)
        tables = (schema.employee, schema.form, schema.form_item, schema.plan, schema.action)
        for table, rows in zip(tables, (people, forms, items, plans, actions), strict=True):
            change.connection.execute(insert(table), rows)
    with file.read() as connection:
        by_cycle = sorted(results.sums_of_cycle(connection, 1), key=lambda found: found.form_id)
        asked = list(range(1, FORMS + 1, 7))
        by_form = sorted(results.sums_of_forms(connection, asked), key=lambda found: found.form_id)
    file.close(with_backup=False)
    return by_cycle, by_form, wanted


Generated = tuple[list[FormSum], list[FormSum], list[FormSum]]


def test_the_sums_of_ten_thousand_forms_are_those_of_the_domain(generated: Generated) -> None:
    by_cycle, _by_form, wanted = generated
    wrong = [(found, right) for found, right in zip(by_cycle, wanted, strict=True) if found != right]
    assert not wrong, wrong[:3]


def test_the_sums_of_chosen_forms_are_the_same(generated: Generated) -> None:
    _by_cycle, by_form, wanted = generated
    assert by_form == wanted[::7]


def test_the_generated_forms_reach_every_corner(generated: Generated) -> None:
    wanted = generated[2]
    assert sum(one.subtotal is None for one in wanted) > 500
    assert sum(one.is_provisional for one in wanted) > 500
    assert sum(0 < one.treated < one.gaps for one in wanted) > 200
    assert sum(one.items == 0 for one in wanted) > 200


def test_a_void_form_counts_nowhere(file: FirmFile) -> None:
    with file.change(DEED) as change:
        change.update(schema.form, 1, is_void=1)
    with file.read() as connection:
        assert results.sums_of_cycle(connection, 1) == []
        assert results.sums_of_employee(connection, 2) == []


def test_a_person_has_one_sum_for_each_cycle_the_oldest_first(file: FirmFile) -> None:
    with file.change(DEED) as change:
        spring = cycle(change, starts_on="2026-04-01", ends_on="2026-06-30")
        earlier = form(change, 2, spring)
        change.insert_many(
            schema.form_item, [measured(earlier, 0, 90, 90, 60), measured(earlier, 1, 80, 80, 40)]
        )
        newer = form(change, 2, spring, revision=2)
        change.insert(schema.form_item, **measured(newer, 0, 95, 95, 100))
    with file.read() as connection:
        found = results.sums_of_employee(connection, 2)
    assert [(cycle_id, one.form_id, one.subtotal) for cycle_id, one in found] == [
        (spring, newer, Decimal("95.00")),
        (1, 1, Decimal("83.40")),
    ]


def test_only_forms_with_bonus_deduction_or_veto_are_named(file: FirmFile) -> None:
    with file.change(DEED) as change:
        other = form(change, person(change, "E09"), 1)
        event = {"kind": "BONUS", "happened_on": "2026-08-01", "points_c": 300}
        change.insert(schema.form_event, form_id=other, **event)
        change.connection.execute(update(schema.form).values(scheme="P100"))
    with file.read() as connection:
        assert results.forms_with_events(connection, [1, other]) == {other}
        assert results.forms_with_events(connection, [1]) == set()
