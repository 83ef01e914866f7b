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
SCHEMA_REVISION = 2

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
    _text("choices"),
)

department = _record(
    "department",
    _text("code"),
    _text("name_zh"),
    _text("name_en"),
    _to("parent_id", "department"),
)

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
    _day("probation_until"),
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
    _text("numerator_zh"),
    _text("numerator_en"),
    _text("denominator_zh"),
    _text("denominator_en"),
    _to("provider_id", "employee"),
    _text("provider_words"),
    _text("collection_day"),
    _maybe("baseline_e4"),
    _text("basis"),
    _text("stage"),
    _flag("is_shared"),
    _text("scorers"),
    _day("valid_from"),
    UniqueConstraint("lineage", "revision"),
)

position_template = _record(
    "position_template",
    _text("code"),
    _text("name_zh"),
    _text("name_en"),
    _text("scheme"),
    _day("retired_on"),
)

template_item = _record(
    "template_item",
    _to("template_id", "position_template", required=True, index=True),
    _to("card_id", "indicator_card", required=True),
    _number("seq"),
    _number("weight_c"),
    _maybe("target_e4"),
    _maybe("required_c"),
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
    _text("combining"),
    _text("schedule"),
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
    _day("starts_on"),
    _day("ends_on"),
    _text("self_words"),
    _day("self_submitted_at"),
    _flag("is_self_skipped"),
    _text("rater_weights"),
    _day("raters_closed_at"),
    _text("final_grade"),
    _day("calibrated_at"),
    _day("notice_on"),
    _text("notice_way"),
    _day("interview_on"),
    _text("interview_place"),
    _to("interviewer_id", "employee"),
    _text("signature"),
    _text("signature_words"),
    _day("signed_on"),
    _text("okr_words"),
    _day("own_changed_at"),
    _text("void_reason"),
    _text("pay_held_reason"),
    _to("corrects_id", "form"),
    _text("no_grade_reason"),
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
    _text("aggregation"),
    _text("stage"),
    _flag("is_shared"),
    _to("provider_id", "employee"),
    _text("provider_words"),
    _text("basis"),
    _maybe("required_c"),
    _text("agreed_rule"),
    _maybe("combined_level_c"),
    _text("words"),
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
    _to("sheet_id", "rater_sheet", index=True),
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
    _text("evidence"),
    _text("statement"),
    _day("rule_published_on"),
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

rater_sheet = _record(
    "rater_sheet",
    _to("form_id", "form", required=True, index=True),
    _text("rater_group"),
    _to("employee_id", "employee"),
    _text("name"),
    _text("code"),
    _text("state"),
    _day("given_at"),
    _to("typed_by_id", "employee"),
    _text("words_good"),
    _text("words_improve"),
)

grade_change = _record(
    "grade_change",
    _to("form_id", "form", required=True, index=True),
    _text("from_grade"),
    _text("to_grade"),
    _text("reason"),
    _text("words"),
    _text("participants"),
    _text("inversion_words"),
    _day("at"),
    _to("actor_id", "employee"),
)

amendment = _record(
    "amendment",
    _to("form_item_id", "form_item", required=True, index=True),
    _maybe("old_target_e4"),
    _maybe("new_target_e4"),
    _text("old_rule"),
    _text("new_rule"),
    _text("reason"),
    _text("words"),
    Column("effective_on", Text, nullable=False),
    _day("employee_signed_on"),
    _day("manager_signed_on"),
    _day("made_at"),
)

absence = _record(
    "absence",
    _to("employee_id", "employee", required=True, index=True),
    _text("kind"),
    Column("starts_on", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    _text("words"),
)

appeal = _record(
    "appeal",
    _to("form_id", "form", required=True, index=True),
    Column("filed_on", Text, nullable=False),
    _text("matter"),
    _text("facts"),
    _text("evidence"),
    _text("request"),
    _to("handler_id", "employee"),
    _day("received_on"),
    _text("findings"),
    _text("decision"),
    _text("reasons"),
    _text("correction"),
    _day("decided_on"),
)

objective = _record(
    "objective",
    _to("form_id", "form", required=True, index=True),
    _number("seq"),
    _text("name"),
    _text("commitment"),
    _to("form_item_id", "form_item"),
    _text("words"),
)

key_result = _record(
    "key_result",
    _to("objective_id", "objective", required=True, index=True),
    _number("seq"),
    _text("name"),
    _text("kind"),
    _text("unit"),
    _maybe("start_e4"),
    _maybe("target_e4"),
    _maybe("actual_e4"),
    _text("milestones"),
    _maybe("score_c"),
    _maybe("weight_c"),
    _text("lineage"),
    _text("words"),
)

check_in = _record(
    "check_in",
    _to("form_item_id", "form_item", index=True),
    _to("key_result_id", "key_result", index=True),
    Column("made_on", Text, nullable=False),
    _maybe("actual_e4"),
    _maybe("forecast_e4"),
    _maybe("confidence"),
    _text("obstacle"),
    _text("words"),
    _to("by_id", "employee"),
)

attachment = _record(
    "attachment",
    Column("sha256", Text, nullable=False, unique=True),
    _text("name"),
    _text("media"),
    _number("size"),
)

attachment_data = Table(
    "attachment_data",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""The bytes of attachments, apart by hash: they never travel with rows, nor into undo or the trail."""

evidence = _record(
    "evidence",
    _to("form_item_id", "form_item", index=True),
    _to("form_event_id", "form_event", index=True),
    Column("happened_on", Text, nullable=False),
    _text("words"),
    _to("attachment_id", "attachment"),
    _to("by_id", "employee"),
)

goal = _record(
    "goal",
    _text("level"),
    _to("department_id", "department"),
    _text("name_zh"),
    _text("name_en"),
    _text("perspective"),
    _to("owner_id", "employee"),
    _number("year"),
    _text("measure_zh"),
    _text("measure_en"),
    _text("unit"),
    _text("method"),
    _text("direction"),
    _maybe("target_e4"),
    _maybe("threshold_e4"),
    _maybe("stretch_e4"),
    _text("params"),
    _number("floor_c"),
    _number("cap_c"),
    _number("decimals"),
    _maybe("actual_e4"),
    _maybe("score_c"),
    _maybe("weight_c"),
    _day("retired_on"),
)

goal_link = _record(
    "goal_link",
    _to("upper_id", "goal", required=True, index=True),
    _to("lower_id", "goal"),
    _text("lineage"),
    _maybe("share_c"),
)

calendar_day = _record(
    "calendar_day",
    Column("day", Text, nullable=False, unique=True),
    _text("kind"),
    _text("words"),
)
"""Only what the firm set itself: it lies over the statutory days that come with the program."""

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
