"""Looking a firm file over: is it whole, was it tampered with, does what is stored follow from its inputs?"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Text, func, select

from perfdesk.domain.cycle_parts import item_cap
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import from_hundredths, to_hundredths
from perfdesk.domain.problems import Invalid
from perfdesk.domain.raters import combined_points
from perfdesk.domain.scales import given_score
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import FormState, Method, Missing, RaterGroup, Scheme
from perfdesk.store import audit
from perfdesk.store.faults import StoreFault
from perfdesk.store.firm_file import open_file
from perfdesk.store.rows import maybe_c, maybe_e4, rule_of
from perfdesk.store.schema import AUDIT_TABLES, employee, form, form_item, metadata, paper, rating


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. It has the shape of a problem, so that `texts.sentence` says it.

    `is_fault` is False for what is worth knowing but right, such as erased personal data.
    """

    code: str
    details: Mapping[str, object] = field(default_factory=dict, hash=False)
    is_fault: bool = True
    field: str = ""


def check(path: Path) -> Iterator[Finding]:
    """Yield what is found in a firm file; it is opened for reading only, and may be open elsewhere.

    Raises:
        StoreFault: it can't be opened at all (`not_found`, `not_a_firm_file`, `damaged`, `newer_file`, ...).
    """
    file = open_file(path, datetime.now, read_only=True)
    found: list[Finding] = []
    try:
        with file.read() as connection:
            found += _broken_pages(connection)
            if not found:
                for look in (_orphans, _trail, _reals, _texts, _forms_twice, _weights, _scores, _seals):
                    found += look(connection)
    except StoreFault as fault:
        if fault.code != "damaged":
            raise
        found.append(Finding("file_broken", {"reason": fault.details["reason"]}))
    finally:
        file.close(with_backup=False)
    # Only now: whoever takes his time over them must not hold up the writer.
    yield from found


def _broken_pages(connection: Connection) -> Iterator[Finding]:
    for (words,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if words != "ok":
            yield Finding("file_broken", {"reason": words})


def _orphans(connection: Connection) -> Iterator[Finding]:
    for table, row, parent, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("file_orphan", {"table": table, "row": row, "parent": parent})


def _trail(connection: Connection) -> Iterator[Finding]:
    for code, number in audit.faults(connection):
        if code == "audit_erased":
            yield Finding(code, {"count": number}, is_fault=False)
        else:
            yield Finding(code, {"entry": number})


def _reals(connection: Connection) -> Iterator[Finding]:
    """The tables are strict; a file whose definition was changed by hand may not be."""
    for table in metadata.sorted_tables:
        counts = [func.sum(func.typeof(column) == "real") for column in table.columns]
        row = connection.execute(select(*counts)).one()
        for column, count in zip(table.columns, row, strict=True):
            if count:
                yield Finding("file_real", {"table": table.name, "column": column.name, "count": count})


def _texts(connection: Connection) -> Iterator[Finding]:
    for table in metadata.sorted_tables:
        if table.name in AUDIT_TABLES:  # their digests hold them
            continue
        for column in table.columns:
            if not isinstance(column.type, Text):
                continue
            beyond_ascii = column.op("GLOB")("*[^\x01-\x7f]*")
            for text in connection.scalars(select(column).distinct().where(beyond_ascii)):
                if not unicodedata.is_normalized("NFC", text):
                    details = {"table": table.name, "column": column.name, "text": text}
                    yield Finding("file_text_form", details)


def _forms_twice(connection: Connection) -> Iterator[Finding]:
    key = (form.c.employee_id, form.c.cycle_id, form.c.segment, form.c.revision)
    found = select(employee.c.number, func.count()).join(form, form.c.employee_id == employee.c.id)
    for number, count in connection.execute(found.group_by(*key).having(func.count() > 1)):
        yield Finding("file_form_twice", {"number": number, "count": count})


def _weights(connection: Connection) -> Iterator[Finding]:
    whole = func.coalesce(func.sum(form_item.c.weight_c), 0)
    found = (
        select(form.c.id, employee.c.number, whole)
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(form_item, form_item.c.form_id == form.c.id)
        .where(form.c.state != FormState.DRAFT.value, form.c.is_void == 0)
        .group_by(form.c.id)
        .having(whole != 10_000)
    )
    for form_id, number, total in connection.execute(found):
        details = {"form": form_id, "number": number, "total": str(from_hundredths(total))}
        yield Finding("file_weights", details)


def _scores(connection: Connection) -> Iterator[Finding]:
    """Compute every stored score again from what was entered."""
    level = (
        select(rating.c.value_c)
        .where(
            rating.c.form_item_id == form_item.c.id,
            rating.c.rater_group == RaterGroup.SUPERIOR.value,
            rating.c.kind == "LEVEL",
        )
        .order_by(rating.c.given_at.desc(), rating.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    names = ("method", "direction", "target_e4", "threshold_e4", "stretch_e4", "params", "floor_c", "cap_c")
    inputs = ("decimals", "actual_e4", "missing", "combined_level_c", "lineage")
    items = (
        select(
            *(form_item.c[name] for name in (*names, *inputs)),
            form.c.scheme,
            level.label("level_c"),
            form_item.c.score_c,
            form_item.c.name_zh,
            form_item.c.name_en,
            employee.c.number,
        )
        .join(form, form.c.id == form_item.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .order_by(form_item.c.id)
    )
    known: dict[tuple[Any, ...], int | None] = {}  # many items share rule and value
    for row in connection.execute(items):
        if row.missing == Missing.NOT_SUBMITTED:  # counted as zero or not: the manager's decision
            continue
        key = tuple(row[: len(names) + len(inputs) + 2])
        if key not in known:
            known[key] = _score_c(dict(row._mapping))
        if known[key] != row.score_c:
            details = {
                "number": row.number,
                "name": row.name_zh or row.name_en,
                "stored": _shown(row.score_c),
                "computed": _shown(known[key]),
            }
            yield Finding("file_score", details)


def _seals(connection: Connection) -> Iterator[Finding]:
    """A printed paper's check code is the beginning of the hash of the values that were printed; the values of
    a person's papers are gone once the person's data were erased."""
    number = (paper.c.kind, paper.c.year, paper.c.serial, paper.c.revision)
    for *named, content, code in connection.execute(select(*number, paper.c.content, paper.c.check_code)):
        if content and hashlib.sha256(content).hexdigest()[:8] != code:
            yield Finding("file_seal", {"paper": "-".join(map(str, named))})


def _score_c(row: Mapping[str, Any]) -> int | None:
    level, actual, scheme = maybe_c(row["level_c"]), maybe_e4(row["actual_e4"]), Scheme(row["scheme"])
    if row["missing"] != Missing.VALUE:
        return None
    try:
        if row["method"] == Method.ANCHOR:
            if (combined := maybe_c(row["combined_level_c"])) is not None:
                return to_hundredths(combined_points(rule_of(row), combined, scheme))
            return None if level is None else to_hundredths(given_score(rule_of(row), level, scheme))
        if actual is None or row["method"] == Method.WORDS:
            return None
        return to_hundredths(score(rule_of(row), actual, item_cap(SCHEMES[scheme], row["lineage"])))
    except Invalid:
        return None


def _shown(score_c: int | None) -> str:
    return "—" if score_c is None else str(from_hundredths(score_c))
