"""Firm files of any size for measuring, filled in bulk: what is measured is reading them, not making them."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm, open_firm
from perfdesk.domain.cycles import add_months
from perfdesk.domain.firm import INDICATORS
from perfdesk.domain.library import Card
from perfdesk.store import forms as form_store
from perfdesk.store import library, schema
from perfdesk.store.change import Deed

WORK = Path(__file__).resolve().parents[1] / "work"
NOW = datetime(2026, 10, 16, 9)
ITEMS = 8


def big_firm(people: int, cycles: int) -> Path:
    """Return a firm file with `people` × `cycles` forms of eight scored items; made once and kept."""
    path = WORK / f"firm-{people}x{cycles}-{schema.SCHEMA_REVISION}.perfdesk"
    if path.exists():
        return path
    half = path.with_name(f"{path.stem}.half{path.suffix}")
    half.unlink(missing_ok=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    firm = new_firm(half, path.stem, "Owner", fixed(NOW), switches=INDICATORS, with_cycle=False)
    _fill(firm, people, cycles)
    firm.close(with_backup=False)
    half.rename(path)
    return path


def _fill(firm: Firm, people: int, cycles: int) -> None:
    luck = random.Random(1)
    file = firm._file  # the bulk way in, past audit and history, exists for measuring only
    surnames, given = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
    with file.change(Deed("bench")) as change:
        connection = change.connection
        departments = [{"version": 1, "name_zh": f"部门{n}", "name_en": f"Unit {n}"} for n in range(20)]
        connection.execute(insert(schema.department), departments)
        connection.execute(
            insert(schema.position), [{"version": 1, "name_zh": "销售代表", "name_en": "Sales"}]
        )
        rows = []
        for n in range(people):
            name = luck.choice(surnames) + luck.choice(given) + luck.choice(given)
            rows.append(
                {
                    "version": 1,
                    "number": f"E{n:05}",
                    "name": name,
                    "search_key": f"e{n:05} {name}",
                    "department_id": n % 20 + 1,
                    "position_id": 1,
                    "is_appraised": 1,
                    "hired_on": "2015-01-01",
                }
            )
        connection.execute(insert(schema.employee), rows)
        template = next(one for one in library.templates(connection) if one.code == "SAL")
        cards = [library.one_card(connection, one.card_id) for one in template.items]
        cards += [card for card in library.cards(connection) if card.code == "C04"]
        first = add_months(date(2026, 7, 1), -3 * (cycles - 1))
        form_id = 0
        for at in range(cycles):
            starts_on = add_months(first, 3 * at)
            ends_on = add_months(starts_on, 3) - timedelta(days=1)
            connection.execute(
                insert(schema.cycle),
                {
                    "version": 1,
                    "type": "QUARTER",
                    "starts_on": starts_on.isoformat(),
                    "ends_on": ends_on.isoformat(),
                    "scheme": "P120",
                },
            )
            forms, items = [], []
            for n in range(people):
                form_id += 1
                forms.append(
                    {
                        "version": 1,
                        "id": form_id,
                        "employee_id": n + 2,
                        "cycle_id": at + 1,
                        "segment": 1,
                        "revision": 1,
                        "state": "MANAGER_SCORED",
                        "scheme": "P120",
                        "agreed_at": starts_on.isoformat(),
                        "department_id": n % 20 + 1,
                        "department_zh": f"部门{n % 20}",
                        "position_zh": "销售代表",
                    }
                )
                for seq, card in enumerate(cards[:ITEMS]):
                    columns = _columns(card, seq)
                    columns["form_id"] = form_id
                    columns["score_c"] = luck.randrange(6000, 12001)
                    items.append(columns)
            connection.execute(insert(schema.form), forms)
            connection.execute(insert(schema.form_item), items)
        connection.exec_driver_sql("UPDATE firm SET current_cycle_id = ?", (cycles,))


_KEPT: dict[tuple[int, int], dict[str, object]] = {}


def _columns(card: Card, seq: int) -> dict[str, object]:
    key = (card.id, seq)
    if key not in _KEPT:
        weight = Decimal("12.50")
        target = Decimal(100) if card.rule.target is None and not card.is_anchored else None
        _KEPT[key] = {
            "version": 1,
            **form_store.item_columns(card, seq, weight, target, Decimal(120)),
            "missing": "VALUE",
            "actual_e4": 950_000,
        }
    return dict(_KEPT[key])


def opened(path: Path, *, read_only: bool = False) -> Firm:
    return open_firm(path, fixed(NOW), read_only=read_only)


def sample_firm() -> Path:
    """Return the file of the sample firm; made once and kept."""
    from perfdesk.controllers.sample import make_sample

    path = WORK / f"sample-{schema.SCHEMA_REVISION}.perfdesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        make_sample(path, fixed(NOW)).close(with_backup=False)
    return path


def empty_firm(path: Path) -> Path:
    """Make a firm file with nobody in it but its owner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new_firm(path, "Bench", "Owner", fixed(NOW), switches=INDICATORS).close(with_backup=False)
    return path


def roster(people: int) -> Path:
    """Return a workbook of people in twelve columns, as an HR system gives them out; made once and kept."""
    from openpyxl import Workbook

    path = WORK / f"roster-{people}.xlsx"
    if path.exists():
        return path
    luck = random.Random(2)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("员工")
    sheet.append(
        [
            "工号",
            "姓名",
            "英文名",
            "部门",
            "岗位",
            "直接上级",
            "职级",
            "入职日期",
            "性别",
            "学历",
            "工作地点",
            "备注",
        ]
    )
    for n in range(people):
        name = (
            luck.choice("王李张刘陈杨赵黄周吴")
            + luck.choice("伟芳娜敏静丽强磊")
            + luck.choice("军洋勇艳杰娟涛明")
        )
        sheet.append(
            [
                f"E{n:05}",
                name,
                f"Person {n}",
                f"部门{n % 20}",
                f"岗位{n % 30}",
                None,
                f"P{n % 9}",
                date(2010 + n % 15, n % 12 + 1, n % 28 + 1),
                "男女"[n % 2],
                ("本科", "大专", "硕士")[n % 3],
                ("上海", "苏州")[n % 2],
                f"备注 {n}",
            ]
        )
    book.save(path)
    return path
