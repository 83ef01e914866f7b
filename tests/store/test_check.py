"""`check` finds what is wrong in a firm file, and nothing in one that is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from perfdesk import texts
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card
from perfdesk.domain.numbers import from_hundredths, to_hundredths
from perfdesk.domain.scoring import level_score, score, target_of
from perfdesk.domain.terms import Scheme
from perfdesk.store import library, schema
from perfdesk.store.check import check
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import FirmFile
from perfdesk.store.forms import item_columns
from perfdesk.store.migration import migrate
from perfdesk.texts.sentences import all_sentences
from tests.builders import DEED, NOW, cycle, form, item_row, person
from tests.store.dump import write_by_hand

KEPT = sorted(Path(__file__).resolve().parents[1].joinpath("files").glob("*.perfdesk"))


def found(path: Path) -> list[tuple[str, dict[str, Any]]]:
    findings = list(check(path))
    for finding in findings:
        assert "{" not in texts.sentence(finding)
    return [(finding.code, dict(finding.details)) for finding in findings]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_nothing_is_found_in_the_kept_files_once_they_are_converted(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    migrate(copy, NOW)
    assert found(copy) == []


def test_nothing_is_found_in_a_right_file_open_or_closed(file: FirmFile) -> None:
    assert found(file.path) == []
    file.close(with_backup=False)
    before = file.path.read_bytes()
    assert found(file.path) == []
    assert file.path.read_bytes() == before
    assert [one.name for one in file.path.parent.iterdir()] == [file.path.name]


STRICTLESS = "PRAGMA writable_schema = ON"
LOOSE = "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'form_item'"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            ["UPDATE form_item SET score_c = 9900 WHERE id = 1"],
            [("file_score", {"number": "E01", "name": "指标0", "stored": "99.00", "computed": "72.00"})],
        ),
        (
            ["UPDATE form_item SET actual_e4 = NULL WHERE id = 1"],
            [("file_score", {"number": "E01", "name": "指标0", "stored": "72.00", "computed": "—"})],
        ),
        (
            ["UPDATE rating SET value_c = 350"],
            [("file_score", {"number": "E01", "name": "指标1", "stored": "110.00", "computed": "105.00"})],
        ),
        (
            ["UPDATE form_item SET score_c = NULL WHERE id = 2"],
            [("file_score", {"number": "E01", "name": "指标1", "stored": "—", "computed": "110.00"})],
        ),
        (
            ["UPDATE form_item SET missing = 'UNAVAILABLE' WHERE id = 1"],
            [("file_score", {"number": "E01", "name": "指标0", "stored": "72.00", "computed": "—"})],
        ),
        (
            ["UPDATE form_item SET weight_c = 6999 WHERE id = 1"],
            [("file_weights", {"form": 1, "number": "E01", "total": "99.99"})],
        ),
        (
            ["UPDATE employee SET name = 'Jose\u0301' WHERE id = 2"],
            [("file_text_form", {"table": "employee", "column": "name", "text": "Jose\u0301"})],
        ),
        (
            ["UPDATE employee SET department_id = 77 WHERE id = 3"],
            [("file_orphan", {"table": "employee", "row": 3, "parent": "department"})],
        ),
        (
            ["UPDATE audit_entry SET account = 'other'"],
            [("audit_tampered", {"entry": 1})],
        ),
        (["UPDATE paper SET content = x'7b7d'"], [("file_seal", {"paper": "review-2026-1-1"})]),
        (["DELETE FROM audit_text WHERE seq < 3"], [("audit_erased", {"count": 3})]),
        (
            [
                STRICTLESS,
                LOOSE,
                "PRAGMA writable_schema = RESET",
                "UPDATE form_item SET baseline_e4 = 1.5 WHERE id = 1",
            ],
            [("file_real", {"table": "form_item", "column": "baseline_e4", "count": 1})],
        ),
    ],
    ids=lambda value: value[0][:60] if isinstance(value[0], str) else "",
)
def test_what_another_program_did_to_a_file_is_found(
    file: FirmFile, statements: list[str], expected: list[tuple[str, dict[str, Any]]]
) -> None:
    file.close(with_backup=False)
    write_by_hand(file.path, *statements)
    assert found(file.path) == expected


def test_a_form_that_is_there_twice_is_found(file: FirmFile) -> None:
    file.close(with_backup=False)
    write_by_hand(
        file.path,
        "CREATE TABLE copy AS SELECT * FROM form",
        "DROP TABLE form",
        "ALTER TABLE copy RENAME TO form",
        "CREATE UNIQUE INDEX form_id ON form (id)",
        "INSERT INTO form SELECT 9, version, employee_id, cycle_id, segment, revision, 'DRAFT' AS state, "
        f"{', '.join(column.name for column in schema.form.columns[7:])} FROM form",
    )
    assert found(file.path) == [("file_form_twice", {"number": "E01", "count": 2})]


def test_a_draft_may_have_any_weights_and_a_void_form_too(file: FirmFile) -> None:
    with file.change(DEED) as change:
        draft = form(change, person(change, "E09"), 1)
        void = form(change, person(change, "E10"), 1, state="CLOSED", is_void=1)
        empty = form(change, person(change, "E11"), 1, state="AGREED")
        change.insert_many(schema.form_item, [item_row(draft, weight_c=100), item_row(void, weight_c=100)])
    assert found(file.path) == [("file_weights", {"form": empty, "number": "E11", "total": "0.00"})]


def test_a_broken_page_is_found_and_nothing_raises(file: FirmFile) -> None:
    file.close(with_backup=False)
    content = bytearray(file.path.read_bytes())
    content[-8192:-4096] = b"\xff" * 4096
    file.path.write_bytes(content)
    assert {code for code, _details in found(file.path)} == {"file_broken"}


def test_a_file_that_cannot_be_opened_is_a_fault_and_no_finding(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="not_found"):
        list(check(tmp_path / "missing.perfdesk"))


def test_erased_data_are_worth_a_word_and_no_fault(file: FirmFile) -> None:
    file.close(with_backup=False)
    write_by_hand(file.path, "DELETE FROM audit_text WHERE seq = 0")
    assert [finding.is_fault for finding in check(file.path)] == [False]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_card_of_the_library_scored_by_the_domain_passes(file: FirmFile, scheme: Scheme) -> None:
    """Each method of the starter library, in the scheme, at its target and off it, and each level."""
    cap = SCHEMES[scheme].item_cap
    with file.change(DEED) as change:
        library.put_starter(change)
        cycle_id, employee_id = cycle(change, scheme.value), person(change, "E50")
        form_id = form(change, employee_id, cycle_id, scheme=scheme.value)
        for seq, card in enumerate(library.cards(change.connection)):
            columns = item_columns(card, seq, None, None, cap)
            item_id = change.insert(schema.form_item, form_id=form_id, **columns)
            level = from_hundredths((100, 150, 200, 350, 500)[seq % 5])
            change.update(schema.form_item, item_id, **scored(card, scheme, level))
            if card.is_anchored:
                given = {"rater_group": "SUPERIOR", "kind": "LEVEL", "value_c": to_hundredths(level)}
                change.insert(schema.rating, form_item_id=item_id, **given)
        counted = select(schema.form_item.c.id).where(schema.form_item.c.score_c.is_not(None))
        assert len(change.connection.scalars(counted).all()) > 50
    assert found(file.path) == []


def scored(card: Card, scheme: Scheme, level: Any) -> dict[str, Any]:
    if card.is_anchored:
        return {"missing": "VALUE", "score_c": to_hundredths(level_score(level, scheme))}
    actual = target_of(card.rule)
    if actual is None:
        return {}
    points = score(card.rule, actual, SCHEMES[scheme].item_cap)
    return {"missing": "VALUE", "actual_e4": int(actual * 10_000), "score_c": to_hundredths(points)}


def test_every_code_in_the_store_has_a_sentence() -> None:
    source = Path(__file__).resolve().parents[2] / "perfdesk" / "store"
    raised = {
        code
        for path in source.glob("*.py")
        for code in re.findall(r'"(\w+)"', _raising(path.read_text(encoding="utf-8")))
    }
    assert len(raised) > 20
    assert raised <= set(all_sentences()), raised - set(all_sentences())


def _raising(source: str) -> str:
    """The codes in a source: first arguments of faults and findings, what `audit` yields, and the table of `_fault`."""
    calls = re.findall(r'(?:StoreFault|Finding)\(\s*"\w+"', source) + re.findall(r'yield "\w+"', source)
    table = re.search(r"for piece, code in \((.*?)\):", source, re.DOTALL)
    pairs = re.findall(r', "\w+"\)', table[1]) if table else []
    return " ".join(calls + pairs)
