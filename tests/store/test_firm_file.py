"""Opening, making and closing firm files in a world that often says no."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk import texts
from perfdesk.store import audit, firm_file, schema
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import FirmFile
from perfdesk.store.lock import Holder, WriterLock
from tests.builders import DEED, now, open_again, person, small_firm
from tests.store import children
from tests.store.conftest import Opened
from tests.store.dump import dump, raw_rows, write_by_hand


def fault_of(act: Callable[[], object]) -> StoreFault:
    with pytest.raises(StoreFault) as caught:
        act()
    assert texts.sentence(caught.value)
    return caught.value


def refused(path: Path, code: str) -> None:
    """Opening `path` fails with `code` and leaves every byte around it as it was."""
    before = {one: one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}
    assert fault_of(lambda: open_again(path)).code == code
    assert {one: one.read_bytes() for one in path.parent.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize(
    "name", ["a#b.perfdesk", "50%20 done?.perfdesk", "精 工&=+;'.perfdesk", "C:d.perfdesk"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_may_lie_under_any_name(tmp_path: Path, opened: Opened, name: str) -> None:
    folder = tmp_path / f"x {name} y"
    folder.mkdir()
    small_firm(folder, name).close()

    assert {one.name for one in folder.iterdir()} == {name, f"{Path(name).stem} backups"}
    again = opened(open_again(folder / name))
    assert dump(again)["firm"][0]["name"] == "精工机械"


def test_a_new_file_makes_its_folder_and_never_replaces_anything(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "新" / "a.perfdesk"
    opened(firm_file.create(path, now))
    assert fault_of(lambda: firm_file.create(path, now)).code == "exists"
    (tmp_path / "b.perfdesk").write_text("mine", encoding="utf-8")
    assert fault_of(lambda: firm_file.create(tmp_path / "b.perfdesk", now)).code == "exists"
    assert (tmp_path / "b.perfdesk").read_text(encoding="utf-8") == "mine"


def test_what_is_no_firm_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "text.perfdesk").write_text("姓名,工号\n" * 50, encoding="utf-8")
    (tmp_path / "empty.perfdesk").touch()
    (tmp_path / "short.perfdesk").write_bytes(b"SQLite format 3\x00")
    (tmp_path / "folder.perfdesk").mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / "other.perfdesk")) as other:
        other.execute("CREATE TABLE firm (id INTEGER)")
        other.commit()
    for name in ("text", "empty", "short", "folder", "other"):
        refused(tmp_path / f"{name}.perfdesk", "not_a_firm_file")
    refused(tmp_path / "missing.perfdesk", "not_found")
    refused(tmp_path / "no folder" / "missing.perfdesk", "not_found")


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.99])
def test_a_truncated_file_is_called_damaged(file: FirmFile, kept: float) -> None:
    file.close(with_backup=False)
    content = file.path.read_bytes()
    file.path.write_bytes(content[: int(len(content) * kept)])
    refused(file.path, "damaged")


def test_a_file_with_a_broken_page_is_called_damaged_once_it_is_read(file: FirmFile, opened: Opened) -> None:
    file.close(with_backup=False)
    content = bytearray(file.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.path.write_bytes(content)
    refused(file.path, "damaged")


def test_a_file_of_a_newer_version_is_refused_untouched(file: FirmFile) -> None:
    file.close(with_backup=False)
    write_by_hand(file.path, f"PRAGMA user_version = {schema.SCHEMA_REVISION + 1}")
    refused(file.path, "newer_file")


def test_an_older_file_is_not_converted_while_it_may_only_be_read(file: FirmFile) -> None:
    file.close(with_backup=False)
    write_by_hand(file.path, "PRAGMA user_version = 0")
    before = file.path.read_bytes()
    assert fault_of(lambda: open_again(file, read_only=True)).code == "older_read_only"
    assert file.path.read_bytes() == before


def test_a_file_asked_for_reading_changes_nothing(file: FirmFile, opened: Opened) -> None:
    file.close(with_backup=False)
    before = file.path.read_bytes()
    again = opened(open_again(file, read_only=True))
    assert (again.is_read_only, again.why_read_only) == (True, "asked")
    with pytest.raises(StoreFault, match="read_only"), again.change(DEED) as change:
        person(change, "E99")
    assert dump(again)["employee"]
    again.close()
    assert file.path.read_bytes() == before
    assert [one.name for one in file.path.parent.iterdir()] == [file.path.name]


def test_a_second_window_reads_and_says_who_writes(file: FirmFile, opened: Opened) -> None:
    second = opened(open_again(file))
    assert second.why_read_only == "in_use"
    assert second.held_by is not None
    assert second.held_by.since == "2026-09-30 09:00"
    assert second.held_by.account not in ("", "?")
    with pytest.raises(StoreFault, match="read_only"), second.change(DEED) as change:
        person(change, "E99")

    with file.change(DEED) as change:
        change.update(schema.employee, 2, name="赵六")
    assert dump(second)["employee"][1]["name"] == "赵六"

    second.close()
    third = opened(open_again(file))
    assert third.why_read_only == "in_use"
    third.close()
    file.close()
    assert not opened(open_again(file)).is_read_only


def test_a_file_open_in_another_process_is_read_only_here_until_that_ends(
    file: FirmFile, opened: Opened
) -> None:
    file.close(with_backup=False)
    child = children.start("file = open_again(path)\nprint('ready', flush=True)\nsys.stdin.read()", file.path)
    reader = opened(open_again(file))
    assert (reader.why_read_only, reader.held_by.computer if reader.held_by else "") == (
        "in_use",
        platform.node(),
    )
    reader.close()

    children.end(child, kill=True)
    assert file.path.with_name(f"~${file.path.name}.lock").exists()  # left behind, and no lock any more
    again = opened(open_again(file))
    assert not again.is_read_only


def test_a_lock_removed_by_its_holder_between_opening_and_locking_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    first, second = WriterLock(path), WriterLock(path)
    assert first.take(Holder("a", "pc", "now"))
    opened_before = first.path.open("a+", encoding="utf-8")  # as a second process does it just before
    first.release()
    assert not second._is_still_there(opened_before)
    opened_before.close()
    assert second.take(Holder("b", "pc", "now"))
    assert not first.take(Holder("a", "pc", "now"))
    assert first.holder().account == "b"
    second.release()


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Work without the rights of root, whom no file mode keeps out."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """A folder that others may look into: pytest's own are for the user alone."""
    folder = Path(tempfile.mkdtemp(prefix="perfdesk-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


if sys.platform != "win32":

    def test_in_a_folder_that_cannot_be_written_a_file_is_read_only(shared: Path, opened: Opened) -> None:
        small_firm(shared).close(with_backup=False)
        shared.chmod(0o555)
        with as_nobody():
            file = opened(open_again(shared / "精工.perfdesk"))
            assert (file.why_read_only, file.held_by) == ("folder", None)
            assert len(dump(file)["employee"]) == 3
            with pytest.raises(StoreFault, match="read_only"), file.change(DEED) as change:
                person(change, "E99")
            file.close()
            fault = fault_of(lambda: firm_file.create(shared / "new.perfdesk", now))
        assert fault.code == "folder_read_only"
        assert not (shared / "new.perfdesk").exists()

    def test_a_file_that_cannot_be_written_is_read_only(shared: Path, opened: Opened) -> None:
        file = small_firm(shared)
        file.close(with_backup=False)
        file.path.chmod(0o444)
        shared.chmod(0o777)
        with as_nobody():
            again = opened(open_again(file))
            assert again.why_read_only == "folder"
            assert len(dump(again)["employee"]) == 3
            again.close()
        assert [one.name for one in shared.iterdir()] == [file.path.name]

    def test_a_file_that_may_not_be_read_is_said_to_be_so(shared: Path) -> None:
        file = small_firm(shared)
        file.close(with_backup=False)
        file.path.chmod(0o000)
        with as_nobody():
            assert fault_of(lambda: open_again(file)).code == "unreadable"

    @contextlib.contextmanager
    def no_larger_than(size: int) -> Iterator[None]:
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    def test_a_write_that_the_system_refuses_leaves_the_file_as_it_was(
        file: FirmFile, opened: Opened
    ) -> None:
        before = raw_rows(file.path)

        def write() -> None:
            with file.change(DEED) as change:
                rows = [{"code": str(at), "name_zh": "很长的名称" * 200} for at in range(500)]
                change.insert_many(schema.department, rows)

        with no_larger_than(file.path.stat().st_size + 20_000):
            assert fault_of(write).code == "unwritable"
        assert raw_rows(file.path) == before
        write()
        assert len(dump(file)["department"]) == 502


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a disk of 1 MB at `folder`; False where the system does not let us."""
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        done = False
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "-l", str(folder)], check=True)


with tempfile.TemporaryDirectory() as _folder, small_disk(Path(_folder)) as MAY_MOUNT:
    pass


if MAY_MOUNT:

    def test_on_a_full_disk_nothing_is_lost_and_the_message_says_so(tmp_path: Path) -> None:
        with small_disk(tmp_path):
            file = small_firm(tmp_path)
            try:
                fill(file)
            finally:
                file.close(with_backup=False)

    def fill(file: FirmFile) -> None:
        disk = file.path.parent
        before = raw_rows(file.path)

        def write() -> None:
            with file.change(DEED) as change:
                rows = [{"code": str(at), "name_zh": "很长的名称" * 200} for at in range(500)]
                change.insert_many(schema.department, rows)

        assert fault_of(write).code == "disk_full"
        assert raw_rows(file.path) == before
        space = os.statvfs(disk)
        (disk / "rest").write_bytes(b"x" * space.f_bavail * space.f_frsize)
        assert fault_of(lambda: file.back_up("hand")).code == "backup_failed"
        assert fault_of(lambda: firm_file.create(disk / "b.perfdesk", now)).code == "disk_full"
        assert sorted(disk.glob("*.perfdesk")) == [file.path]
        assert raw_rows(file.path) == before
        (disk / "rest").unlink()
        with file.change(DEED) as change:
            change.update(schema.employee, 2, name="赵六")
        assert list(file.back_up("hand").parent.glob("*.part")) == []


def test_a_transaction_cut_off_by_a_kill_is_rolled_back_on_the_next_opening(
    file: FirmFile, opened: Opened
) -> None:
    before = raw_rows(file.path)
    file.close(with_backup=False)
    clean = file.path.read_bytes()
    children.run(
        """
with open_again(path).change(Deed("cut off")) as change:
    change.connection.exec_driver_sql("PRAGMA cache_size = 5")  # so that pages reach the disk before the commit
    change.insert_many(schema.department, [{"code": str(at), "name_zh": "名" * 500} for at in range(2000)])
    change.update(schema.employee, 2, name="赵六")
    die()
""",
        file.path,
        killed=True,
    )
    assert firm_file.has_journal(file.path)
    assert file.path.read_bytes() != clean

    shutil.copytree(file.path.parent, file.path.parent.with_name("copy"))
    looked_at = file.path.parent.with_name("copy") / file.path.name
    assert fault_of(lambda: open_again(looked_at, read_only=True)).code == "unfinished"

    again = opened(open_again(file))
    assert raw_rows(file.path) == before
    with again.read() as connection:
        assert list(audit.faults(connection)) == []


def test_a_file_that_another_program_holds_is_busy(file: FirmFile, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *rest, **named: real(*rest, **{**named, "timeout": 0.05}))
    file.close(with_backup=False)
    file = open_again(file)
    other = real(file.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    def write() -> None:
        with file.change(DEED) as change:
            person(change, "E99")

    try:
        assert fault_of(write).code == "busy"
        assert fault_of(lambda: dump(file)).code == "busy"
    finally:
        other.close()
    write()
    file.close(with_backup=False)


def test_a_file_that_vanished_while_open_is_said_to_be_unreadable(file: FirmFile) -> None:
    file._engine.dispose()
    file.path.rename(file.path.with_name("gone"))
    assert fault_of(lambda: dump(file)).code == "unreadable"
