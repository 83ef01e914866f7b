"""docs/file-format.md is right: its recipe is run as it stands, and it names every table."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from perfdesk.store import schema
from perfdesk.store.firm_file import FirmFile
from tests.builders import DEED
from tests.store.dump import write_by_hand

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


def by_hand(path: Path) -> list[str]:
    """Run the recipe of the page over a file and return the lines that it prints."""
    recipe = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert recipe
    command = [sys.executable, "-I", "-W", "ignore", "-c", recipe[1], str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()


def test_the_recipe_tells_a_right_trail_from_a_wrong_and_an_erased_one(file: FirmFile) -> None:
    for name in ("赵六", "钱七"):
        with file.change(DEED) as change:
            change.update(schema.employee, 2, name=name)
    file.close(with_backup=False)
    assert by_hand(file.path) == ["entries seen, texts erased: 3 0"]

    write_by_hand(file.path, "DELETE FROM audit_text WHERE entry_id = 2")
    assert by_hand(file.path) == ["entries seen, texts erased: 3 1"]

    write_by_hand(file.path, "UPDATE audit_text SET content = '{}' WHERE entry_id = 3")
    write_by_hand(file.path, "UPDATE audit_entry SET deed = 'x' WHERE id = 2")
    assert by_hand(file.path)[:2] == ["tampered: entry 2", "tampered: text in entry 3"]


def test_the_page_names_every_table_and_the_marks_of_the_file() -> None:
    table = TEXT[TEXT.index("## Tables") : TEXT.index("## The trail")]
    assert set(re.findall(r"`(\w+)`", table)) >= set(schema.metadata.tables)
    assert f"0x{schema.APPLICATION_ID:08X}" in TEXT
    assert f"revision of the tables, {schema.SCHEMA_REVISION} in this version" in TEXT


def test_every_column_ends_as_the_page_says() -> None:
    """Names promise units: a number that is no id, count or flag has a unit at its end."""
    plain = {
        "id",
        "version",
        "revision",
        "segment",
        "seq",
        "decimals",
        "year",
        "serial",
        "size",
        "confidence",
    }
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            if str(column.type) == "INTEGER" and column.name not in plain:
                assert column.name.endswith(("_c", "_e4", "_fen", "_id", "_by")) or column.name in (
                    "managers_only",
                    *(name for name in (column.name,) if name.startswith("is_")),
                ), f"{table.name}.{column.name}"
