"""A small firm in 五分表 for the print tests: twelve people, 60 levels, gaps with and without an action."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm, open_firm
from perfdesk.domain.terms import CauseCode

NOW = datetime(2026, 9, 30, 9)
NAMES = ("李娜", "王小明", "单雄信", "马超", "赵云", "关羽", "张飞", "黄忠", "刘备", "曹操", "孙权", "钱多多")


def build(path: Path) -> None:
    """李娜 has a gap with an action and one without; 王小明 has one item that nobody scored."""
    firm = new_firm(path, "小店", "周敏", fixed(NOW))
    firm.imports.add_names(NAMES)
    cycle = firm.cycles.current()
    assert cycle is not None
    for person in firm.people.employees():
        if person.is_appraised:
            where = "销售" if person.name in ("李娜", "马超") else "车间"
            firm.people.edit_employee(person.id, "department", where)
    cells = []
    for at, line in enumerate(firm.results.standings(cycle.id)):
        items = firm.appraisal.sheet(line.form_id).items
        low = 2 if at == 0 else 0
        cells += [(item.id, "2" if n < low else str(3 + (at + n) % 3)) for n, item in enumerate(items)]
        if line.name == "王小明":
            cells.pop()
        if at == 0:
            first = items[0].id
    assert not firm.appraisal.enter_many(cells)
    firm.improvement.set_cause(first, CauseCode.KS)
    firm.improvement.add_action(first, "每周一次带教", line.employee_id, date(2026, 10, 30))
    firm.close(with_backup=False)


def opened(path: Path) -> Firm:
    return open_firm(path, fixed(NOW))


def numbers(firm: Firm) -> list[str]:
    """Return the numbers given out so far, as the file knows them."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(firm.path)) as file:
        rows = file.execute("SELECT kind, year, serial, revision, language FROM paper ORDER BY id").fetchall()
    return [
        f"{kind}-{year}-{serial:04} R{revision} {language}" for kind, year, serial, revision, language in rows
    ]
