"""The trail shows what another program did to it, and keeps what was erased on purpose apart from that."""

from __future__ import annotations

import json

import pytest

from perfdesk.store import audit, schema
from perfdesk.store.firm_file import FirmFile
from tests.builders import DEED, open_again, person
from tests.store.conftest import Opened
from tests.store.dump import write_by_hand


@pytest.fixture
def long_trail(file: FirmFile) -> FirmFile:
    """The small firm after four more deeds, closed: entries 1 to 5, two changes each in 2 to 5."""
    for number in range(4):
        with file.change(DEED) as change:
            change.update(schema.employee, 2, name=f"名{number}")
            person(change, f"E1{number}")
    file.close(with_backup=False)
    return file


def found(file: FirmFile, opened: Opened) -> list[tuple[str, int]]:
    with opened(open_again(file, read_only=True)).read() as connection:
        return list(audit.faults(connection))


def test_an_untouched_trail_holds(long_trail: FirmFile, opened: Opened) -> None:
    assert found(long_trail, opened) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_text SET content = '{}' WHERE entry_id = 3 AND seq = 0", [("audit_tampered", 3)]),
        ("UPDATE audit_text SET salt = '00' WHERE entry_id = 3 AND seq = 1", [("audit_tampered", 3)]),
        ("UPDATE audit_change SET digest = 'x' WHERE entry_id = 3 AND seq = 0", [("audit_tampered", 3)]),
        ("UPDATE audit_change SET row_id = 3 WHERE entry_id = 3 AND seq = 0", [("audit_tampered", 3)]),
        ("UPDATE audit_entry SET at = '2026-01-01T00:00:00' WHERE id = 3", [("audit_tampered", 3)]),
        ("UPDATE audit_entry SET actor_id = 9 WHERE id = 3", [("audit_tampered", 3)]),
        ("UPDATE audit_entry SET hash = 'x' WHERE id = 3", [("audit_tampered", 3), ("audit_tampered", 4)]),
        (
            "DELETE FROM audit_change WHERE entry_id = 3 AND seq = 1",
            [("audit_tampered", 3), ("audit_stray", 1)],
        ),
        ("DELETE FROM audit_entry WHERE id = 3", [("audit_gap", 3), ("audit_tampered", 4)]),
        ("DELETE FROM audit_entry WHERE id = 1", [("audit_gap", 1), ("audit_tampered", 2)]),
        ("DELETE FROM audit_entry WHERE id = 5", [("audit_gap", 5)]),
        ("INSERT INTO audit_text VALUES (9, 0, '', '')", [("audit_stray", 1)]),
    ],
)
def test_what_another_program_changed_is_found(
    long_trail: FirmFile, opened: Opened, statement: str, expected: list[tuple[str, int]]
) -> None:
    write_by_hand(long_trail.path, statement)
    assert found(long_trail, opened) == expected


def test_an_erased_text_leaves_the_trail_valid(long_trail: FirmFile, opened: Opened) -> None:
    write_by_hand(long_trail.path, "DELETE FROM audit_text WHERE entry_id IN (2, 3) AND seq = 0")
    assert found(long_trail, opened) == [("audit_erased", 2)]


def test_newest_entries_cut_off_with_all_that_they_changed_look_like_an_older_copy(
    long_trail: FirmFile, opened: Opened
) -> None:
    """Nothing inside a file can show this: a backup or a printed paper can."""
    tables = (("audit_text", "entry_id"), ("audit_change", "entry_id"), ("audit_entry", "id"))
    write_by_hand(long_trail.path, *(f"DELETE FROM {table} WHERE {column} = 5" for table, column in tables))
    assert found(long_trail, opened) == []


def test_the_trail_goes_on_after_the_file_was_closed_and_opened(long_trail: FirmFile, opened: Opened) -> None:
    again = opened(open_again(long_trail))
    with again.change(DEED) as change:
        change.delete(
            schema.recognition, change.insert(schema.recognition, happened_on="2026-08-01", employee_id=2)
        )
    with again.read() as connection:
        assert list(audit.faults(connection)) == []
        assert audit.entries(connection) == 6


def test_bytes_are_kept_as_text(file: FirmFile) -> None:
    with file.read() as connection:
        past = audit.history(connection, "paper", 1, "content")
        contents = connection.exec_driver_sql("SELECT content FROM audit_text").scalars().all()
    assert past[0].after == "ewB9"
    assert all(json.loads(content).keys() == {"from", "to"} for content in contents)
