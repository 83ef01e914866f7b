"""A file of an earlier revision is converted whole, or stays as it was."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, inspect

from perfdesk.store import backups, migration, schema
from perfdesk.store.address import address
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import FirmFile
from tests.builders import DEED, NOW, firm_file, open_again, person
from tests.store import children
from tests.store.conftest import Opened
from tests.store.dump import raw_rows, write_by_hand

FILES = Path(__file__).resolve().parents[1] / "files"

NEXT = schema.SCHEMA_REVISION + 1
NEXT_SCRIPT = """
import os, signal
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{next:04}", "{last:04}"
{more}

def upgrade():
    with op.batch_alter_table("employee", recreate="always") as batch:
        batch.add_column(sa.Column("mail", sa.Text, nullable=False, server_default=""))
    {between}
    op.create_table(
        "team", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text), sqlite_strict=True
    )
"""


def scripts(folder: Path, *, more: str = "", between: str = "pass", text: str = NEXT_SCRIPT) -> Path:
    """Return a folder with all revisions and a next one that rebuilds `employee` and adds a table."""
    folder = folder / "scripts"
    folder.mkdir(exist_ok=True)
    for script in migration.scripts_folder().glob("0*.py"):
        (folder / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    written = text.format(more=more, between=between, next=NEXT, last=schema.SCHEMA_REVISION)
    (folder / f"{NEXT:04}_next.py").write_text(written, encoding="utf-8")
    return folder


def version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(address(path, "ro"), uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_filled_file_is_converted_with_every_row(file: FirmFile, tmp_path: Path) -> None:
    file.close(with_backup=False)
    before = raw_rows(file.path)

    migration.migrate(file.path, NOW, scripts=scripts(tmp_path), target=NEXT)

    after = raw_rows(file.path)
    assert after.pop("team") == []
    assert after.pop("employee") == [(*row, "") for row in before["employee"]]
    assert after == {name: rows for name, rows in before.items() if name != "employee"}
    assert version(file.path) == NEXT
    (backup,) = backups.backups_of(file.path)
    assert backup.reason == "migration"
    assert raw_rows(backup.path) == before
    with contextlib.closing(sqlite3.connect(file.path)) as plain:
        strict = dict(
            plain.execute("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite%'")
        )
        assert set(strict.values()) == {1}
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        parents = {row[2] for row in plain.execute("PRAGMA foreign_key_list(form)")}
    assert "employee" in parents


def test_a_file_that_is_up_to_date_is_left_alone(file: FirmFile) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    migration.migrate(file.path, NOW)
    assert file.path.read_bytes() == before
    assert backups.backups_of(file.path) == []


FAILURES = {
    "an error": {"between": 'op.execute("INSERT INTO nowhere VALUES (1)")'},
    "lost rows": {"between": "op.execute(\"DELETE FROM department WHERE code = 'D2'\")"},
    "an orphan": {"between": 'op.execute("UPDATE employee SET department_id = 999 WHERE id = 2")'},
    "a dropped table": {"between": 'op.drop_table("paper")'},
    "a loose table": {"between": 'op.create_table("loose", sa.Column("id", sa.Integer))'},
}


@pytest.mark.parametrize("given", FAILURES.values(), ids=FAILURES.keys())
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    file: FirmFile, tmp_path: Path, given: dict[str, str]
) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    with pytest.raises(StoreFault, match="migration_failed"):
        migration.migrate(file.path, NOW, scripts=scripts(tmp_path, **given), target=NEXT)
    assert file.path.read_bytes() == before
    assert len(backups.backups_of(file.path)) == 1


def test_a_table_may_be_dropped_when_the_revision_says_so(file: FirmFile, tmp_path: Path) -> None:
    file.close(with_backup=False)
    folder = scripts(tmp_path, more='DROPPED = ("paper",)', between='op.drop_table("paper")')
    migration.migrate(file.path, NOW, scripts=folder, target=NEXT)
    assert "paper" not in raw_rows(file.path)


def test_a_script_that_is_missing_or_broken_is_said_before_anything_happens(
    file: FirmFile, tmp_path: Path
) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    for target, text in ((NEXT + 1, NEXT_SCRIPT), (NEXT, "this is no Python")):
        with pytest.raises(StoreFault, match="migration_failed"):
            migration.migrate(file.path, NOW, scripts=scripts(tmp_path, text=text), target=target)
    assert file.path.read_bytes() == before
    assert backups.backups_of(file.path) == []


def test_without_a_backup_nothing_is_converted(file: FirmFile, tmp_path: Path) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    backups.folder_of(file.path).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreFault, match="backup_failed"):
        migration.migrate(file.path, NOW, scripts=scripts(tmp_path), target=NEXT)
    assert file.path.read_bytes() == before


def test_a_kill_between_two_changes_of_tables_leaves_every_row(
    file: FirmFile, tmp_path: Path, opened: Opened
) -> None:
    with file.change(DEED) as change:  # more than SQLite holds in memory, so that the disk has the half of it
        rows = [{"number": f"N{at:05}", "name": "名", "note": "长" * 400} for at in range(4000)]
        change.insert_many(schema.employee, rows)
    file.close(with_backup=False)
    before, clean = raw_rows(file.path), file.path.read_bytes()
    folder = scripts(tmp_path, between="os.kill(os.getpid(), signal.SIGKILL)")

    children.run(
        "from perfdesk.store import migration\n"
        "migration.migrate(path, now(), scripts=Path(sys.argv[2]), target=int(sys.argv[3]))",
        file.path,
        folder,
        NEXT,
        killed=True,
    )

    assert file.path.read_bytes() != clean
    again = opened(open_again(file))
    assert not again.is_read_only
    assert raw_rows(file.path) == before
    (backup,) = backups.backups_of(file.path)
    assert raw_rows(backup.path) == before
    again.close(with_backup=False)

    migration.migrate(file.path, NOW, scripts=scripts(tmp_path), target=NEXT)
    assert len(raw_rows(file.path)["employee"]) == len(before["employee"])


def test_a_file_cut_off_by_a_crash_is_put_in_order_before_its_backup(file: FirmFile, tmp_path: Path) -> None:
    file.close(with_backup=False)
    before = raw_rows(file.path)
    children.run(
        """
