"""The tables of a firm file. `docs/file-format.md` describes them for people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import CreateIndex, CreateTable

APPLICATION_ID = 0x50644B31
"""`PdK1`: tells a firm file from other SQLite files."""
SCHEMA_REVISION = 1

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _record(name: str, *columns: Column[Any] | Index | UniqueConstraint) -> Table:
    """A table whose rows carry a version number: two writers can be told apart."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("version", Integer, nullable=False),
        *columns,
        sqlite_strict=True,
    )


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _maybe(name: str) -> Column[int | None]:
    return Column(name, Integer)


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _day(name: str) -> Column[str | None]:
    """An ISO date, or an ISO date and time for names in `_at`."""
    return Column(name, Text)


def _to(name: str, table: str, *, required: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=not required, index=index)


firm = _record(
    "firm",
    _text("file_key"),
    _text("name"),
    _text("scheme"),
    _text("switches"),
    _text("grades"),
    _day("created_at"),
    _maybe("current_cycle_id"),
    _maybe("owner_id"),
)

department = _record("department", _text("code"), _text("name_zh"), _text("name_en"))

position = _record(
    "position", _text("code"), _text("name_zh"), _text("name_en"), _to("template_id", "position_template")
)

employee = _record(
    "employee",
    Column("number", Text, nullable=False, unique=True),
    _text("name"),
    _text("name_en"),
    _text("search_key"),
    _to("department_id", "department", index=True),
    _to("position_id", "position"),
    _to("manager_id", "employee"),
    _text("manager_words"),
    _text("level"),
    _day("hired_on"),
    _day("left_on"),
    _text("note"),
    _flag("is_acting"),
    _flag("is_appraised"),
    _day("erased_at"),
)

employee_private = _record(
    "employee_private",
    Column("employee_id", Integer, ForeignKey("employee.id"), nullable=False, unique=True),
    _text("id_number"),
    _text("phone"),
    _text("address"),
)

indicator_card = _record(
    "indicator_card",
    _text("lineage"),
    _text("code"),
    _number("revision"),
    _text("name_zh"),
    _text("name_en"),
    _text("item_class"),
    _text("nature"),
    _text("direction"),
    _text("unit"),
    _number("decimals"),
    _text("aggregation"),
    _flag("is_share"),
    _text("definition_zh"),
    _text("definition_en"),
    _text("formula_zh"),
    _text("formula_en"),
    _text("source_zh"),
    _text("source_en"),
    _text("gaming_zh"),
    _text("gaming_en"),
    _text("method"),
    _maybe("target_e4"),
    _maybe("threshold_e4"),
    _maybe("stretch_e4"),
    _text("params"),
    _number("floor_c"),
    _number("cap_c"),
    _maybe("weight_c"),
    _text("anchors"),
    _text("position_code"),
    _flag("managers_only"),
    _day("retired_on"),
    UniqueConstraint("lineage", "revision"),
)

position_template = _record(
    "position_template", _text("code"), _text("name_zh"), _text("name_en"), _text("scheme")
)

template_item = _record(
    "template_item",
    _to("template_id", "position_template", required=True, index=True),
    _to("card_id", "indicator_card", required=True),
    _number("seq"),
    _number("weight_c"),
    _maybe("target_e4"),
)

