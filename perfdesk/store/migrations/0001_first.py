"""The tables of the first release.

Written out as they were then: the tables of `store.schema` go on changing.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE audit_entry (
    id INTEGER NOT NULL, at TEXT NOT NULL, actor_id INTEGER, account TEXT NOT NULL, computer TEXT NOT NULL,
    deed TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id)
) STRICT;

CREATE TABLE audit_text (
    entry_id INTEGER NOT NULL, seq INTEGER NOT NULL, salt TEXT NOT NULL, content TEXT NOT NULL,
    CONSTRAINT pk_audit_text PRIMARY KEY (entry_id, seq)
) STRICT;

CREATE TABLE cycle (
    id INTEGER NOT NULL, version INTEGER NOT NULL, type TEXT DEFAULT '' NOT NULL, name_zh TEXT DEFAULT ''
    NOT NULL, name_en TEXT DEFAULT '' NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, parent_id
    INTEGER, scheme TEXT DEFAULT '' NOT NULL, grades TEXT DEFAULT '' NOT NULL, closed_at TEXT,
    CONSTRAINT pk_cycle PRIMARY KEY (id),
    CONSTRAINT fk_cycle_parent_id FOREIGN KEY(parent_id) REFERENCES cycle (id)
) STRICT;

CREATE TABLE department (
    id INTEGER NOT NULL, version INTEGER NOT NULL, code TEXT DEFAULT '' NOT NULL, name_zh TEXT DEFAULT ''
    NOT NULL, name_en TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_department PRIMARY KEY (id)
) STRICT;

CREATE TABLE firm (
    id INTEGER NOT NULL, version INTEGER NOT NULL, file_key TEXT DEFAULT '' NOT NULL, name TEXT DEFAULT ''
    NOT NULL, scheme TEXT DEFAULT '' NOT NULL, switches TEXT DEFAULT '' NOT NULL, grades TEXT DEFAULT '' NOT
    NULL, created_at TEXT, current_cycle_id INTEGER, owner_id INTEGER,
    CONSTRAINT pk_firm PRIMARY KEY (id)
) STRICT;

CREATE TABLE indicator_card (
    id INTEGER NOT NULL, version INTEGER NOT NULL, lineage TEXT DEFAULT '' NOT NULL, code TEXT DEFAULT ''
    NOT NULL, revision INTEGER NOT NULL, name_zh TEXT DEFAULT '' NOT NULL, name_en TEXT DEFAULT '' NOT NULL,
    item_class TEXT DEFAULT '' NOT NULL, nature TEXT DEFAULT '' NOT NULL, direction TEXT DEFAULT '' NOT
    NULL, unit TEXT DEFAULT '' NOT NULL, decimals INTEGER NOT NULL, aggregation TEXT DEFAULT '' NOT NULL,
    is_share INTEGER DEFAULT '0' NOT NULL, definition_zh TEXT DEFAULT '' NOT NULL, definition_en TEXT
    DEFAULT '' NOT NULL, formula_zh TEXT DEFAULT '' NOT NULL, formula_en TEXT DEFAULT '' NOT NULL, source_zh
    TEXT DEFAULT '' NOT NULL, source_en TEXT DEFAULT '' NOT NULL, gaming_zh TEXT DEFAULT '' NOT NULL,
    gaming_en TEXT DEFAULT '' NOT NULL, method TEXT DEFAULT '' NOT NULL, target_e4 INTEGER, threshold_e4
    INTEGER, stretch_e4 INTEGER, params TEXT DEFAULT '' NOT NULL, floor_c INTEGER NOT NULL, cap_c INTEGER
    NOT NULL, weight_c INTEGER, anchors TEXT DEFAULT '' NOT NULL, position_code TEXT DEFAULT '' NOT NULL,
    managers_only INTEGER DEFAULT '0' NOT NULL, retired_on TEXT,
    CONSTRAINT pk_indicator_card PRIMARY KEY (id),
    CONSTRAINT uq_indicator_card_lineage_revision UNIQUE (lineage, revision)
) STRICT;

CREATE TABLE position_template (
    id INTEGER NOT NULL, version INTEGER NOT NULL, code TEXT DEFAULT '' NOT NULL, name_zh TEXT DEFAULT ''
    NOT NULL, name_en TEXT DEFAULT '' NOT NULL, scheme TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_position_template PRIMARY KEY (id)
) STRICT;

CREATE TABLE audit_change (
    entry_id INTEGER NOT NULL, seq INTEGER NOT NULL, table_name TEXT NOT NULL, row_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT pk_audit_change PRIMARY KEY (entry_id, seq),
    CONSTRAINT fk_audit_change_entry_id FOREIGN KEY(entry_id) REFERENCES audit_entry (id)
) STRICT;

CREATE INDEX ix_audit_change_table_name_row_id ON audit_change (table_name, row_id);

CREATE TABLE position (
    id INTEGER NOT NULL, version INTEGER NOT NULL, code TEXT DEFAULT '' NOT NULL, name_zh TEXT DEFAULT ''
    NOT NULL, name_en TEXT DEFAULT '' NOT NULL, template_id INTEGER,
    CONSTRAINT pk_position PRIMARY KEY (id),
    CONSTRAINT fk_position_template_id FOREIGN KEY(template_id) REFERENCES position_template (id)
) STRICT;

CREATE TABLE template_item (
    id INTEGER NOT NULL, version INTEGER NOT NULL, template_id INTEGER NOT NULL, card_id INTEGER NOT NULL,
    seq INTEGER NOT NULL, weight_c INTEGER NOT NULL, target_e4 INTEGER,
    CONSTRAINT pk_template_item PRIMARY KEY (id),
    CONSTRAINT fk_template_item_template_id FOREIGN KEY(template_id) REFERENCES position_template (id),
    CONSTRAINT fk_template_item_card_id FOREIGN KEY(card_id) REFERENCES indicator_card (id)
) STRICT;

CREATE INDEX ix_template_item_template_id ON template_item (template_id);

CREATE TABLE employee (
    id INTEGER NOT NULL, version INTEGER NOT NULL, number TEXT NOT NULL, name TEXT DEFAULT '' NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL, search_key TEXT DEFAULT '' NOT NULL, department_id INTEGER,
    position_id INTEGER, manager_id INTEGER, manager_words TEXT DEFAULT '' NOT NULL, level TEXT DEFAULT ''
    NOT NULL, hired_on TEXT, left_on TEXT, note TEXT DEFAULT '' NOT NULL, is_acting INTEGER DEFAULT '0' NOT
    NULL, is_appraised INTEGER DEFAULT '0' NOT NULL, erased_at TEXT,
    CONSTRAINT pk_employee PRIMARY KEY (id),
    CONSTRAINT uq_employee_number UNIQUE (number),
    CONSTRAINT fk_employee_department_id FOREIGN KEY(department_id) REFERENCES department (id),
    CONSTRAINT fk_employee_position_id FOREIGN KEY(position_id) REFERENCES position (id),
    CONSTRAINT fk_employee_manager_id FOREIGN KEY(manager_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_employee_department_id ON employee (department_id);

CREATE TABLE employee_private (
    id INTEGER NOT NULL, version INTEGER NOT NULL, employee_id INTEGER NOT NULL, id_number TEXT DEFAULT ''
    NOT NULL, phone TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_employee_private PRIMARY KEY (id),
    CONSTRAINT uq_employee_private_employee_id UNIQUE (employee_id),
    CONSTRAINT fk_employee_private_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT;

CREATE TABLE form (
    id INTEGER NOT NULL, version INTEGER NOT NULL, employee_id INTEGER NOT NULL, cycle_id INTEGER NOT NULL,
    segment INTEGER NOT NULL, revision INTEGER NOT NULL, state TEXT DEFAULT '' NOT NULL, scheme TEXT DEFAULT
    '' NOT NULL, template_id INTEGER, department_id INTEGER, position_id INTEGER, manager_id INTEGER,
    department_zh TEXT DEFAULT '' NOT NULL, department_en TEXT DEFAULT '' NOT NULL, position_zh TEXT DEFAULT
    '' NOT NULL, position_en TEXT DEFAULT '' NOT NULL, manager_name TEXT DEFAULT '' NOT NULL, agreed_at
    TEXT, scored_at TEXT, closed_at TEXT, strengths TEXT DEFAULT '' NOT NULL, improvements TEXT DEFAULT ''
    NOT NULL, employee_words TEXT DEFAULT '' NOT NULL, is_void INTEGER DEFAULT '0' NOT NULL, is_appealed
    INTEGER DEFAULT '0' NOT NULL, is_pay_held INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_form PRIMARY KEY (id),
    CONSTRAINT uq_form_employee_id_cycle_id_segment_revision UNIQUE (employee_id, cycle_id, segment, revision),
    CONSTRAINT fk_form_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id),
    CONSTRAINT fk_form_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_form_template_id FOREIGN KEY(template_id) REFERENCES position_template (id),
    CONSTRAINT fk_form_department_id FOREIGN KEY(department_id) REFERENCES department (id),
    CONSTRAINT fk_form_position_id FOREIGN KEY(position_id) REFERENCES position (id),
    CONSTRAINT fk_form_manager_id FOREIGN KEY(manager_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_form_cycle_id ON form (cycle_id);

CREATE TABLE recognition (
    id INTEGER NOT NULL, version INTEGER NOT NULL, happened_on TEXT NOT NULL, sender_id INTEGER, employee_id
    INTEGER NOT NULL, situation TEXT DEFAULT '' NOT NULL, behaviour TEXT DEFAULT '' NOT NULL, impact TEXT
    DEFAULT '' NOT NULL,
    CONSTRAINT pk_recognition PRIMARY KEY (id),
    CONSTRAINT fk_recognition_sender_id FOREIGN KEY(sender_id) REFERENCES employee (id),
    CONSTRAINT fk_recognition_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_recognition_employee_id ON recognition (employee_id);

CREATE TABLE form_event (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, kind TEXT DEFAULT '' NOT NULL,
    happened_on TEXT NOT NULL, words TEXT DEFAULT '' NOT NULL, points_c INTEGER NOT NULL, effect TEXT
    DEFAULT '' NOT NULL, factor_e4 INTEGER,
    CONSTRAINT pk_form_event PRIMARY KEY (id),
    CONSTRAINT fk_form_event_form_id FOREIGN KEY(form_id) REFERENCES form (id)
) STRICT;

CREATE INDEX ix_form_event_form_id ON form_event (form_id);

CREATE TABLE form_item (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, seq INTEGER NOT NULL, lineage
    TEXT DEFAULT '' NOT NULL, card_id INTEGER, code TEXT DEFAULT '' NOT NULL, name_zh TEXT DEFAULT '' NOT
    NULL, name_en TEXT DEFAULT '' NOT NULL, item_class TEXT DEFAULT '' NOT NULL, nature TEXT DEFAULT '' NOT
    NULL, direction TEXT DEFAULT '' NOT NULL, unit TEXT DEFAULT '' NOT NULL, decimals INTEGER NOT NULL,
    is_share INTEGER DEFAULT '0' NOT NULL, is_strategic INTEGER DEFAULT '0' NOT NULL, method TEXT DEFAULT ''
    NOT NULL, baseline_e4 INTEGER, target_e4 INTEGER, threshold_e4 INTEGER, stretch_e4 INTEGER, params TEXT
    DEFAULT '' NOT NULL, floor_c INTEGER NOT NULL, cap_c INTEGER NOT NULL, weight_c INTEGER, missing TEXT
    DEFAULT '' NOT NULL, missing_reason TEXT DEFAULT '' NOT NULL, actual_e4 INTEGER, actual_by INTEGER,
    actual_at TEXT, score_c INTEGER, comment TEXT DEFAULT '' NOT NULL, left_reason TEXT DEFAULT '' NOT NULL,
    left_at TEXT,
    CONSTRAINT pk_form_item PRIMARY KEY (id),
    CONSTRAINT fk_form_item_form_id FOREIGN KEY(form_id) REFERENCES form (id),
    CONSTRAINT fk_form_item_card_id FOREIGN KEY(card_id) REFERENCES indicator_card (id),
    CONSTRAINT fk_form_item_actual_by FOREIGN KEY(actual_by) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_form_item_form_id_score_c_weight_c_missing_method_left_reason ON form_item (form_id,
    score_c, weight_c, missing, method, left_reason);

CREATE INDEX ix_form_item_lineage_form_id ON form_item (lineage, form_id);

CREATE TABLE form_step (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, from_state TEXT DEFAULT '' NOT
    NULL, to_state TEXT DEFAULT '' NOT NULL, at TEXT, note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_form_step PRIMARY KEY (id),
    CONSTRAINT fk_form_step_form_id FOREIGN KEY(form_id) REFERENCES form (id)
) STRICT;

CREATE INDEX ix_form_step_form_id ON form_step (form_id);

CREATE TABLE paper (
    id INTEGER NOT NULL, version INTEGER NOT NULL, kind TEXT DEFAULT '' NOT NULL, year INTEGER NOT NULL,
    serial INTEGER NOT NULL, revision INTEGER NOT NULL, form_id INTEGER NOT NULL, language TEXT DEFAULT ''
    NOT NULL, check_code TEXT DEFAULT '' NOT NULL, content BLOB NOT NULL, printed_at TEXT,
    CONSTRAINT pk_paper PRIMARY KEY (id),
    CONSTRAINT uq_paper_kind_year_serial_revision_language UNIQUE (kind, year, serial, revision, language),
    CONSTRAINT fk_paper_form_id FOREIGN KEY(form_id) REFERENCES form (id)
) STRICT;

CREATE INDEX ix_paper_form_id ON paper (form_id);

CREATE TABLE "plan" (
    id INTEGER NOT NULL, version INTEGER NOT NULL, type TEXT DEFAULT '' NOT NULL, status TEXT DEFAULT '' NOT
    NULL, employee_id INTEGER, form_item_id INTEGER, department_id INTEGER, lineage TEXT DEFAULT '' NOT
    NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, baseline_e4 INTEGER, target_e4 INTEGER, support
    TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY (id),
    CONSTRAINT fk_plan_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id),
    CONSTRAINT fk_plan_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id),
    CONSTRAINT fk_plan_department_id FOREIGN KEY(department_id) REFERENCES department (id)
) STRICT;

CREATE INDEX ix_plan_employee_id ON "plan" (employee_id);

CREATE INDEX ix_plan_form_item_id ON "plan" (form_item_id);

CREATE TABLE rating (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_item_id INTEGER NOT NULL, rater_id INTEGER,
    rater_group TEXT DEFAULT '' NOT NULL, kind TEXT DEFAULT '' NOT NULL, value_c INTEGER NOT NULL, given_at
    TEXT,
    CONSTRAINT pk_rating PRIMARY KEY (id),
    CONSTRAINT uq_rating_form_item_id_rater_group_kind_rater_id UNIQUE (form_item_id, rater_group, kind, rater_id),
    CONSTRAINT fk_rating_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id),
    CONSTRAINT fk_rating_rater_id FOREIGN KEY(rater_id) REFERENCES employee (id)
) STRICT;

CREATE TABLE action (
    id INTEGER NOT NULL, version INTEGER NOT NULL, plan_id INTEGER NOT NULL, seq INTEGER NOT NULL, words
    TEXT DEFAULT '' NOT NULL, kind TEXT DEFAULT '' NOT NULL, cause TEXT DEFAULT '' NOT NULL, owner_id
    INTEGER, starts_on TEXT, due_on TEXT, hours_c INTEGER, money_fen INTEGER, measure TEXT DEFAULT '' NOT
    NULL, status TEXT DEFAULT '' NOT NULL, done_on TEXT,
    CONSTRAINT pk_action PRIMARY KEY (id),
    CONSTRAINT fk_action_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id),
    CONSTRAINT fk_action_owner_id FOREIGN KEY(owner_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_action_plan_id ON action (plan_id);

CREATE TABLE cause (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_item_id INTEGER, plan_id INTEGER, code TEXT DEFAULT
    '' NOT NULL, words TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_cause PRIMARY KEY (id),
    CONSTRAINT fk_cause_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id),
    CONSTRAINT fk_cause_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
) STRICT;

CREATE INDEX ix_cause_form_item_id ON cause (form_item_id);

CREATE TABLE checkpoint (
    id INTEGER NOT NULL, version INTEGER NOT NULL, plan_id INTEGER NOT NULL, seq INTEGER NOT NULL,
    planned_on TEXT NOT NULL, held_on TEXT, value_e4 INTEGER, words TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_checkpoint PRIMARY KEY (id),
    CONSTRAINT fk_checkpoint_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
) STRICT;

CREATE INDEX ix_checkpoint_plan_id ON checkpoint (plan_id);
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