with open_again(path).change(Deed("cut off")) as change:
    change.connection.exec_driver_sql("PRAGMA cache_size = 5")
    change.insert_many(schema.department, [{"code": str(at), "name_zh": "名" * 500} for at in range(2000)])
    die()
""",
        file.path,
        killed=True,
    )
    migration.migrate(file.path, NOW, scripts=scripts(tmp_path), target=NEXT)
    assert raw_rows(backups.backups_of(file.path)[0].path) == before
    assert raw_rows(file.path)["department"] == before["department"]


def test_opening_an_older_file_converts_it(file: FirmFile, opened: Opened, tmp_path: Path) -> None:
    """Revision 0 has no tables: what an empty file becomes is what a new file is."""
    file.close(with_backup=False)
    path = tmp_path / "old.perfdesk"
    empty_file(path)
    again = opened(open_again(path))
    with again.change(DEED) as change:
        person(change)
    assert described(path) == described(file.path)
    assert [one.reason for one in backups.backups_of(path)] == ["migration"]


def empty_file(path: Path) -> None:
    path.touch()
    write_by_hand(path, f"PRAGMA application_id = {schema.APPLICATION_ID}", "PRAGMA user_version = 0")


def described(path: Path) -> dict[str, Any]:
    """Return tables, columns, indexes and constraints as SQLAlchemy reads them from a file."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address(path, "ro"), uri=True))
    found = inspect(engine)
    metadata = MetaData()
    metadata.reflect(engine)
    described = {
        name: {
            "columns": {c["name"]: {**c, "type": str(c["type"])} for c in found.get_columns(name)},
            "indexes": sorted(map(repr, found.get_indexes(name))),
            "unique": sorted(map(repr, found.get_unique_constraints(name))),
            # Without its name: a column added later carries its reference itself.
            "foreign": sorted(repr({**key, "name": None}) for key in found.get_foreign_keys(name)),
            "primary": found.get_pk_constraint(name),
            "options": found.get_table_options(name),
        }
        for name in metadata.tables
    }
    engine.dispose()
    return described


def test_all_migrations_on_an_empty_file_give_the_tables_of_the_program(tmp_path: Path) -> None:
    new = firm_file(tmp_path)
    new.close(with_backup=False)
    path = tmp_path / "migrated.perfdesk"
    empty_file(path)

    migration.migrate(path, NOW)

    assert set(described(path)) == set(schema.metadata.tables)
    assert described(path) == described(new.path)
    assert version(path) == schema.SCHEMA_REVISION


@pytest.mark.parametrize("path", sorted(FILES.glob("revision-*.perfdesk")), ids=lambda path: path.stem)
def test_a_file_of_each_earlier_revision_opens_with_every_row(
    path: Path, tmp_path: Path, opened: Opened
) -> None:
    kept = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())

    opened(open_again(copy))

    rows = {name: [list(row) for row in rows] for name, rows in raw_rows(copy).items()}
    for name, expected in kept.items():
        found = json.loads(json.dumps(rows[name], default=repr))  # later revisions add columns at the end
        assert [row[: len(old)] for row, old in zip(found, expected, strict=True)] == expected, name


def test_a_file_of_this_revision_is_among_the_kept_ones() -> None:
    assert (FILES / f"revision-{schema.SCHEMA_REVISION}.perfdesk").stat().st_size < 600_000