cycle = _record(
    "cycle",
    _text("type"),
    _text("name_zh"),
    _text("name_en"),
    Column("starts_on", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    _to("parent_id", "cycle"),
    _text("scheme"),
    _text("grades"),
    _day("closed_at"),
)

form = _record(
    "form",
    _to("employee_id", "employee", required=True),
    _to("cycle_id", "cycle", required=True, index=True),
    _number("segment"),
    _number("revision"),
    _text("state"),
    _text("scheme"),
    _to("template_id", "position_template"),
    _to("department_id", "department"),
    _to("position_id", "position"),
    _to("manager_id", "employee"),
    _text("department_zh"),
    _text("department_en"),
    _text("position_zh"),
    _text("position_en"),
    _text("manager_name"),
    _day("agreed_at"),
    _day("scored_at"),
    _day("closed_at"),
    _text("strengths"),
    _text("improvements"),
    _text("employee_words"),
    _flag("is_void"),
    _flag("is_appealed"),
    _flag("is_pay_held"),
    UniqueConstraint("employee_id", "cycle_id", "segment", "revision"),
)

form_step = _record(
    "form_step",
    _to("form_id", "form", required=True, index=True),
    _text("from_state"),
    _text("to_state"),
    _day("at"),
    _text("note"),
)

form_item = _record(
    "form_item",
    _to("form_id", "form", required=True),
    _number("seq"),
    _text("lineage"),
    _to("card_id", "indicator_card"),
    _text("code"),
    _text("name_zh"),
    _text("name_en"),
    _text("item_class"),
    _text("nature"),
    _text("direction"),
    _text("unit"),
    _number("decimals"),
    _flag("is_share"),
    _flag("is_strategic"),
    _text("method"),
    _maybe("baseline_e4"),
    _maybe("target_e4"),
    _maybe("threshold_e4"),
    _maybe("stretch_e4"),
    _text("params"),
    _number("floor_c"),
    _number("cap_c"),
    _maybe("weight_c"),
    _text("missing"),
    _text("missing_reason"),
    _maybe("actual_e4"),
    _to("actual_by", "employee"),
    _day("actual_at"),
    _maybe("score_c"),
    _text("comment"),
    _text("left_reason"),
    _day("left_at"),
    Index(None, "form_id", "score_c", "weight_c", "missing", "method", "left_reason"),
    Index(None, "lineage", "form_id"),
)

rating = _record(
    "rating",
    _to("form_item_id", "form_item", required=True),
    _to("rater_id", "employee"),
    _text("rater_group"),
    _text("kind"),
    _number("value_c"),
    _day("given_at"),
    UniqueConstraint("form_item_id", "rater_group", "kind", "rater_id"),
)

form_event = _record(
    "form_event",
    _to("form_id", "form", required=True, index=True),
    _text("kind"),
    Column("happened_on", Text, nullable=False),
    _text("words"),
    _number("points_c"),
    _text("effect"),
    _maybe("factor_e4"),
)

cause = _record(
    "cause",
    _to("form_item_id", "form_item", index=True),
    _to("plan_id", "plan"),
    _text("code"),
    _text("words"),
    _text("evidence"),
)

plan = _record(
    "plan",
    _text("type"),
    _text("status"),
    _to("employee_id", "employee", index=True),
    _to("form_item_id", "form_item", index=True),
    _to("department_id", "department"),
    _text("lineage"),
    Column("starts_on", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    _maybe("baseline_e4"),
    _maybe("target_e4"),
    _text("support"),
)

action = _record(
    "action",
    _to("plan_id", "plan", required=True, index=True),
    _number("seq"),
    _text("words"),
    _text("kind"),
    _text("cause"),
    _to("owner_id", "employee"),
    _day("starts_on"),
    _day("due_on"),
    _maybe("hours_c"),
    _maybe("money_fen"),
    _text("measure"),
    _text("status"),
    _day("done_on"),
)

checkpoint = _record(
    "checkpoint",
    _to("plan_id", "plan", required=True, index=True),
    _number("seq"),
    Column("planned_on", Text, nullable=False),
    _day("held_on"),
    _maybe("value_e4"),
    _text("words"),
)

recognition = _record(
    "recognition",
    Column("happened_on", Text, nullable=False),
    _to("sender_id", "employee"),
    _to("employee_id", "employee", required=True, index=True),
    _text("situation"),
    _text("behaviour"),
    _text("impact"),
)

paper = _record(
    "paper",
    _text("kind"),
    _number("year"),
    _number("serial"),
    _number("revision"),
    _to("form_id", "form", required=True, index=True),
    _text("language"),
    _text("check_code"),
    Column("content", LargeBinary, nullable=False),
    _day("printed_at"),
    UniqueConstraint("kind", "year", "serial", "revision", "language"),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor_id", Integer),
    Column("account", Text, nullable=False),
    Column("computer", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)
"""Who, when, what: append-only, each entry sealed with the hash of the one before."""

audit_change = Table(
    "audit_change",
    metadata,
    Column("entry_id", Integer, ForeignKey("audit_entry.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Index(None, "table_name", "row_id"),
    sqlite_strict=True,
)
"""One changed row of an entry, by the digest of its text: an erased text leaves the chain valid."""

audit_text = Table(
    "audit_text",
    metadata,
    Column("entry_id", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("content", Text, nullable=False),
    sqlite_strict=True,
)
"""From and to of a changed row as JSON. Gone once a person's data were erased."""

AUDIT_TABLES = frozenset({audit_entry.name, audit_change.name, audit_text.name})


def create(connection: Connection) -> None:
    """Make all tables and indexes in an order of their own: a set of indexes would give other bytes each time."""
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table))
        for index in sorted(table.indexes, key=lambda index: index.columns.keys()):
            connection.execute(CreateIndex(index))
