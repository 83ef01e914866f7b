"""Small firm files for tests, made by plain store calls; a builder fills in what a test does not care about."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from perfdesk.store import firm_file as firm_files
from perfdesk.store import names, schema
from perfdesk.store.change import Change, Deed
from perfdesk.store.firm_file import FirmFile

NOW = datetime(2026, 9, 30, 9, 0)
DEED = Deed("test")


def now() -> datetime:
    return NOW


def firm_file(folder: Path, name: str = "精工.perfdesk") -> FirmFile:
    """Make an empty firm file under a fixed clock and open it."""
    return firm_files.create(folder / name, now, is_clock_fixed=True)


def open_again(file: FirmFile | Path, **options: Any) -> FirmFile:
    path = file if isinstance(file, Path) else file.path
    return firm_files.open_file(path, now, is_clock_fixed=True, **options)


def person(change: Change, number: str = "E01", name: str = "王小明", **columns: Any) -> int:
    key = names.search_key(number, name)
    row = {"number": number, "name": name, "search_key": key, "is_appraised": 1, **columns}
    return change.insert(schema.employee, **row)


def cycle(change: Change, scheme: str = "P120", **columns: Any) -> int:
    dates = {"starts_on": "2026-07-01", "ends_on": "2026-09-30"}
    return change.insert(schema.cycle, **{"type": "QUARTER", "scheme": scheme, **dates, **columns})


def form(change: Change, employee_id: int, cycle_id: int, **columns: Any) -> int:
    row = {"segment": 1, "revision": 1, "state": "DRAFT", "scheme": "P120", **columns}
    return change.insert(schema.form, employee_id=employee_id, cycle_id=cycle_id, **row)


def item_row(form_id: int, seq: int = 0, **columns: Any) -> dict[str, Any]:
    """Return a form item as a row: RATIO of 100, without an actual, unless `columns` say otherwise."""
    return {
        "form_id": form_id,
        "seq": seq,
        "lineage": f"I{seq}",
        "code": f"I{seq}",
        "name_zh": f"指标{seq}",
        "name_en": f"Indicator {seq}",
        "item_class": "KPI",
        "nature": "RESULT",
        "direction": "HIGHER",
        "unit": "%",
        "decimals": 2,
        "method": "RATIO",
        "target_e4": 1_000_000,
        "floor_c": 0,
        "cap_c": 12_000,
        "weight_c": 10_000,
        "missing": "PENDING",
        "actual_e4": None,
        "score_c": None,
        "left_reason": "",
        **columns,
    }


def measured(form_id: int, seq: int, actual: int, score: int, weight: int) -> dict[str, Any]:
    """Return a measured item with whole numbers for actual, score and weight."""
    given = {"missing": "VALUE", "actual_e4": actual * 10_000, "score_c": score * 100}
    return item_row(form_id, seq, weight_c=weight * 100, **given)


def small_firm(folder: Path, name: str = "精工.perfdesk") -> FirmFile:
    """Make a firm of two departments and three people with one scored form, a gap and its plan."""
    file = firm_file(folder, name)
    with file.change(Deed("new_firm")) as change:
        shop = change.insert(schema.department, code="D1", name_zh="机加工车间", name_en="Machine shop")
        change.insert(schema.department, code="D2", name_zh="销售部", name_en="Sales")
        post = change.insert(schema.position, code="SAL", name_zh="客户经理", name_en="Account manager")
        owner = person(change, "000", "周敏", is_acting=1, is_appraised=0)
        wang = person(change, "E01", "王小明", department_id=shop, position_id=post, manager_id=owner)
        person(change, "E02", "单雄信", department_id=shop, manager_id=owner)
        cycle_id = cycle(change)
        columns = {"name": "精工机械", "scheme": "P120", "switches": "INDICATORS", "owner_id": owner}
        change.insert(schema.firm, current_cycle_id=cycle_id, **columns)
        form_id = form(change, wang, cycle_id, state="RUNNING", agreed_at="2026-07-05T10:00:00")
        sales = change.insert(schema.form_item, **measured(form_id, 0, 72, 72, 70))
        anchored = {"method": "ANCHOR", "item_class": "BEHAVIOUR", "target_e4": None, "weight_c": 3000}
        scored = {"missing": "VALUE", "score_c": 11_000}
        work = change.insert(schema.form_item, **item_row(form_id, 1, **anchored, **scored))
        level = {
            "rater_group": "SUPERIOR",
            "kind": "LEVEL",
            "value_c": 400,
            "given_at": "2026-09-30T09:00:00",
        }
        change.insert(schema.rating, form_item_id=work, rater_id=owner, **level)
        change.insert(schema.cause, form_item_id=sales, code="CA5", words="不熟悉新产品")
        dates = {"starts_on": "2026-10-01", "ends_on": "2026-12-31"}
        plan = change.insert(schema.plan, form_item_id=sales, type="IMPROVE", status="ACTIVE", **dates)
        change.insert(
            schema.action, plan_id=plan, seq=0, words="每周两次产品培训", status="TODO", owner_id=owner
        )
        paper = {"kind": "review", "year": 2026, "serial": 1, "revision": 1, "language": "zh_CN"}
        change.insert(
            schema.paper,
            form_id=form_id,
            content=b"{\x00}",
            check_code=hashlib.sha256(b"{\x00}").hexdigest()[:8],
            **paper,
        )
    return file
