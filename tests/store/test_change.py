"""One transaction with its audit entry; undo and redo of any sequence of changes."""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from perfdesk.store import audit, schema
from perfdesk.store.change import Change, Deed
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import FirmFile
from tests.builders import DEED, firm_file, person, small_firm
from tests.store.dump import dump, dump_of, raw_rows


@pytest.mark.parametrize("number", [72.5, "72.5", Decimal("72.5"), Decimal(72)], ids=repr)
def test_numbers_go_in_as_whole_units_and_nothing_else(file: FirmFile, number: object) -> None:
    before = raw_rows(file.path)
    with pytest.raises(DBAPIError), file.change(DEED) as change:
        change.update(schema.form_item, 1, score_c=number)
    with pytest.raises(DBAPIError), file.change(DEED) as change:
        change.insert(schema.checkpoint, plan_id=1, seq=1, planned_on="2026-10-31", value_e4=number)
    assert raw_rows(file.path) == before


def test_every_table_is_strict(file: FirmFile) -> None:
    with file.read() as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
    loose = {row["name"] for row in listed if not row["strict"] and not row["name"].startswith("sqlite_")}
    assert loose == set()
    assert len(listed) > 20


def test_texts_go_in_composed_whatever_was_typed(file: FirmFile) -> None:
    typed = unicodedata.normalize("NFD", "José Müller 한")
    with file.change(DEED) as change:
        change.update(schema.employee, 2, name=typed)
        change.insert_many(schema.department, [{"code": "D9", "name_zh": typed, "name_en": ""}])
    rows = dump(file)
    assert rows["employee"][1]["name"] == rows["department"][-1]["name_zh"] == "José Müller 한"
    assert unicodedata.is_normalized("NFC", rows["employee"][1]["name"])


def test_a_change_that_fails_leaves_nothing_and_no_entry(file: FirmFile) -> None:
    before = raw_rows(file.path)

    with pytest.raises(ZeroDivisionError), file.change(DEED) as change:
        change.update(schema.employee, 2, name="赵六")
        person(change, "E77")
        change.connection.exec_driver_sql("SELECT 1")
        raise ZeroDivisionError

    assert raw_rows(file.path) == before


def test_a_change_that_breaks_a_rule_of_the_file_leaves_nothing(file: FirmFile) -> None:
    before = raw_rows(file.path)
    with pytest.raises(IntegrityError), file.change(DEED) as change:
        change.update(schema.employee, 2, name="赵六")
        person(change, "E02")
    with pytest.raises(IntegrityError), file.change(DEED) as change:
        change.update(schema.employee, 2, manager_id=999)
    assert raw_rows(file.path) == before


def test_each_change_has_one_entry_with_who_when_and_what(file: FirmFile) -> None:
    file.actor_id = 1
    with file.change(Deed("rename")) as change:
        change.update(schema.employee, 2, name="赵六")
        change.update(schema.employee, 3, name="钱七")

    with file.read() as connection:
        assert audit.entries(connection) == 2
        entry = (
            connection.execute(select(schema.audit_entry).where(schema.audit_entry.c.id == 2))
            .mappings()
            .one()
        )
        changes = select(func.count()).where(schema.audit_change.c.entry_id == 2)
        assert connection.scalar(changes) == 2
    assert (entry["at"], entry["actor_id"], entry["deed"]) == ("2026-09-30T09:00:00", 1, "rename")
    assert entry["account"] and entry["computer"]


def test_what_changes_nothing_leaves_no_entry_and_no_version(file: FirmFile) -> None:
    before = raw_rows(file.path)
    with file.change(DEED) as change:
        assert not change.update(schema.employee, 2, name="王小明")
        change.update_many(schema.employee, {2: {"is_appraised": True}})
        change.update_many(schema.employee, {})
        assert change.insert_many(schema.employee, []) == []
    assert raw_rows(file.path) == before


