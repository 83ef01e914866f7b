"""Backups: ten are kept, each is whole or not there, and restoring never loses what was there."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from perfdesk.store import backups, firm_file, schema
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import FirmFile
from tests.builders import DEED, NOW, open_again, small_firm
from tests.store import children
from tests.store.conftest import Opened
from tests.store.dump import dump, raw_rows

LATER = NOW + timedelta(minutes=5)


def examine(path: Path) -> None:
    firm_file.examine(path)


def rename(file: FirmFile, name: str) -> None:
    with file.change(DEED) as change:
        change.update(schema.employee, 2, name=name)


def test_closing_makes_a_backup_with_the_last_committed_row(file: FirmFile) -> None:
    rename(file, "赵六")
    rows = raw_rows(file.path)
    file.close()

    (found,) = backups.backups_of(file.path)
    assert (found.made_at, found.reason, found.size) == (NOW, "close", found.path.stat().st_size)
    assert raw_rows(found.path) == rows
    assert found.path.parent == file.path.with_name("精工 backups")


def test_closing_without_a_change_makes_no_backup(file: FirmFile, opened: Opened) -> None:
    file.close(with_backup=False)
    again = opened(open_again(file))
    rename(again, "王小明")  # what is there already
    dump(again)
    again.close()
    again.close()
    assert backups.backups_of(file.path) == []


def test_the_newest_ten_are_kept_and_strange_files_left_alone(file: FirmFile) -> None:
    folder = backups.folder_of(file.path)
    folder.mkdir()
    strange = [
        folder / "精工 mine.perfdesk",
        folder / "notes.txt",
        folder / "other 2020-01-01 000000 x.perfdesk",
    ]
    for path in strange:
        path.touch()

    made = [backups.backup(file.path, "close", NOW + timedelta(hours=hour)) for hour in range(13)]

    assert [found.path for found in backups.backups_of(file.path)] == made[:2:-1]
    assert [found.made_at for found in backups.backups_of(file.path)][0] == NOW + timedelta(hours=12)
    assert set(folder.iterdir()) == {*made[3:], *strange}


def test_a_backup_can_be_opened_while_the_file_is_open(file: FirmFile, opened: Opened) -> None:
    rename(file, "赵六")
    copy = file.back_up("hand")
    rename(file, "钱七")
    assert dump(opened(open_again(copy, read_only=True)))["employee"][1]["name"] == "赵六"
    assert file.path.with_name("精工 backups") == copy.parent


def test_a_backup_that_fails_leaves_nothing_half_written(file: FirmFile) -> None:
    folder = backups.folder_of(file.path)
    folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreFault, match="backup_failed"):
        file.back_up("hand")
    folder.unlink()

    content = bytearray(file.path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    broken = file.path.with_name("broken.perfdesk")
    broken.write_bytes(content)
    with pytest.raises(StoreFault, match="backup_failed"):
        backups.backup(broken, "hand", NOW)
    assert list(backups.folder_of(broken).iterdir()) == []


def test_a_failed_backup_on_closing_still_closes_the_file(file: FirmFile, opened: Opened) -> None:
    rename(file, "赵六")
    backups.folder_of(file.path).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreFault, match="backup_failed"):
        file.close()
    assert not opened(open_again(file)).is_read_only


def test_a_backup_cut_off_by_a_kill_is_never_taken_for_one(file: FirmFile) -> None:
    file.close(with_backup=False)
    children.run(
        """
from perfdesk.store import backups
backups.os.replace = lambda *paths: die()
backups.backup(path, "hand", now())
""",
        file.path,
        killed=True,
    )
    assert len(list(backups.folder_of(file.path).iterdir())) == 1
    assert backups.backups_of(file.path) == []
    made = backups.backup(file.path, "hand", NOW)
    assert [one.name for one in made.parent.iterdir()] == [made.name]


def test_restoring_keeps_what_was_there_first(file: FirmFile, opened: Opened) -> None:
    old = file.back_up("hand")
    rename(file, "赵六")
    rows = raw_rows(file.path)
    file.close(with_backup=False)

    backups.restore(old, file.path, LATER, examine)

    assert dump(opened(open_again(file)))["employee"][1]["name"] == "王小明"
    newest = backups.backups_of(file.path)[0]
    assert (newest.reason, newest.made_at) == ("restore", LATER)
    assert raw_rows(newest.path) == rows


def test_a_backup_brings_back_a_file_that_is_lost(file: FirmFile, opened: Opened) -> None:
    old = file.back_up("hand")
    file.close(with_backup=False)
    file.path.unlink()
    backups.restore(old, file.path, LATER, examine)
    assert len(dump(opened(open_again(file)))["employee"]) == 3


@pytest.mark.parametrize("kept", [100, 20_000])
def test_a_damaged_file_is_kept_byte_by_byte_and_replaced(file: FirmFile, opened: Opened, kept: int) -> None:
    old = file.back_up("hand")
    file.close(with_backup=False)
    rest = file.path.read_bytes()[:kept]
    file.path.write_bytes(rest)

    backups.restore(old, file.path, LATER, examine)

    assert len(dump(opened(open_again(file)))["employee"]) == 3
    damaged = backups.folder_of(file.path) / f"精工 {LATER:%Y-%m-%d %H%M%S} damaged.perfdesk"
    assert damaged.read_bytes() == rest


def test_what_is_no_backup_replaces_nothing(file: FirmFile, tmp_path: Path) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    text = tmp_path / "text.perfdesk"
    text.write_text("no" * 200, encoding="utf-8")
    with pytest.raises(StoreFault, match="not_a_firm_file"):
        backups.restore(text, file.path, LATER, examine)
    assert file.path.read_bytes() == before
    assert backups.backups_of(file.path) == []


def test_a_file_that_is_open_is_not_replaced(file: FirmFile) -> None:
    old = file.back_up("hand")
    rename(file, "赵六")
    with pytest.raises(StoreFault) as caught:
        backups.restore(old, file.path, LATER, examine)
    assert caught.value.code == "in_use"
    assert set(caught.value.details) == {"account", "computer", "since"}
    rename(file, "钱七")
    assert dump(file)["employee"][1]["name"] == "钱七"


def test_a_journal_left_by_a_crash_is_not_played_into_the_restored_file(
    file: FirmFile, opened: Opened
) -> None:
    old = file.back_up("hand")
    wanted = raw_rows(old)
    rename(file, "赵六")
    kept = raw_rows(file.path)
    file.close(with_backup=False)
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

    backups.restore(old, file.path, LATER, examine)

    opened(open_again(file))
    assert raw_rows(file.path) == wanted
    assert raw_rows(backups.backups_of(file.path)[0].path) == kept


def test_a_backup_is_one_file_that_sqlite_alone_finds_sound(tmp_path: Path) -> None:
    file = small_firm(tmp_path, "50% #1?.perfdesk" if Path("/").anchor == "/" else "50% #1.perfdesk")
    file.close()
    (found,) = backups.backups_of(file.path)
    with contextlib.closing(sqlite3.connect(found.path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert found.made_at == datetime(2026, 9, 30, 9, 0)
