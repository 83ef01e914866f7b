"""A firm with scored forms whose totals are given: people in departments, one measured item of weight 100 each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import INDICATORS, Switch
from perfdesk.domain.terms import FormState
from perfdesk.store import forms as form_store
from perfdesk.store import library, schema
from perfdesk.store.change import Deed
from tests.controllers.builders import CLOCK, current, file_of

PICTURE = (
    ("郭建军", "113.57"),
    ("唐丽", "109.83"),
    ("冯涛", "107.97"),
    ("许文斌", "106.44"),
    ("邓秀英", "106.13"),
    ("曹阳", "105.10"),
    ("彭海燕", "99.49"),
    ("蒋伟", "98.46"),
    ("沈国华", "97.26"),
    ("韩雪", "96.07"),
    ("杨帆", "94.82"),
    ("朱明", "91.83"),
    ("秦小龙", "87.28"),
    ("罗永强", "79.75"),
)


def calibration_firm(path: Path, *switches: Switch) -> Firm:
    """An empty firm with indicators, calibration and these switches, before its one cycle ends."""
    on = (INDICATORS - {Switch.TARGETS_FIRST, Switch.SELF_SCORE}) | {Switch.CALIBRATION, *switches}
    return new_firm(path, "红杉精密", "周建国", CLOCK, switches=on)


def add_department(firm: Firm, name: str, parent_id: int | None = None) -> int:
    with file_of(firm).change(Deed("made")) as change:
        return change.insert(schema.department, name_zh=name, name_en="", code=name, parent_id=parent_id)


def add_scored(
    firm: Firm,
    people: Sequence[tuple[str, str | None]],
    department_id: int | None = None,
    *,
    state: FormState = FormState.MANAGER_SCORED,
    **columns: Any,
) -> list[int]:
    """Add people with forms of the current cycle that have these totals; return the forms."""
    cycle_id = current(firm)
    with file_of(firm).change(Deed("made")) as change:
        connection = change.connection
        card = next(one for one in library.cards(connection) if one.code == "SAL-01")
        first = len(change.ids(schema.employee))
        unit = change.row(schema.department, department_id)["name_zh"] if department_id else ""
        form_ids = []
        for at, (name, total) in enumerate(people):
            employee_id = change.insert(
                schema.employee,
                number=f"E{first + at:04}",
                name=name,
                search_key=name,
                is_appraised=1,
                department_id=department_id,
                **{"hired_on": "2015-01-01", **columns},
            )
            form_id = change.insert(
                schema.form,
                employee_id=employee_id,
                cycle_id=cycle_id,
                segment=1,
                revision=1,
                state=state.value,
                scheme="P120",
                agreed_at="2026-10-01T09:00:00",
                department_id=department_id,
                department_zh=unit,
            )
            item = form_store.item_columns(card, 0, Decimal(100), Decimal(100), Decimal(120))
            item |= {"form_id": form_id, "version": 1}
            if total is not None:
                item |= {"missing": "VALUE", "actual_e4": 0, "score_c": int(Decimal(total) * 100)}
            connection.execute(insert(schema.form_item), item)
            form_ids.append(form_id)
        return form_ids


def picture_firm(path: Path) -> tuple[Firm, dict[str, int]]:
    """The firm of the picture: fourteen people of 生产部, scored; and their forms by name."""
    firm = calibration_firm(path)
    unit = add_department(firm, "生产部")
    forms = add_scored(firm, PICTURE, unit)
    return firm, {name: form_id for (name, _total), form_id in zip(PICTURE, forms, strict=True)}