def test_a_row_that_was_changed_meanwhile_is_not_overwritten(file: FirmFile) -> None:
    with file.change(DEED) as change:
        seen = change.row(schema.employee, 2)["version"]
        change.update(schema.employee, 2, seen=seen, name="赵六")

    with pytest.raises(StoreFault, match="changed_elsewhere"), file.change(DEED) as change:
        change.update(schema.employee, 2, seen=seen, name="钱七")

    assert dump(file)["employee"][1]["name"] == "赵六"


def test_undo_never_overwrites_what_came_after_it(file: FirmFile) -> None:
    with file.change(DEED) as change:
        change.update(schema.employee, 2, name="赵六", note="新")
    first = change.rows
    with file.change(DEED) as change:
        change.update(schema.employee, 2, name="钱七")

    with pytest.raises(StoreFault, match="changed_elsewhere"):
        file.apply(DEED, [row.reversed() for row in first])
    assert dump(file)["employee"][1]["name"] == "钱七"


def test_undo_leaves_the_other_columns_of_a_row_alone(file: FirmFile) -> None:
    with file.change(DEED) as change:
        change.update(schema.employee, 2, name="赵六")
    first = change.rows
    with file.change(DEED) as change:
        change.update(schema.employee, 2, note="另一处")

    file.apply(DEED, [row.reversed() for row in first])
    row = dump(file)["employee"][1]
    assert (row["name"], row["note"]) == ("王小明", "另一处")


def test_a_row_that_is_gone_is_said_to_be_gone(file: FirmFile) -> None:
    for act in (
        lambda change: change.update(schema.employee, 99, name="x"),
        lambda change: change.update_many(schema.employee, {2: {"name": "x"}, 99: {"name": "x"}}),
        lambda change: change.delete(schema.employee, 99),
    ):
        with pytest.raises(StoreFault, match="gone"), file.change(DEED) as change:
            act(change)
    assert dump(file)["employee"][1]["name"] == "王小明"


def test_many_rows_of_different_columns_are_our_mistake(file: FirmFile) -> None:
    with pytest.raises(ValueError, match="columns"), file.change(DEED) as change:
        change.insert_many(schema.department, [{"code": "A"}, {"code": "B", "name_zh": "乙"}])


def test_many_rows_may_each_change_other_columns(file: FirmFile) -> None:
    with file.change(DEED) as change:
        change.update_many(schema.employee, {2: {"name": "赵六"}, 3: {"note": "新"}})
    rows = dump(file)["employee"]
    assert (rows[1]["name"], rows[1]["note"]) == ("赵六", "")
    assert (rows[2]["name"], rows[2]["note"]) == ("单雄信", "新")


def test_two_threads_that_write_queue_up(file: FirmFile) -> None:
    inside: list[int] = []
    most: list[int] = []

    def write(number: int) -> None:
        for turn in range(5):
            with file.change(DEED) as change:
                inside.append(number)
                most.append(len(inside))
                person(change, f"T{number}{turn}")
                inside.remove(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(dump(file)["employee"]) == 3 + 20
    assert max(most) == 1
    with file.read() as connection:
        assert list(audit.faults(connection)) == []


def test_a_read_leaves_no_transaction_open_behind_it(file: FirmFile) -> None:
    with file.read() as connection:
        connection.execute(select(schema.employee)).first()
    with pytest.raises(ZeroDivisionError), file.read() as connection:
        connection.execute(select(schema.employee)).first()
        raise ZeroDivisionError

    # An open reader would keep anybody from writing.
    other = sqlite3.connect(file.path, timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    other.rollback()
    other.close()


EMPLOYEES, DEPARTMENTS = schema.employee, schema.department
WORDS = st.text(max_size=6)
KIND = st.sampled_from(("insert", "insert_many", "update", "update_many", "delete", "move"))
STEPS = st.lists(st.lists(st.tuples(KIND, st.integers(0, 5), WORDS), min_size=1, max_size=5), max_size=6)


def act(change: Change, kind: str, which: int, words: str) -> None:
    """One random edit; `which` picks among the rows that are there."""
    ids = change.connection.scalars(select(DEPARTMENTS.c.id).order_by(DEPARTMENTS.c.id)).all()
    if kind == "insert":
        change.insert(DEPARTMENTS, code=words, name_zh=words)
    elif kind == "insert_many":
        change.insert_many(DEPARTMENTS, [{"code": words, "name_en": str(at)} for at in range(which)])
    elif kind == "move":
        person_id = change.connection.scalars(select(EMPLOYEES.c.id)).all()[0]
        department_id = ids[which % len(ids)] if ids and which else None
        change.update(EMPLOYEES, person_id, department_id=department_id, note=words)
    elif ids and kind == "update":
        change.update(DEPARTMENTS, ids[which % len(ids)], name_zh=words)
    elif ids and kind == "update_many":
        change.update_many(DEPARTMENTS, {row_id: {"code": words} for row_id in ids[: which + 1]})
    elif ids and kind == "delete":
        row_id = ids[which % len(ids)]
        for person_id in change.connection.scalars(
            select(EMPLOYEES.c.id).where(EMPLOYEES.c.department_id == row_id)
        ).all():
            change.update(EMPLOYEES, person_id, department_id=None)
        change.delete(DEPARTMENTS, row_id)


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = firm_file(tmp_path_factory.mktemp("undo"))
    with file.change(DEED) as change:
        person(change)
    yield file
    file.close(with_backup=False)


@given(STEPS)
@settings(max_examples=30)
def test_any_changes_undone_and_redone_give_the_rows_of_before_and_after(
    playground: FirmFile, steps: list[list[tuple[str, int, str]]]
) -> None:
    states, done = [dump(playground)], []
    for step in steps:
        with playground.change(DEED) as change:
            for kind, which, words in step:
                act(change, kind, which, words)
        done.append(change.rows)
        states.append(dump(playground))

    for before, rows in zip(reversed(states[:-1]), reversed(done), strict=True):
        playground.apply(DEED, [row.reversed() for row in reversed(rows)])
        assert dump(playground) == before
    for after, rows in zip(states[1:], done, strict=True):
        playground.apply(DEED, rows)
        assert dump(playground) == after
    for rows in reversed(done):
        playground.apply(DEED, [row.reversed() for row in reversed(rows)])
    assert dump(playground) == states[0]


def test_undo_is_itself_an_audited_edit(file: FirmFile) -> None:
    with file.change(DEED) as change:
        change.delete(schema.action, 1)
    file.apply(Deed("undo:delete"), [row.reversed() for row in change.rows])
    with file.read() as connection:
        deeds = connection.scalars(select(schema.audit_entry.c.deed).order_by(schema.audit_entry.c.id)).all()
        assert dump_of(connection)["action"][0]["words"] == "每周两次产品培训"
    assert deeds == ["new_firm", "test", "undo:delete"]


def test_a_value_tells_its_history(file: FirmFile) -> None:
    for name in ("赵六", "钱七", ""):
        with file.change(Deed("rename")) as change:
            change.update(schema.employee, 2, name=name)
        with file.change(Deed("note")) as change:
            change.update(schema.employee, 2, note=name)

    with file.read() as connection:
        past = audit.history(connection, "employee", 2, "name")
    assert [(one.deed, one.before, one.after) for one in past] == [
        ("new_firm", None, "王小明"),
        ("rename", "王小明", "赵六"),
        ("rename", "赵六", "钱七"),
        ("rename", "钱七", None),
    ]


def test_the_same_deeds_under_the_same_clock_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        file = small_firm(tmp_path / folder)
        with file.change(DEED) as change:
            change.update(schema.employee, 2, name="赵六")
        file.close()
        backup = next(tmp_path.joinpath(folder).glob("* backups/*"))
        written.append((file.path.read_bytes(), backup.read_bytes()))
    assert written[0] == written[1]
