"""Appraisal in full: goals, several raters, calibration, changes on the way, check-ins, OKR, evidence.

Written out as they were then: the tables of `store.schema` go on changing.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE attachment (
    id INTEGER NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT DEFAULT '' NOT NULL,
    media TEXT DEFAULT '' NOT NULL, size INTEGER NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (id),
    CONSTRAINT uq_attachment_sha256 UNIQUE (sha256)
) STRICT;

CREATE TABLE attachment_data (
    sha256 TEXT NOT NULL, content BLOB NOT NULL,
    CONSTRAINT pk_attachment_data PRIMARY KEY (sha256)
) STRICT;

CREATE TABLE calendar_day (
    id INTEGER NOT NULL, version INTEGER NOT NULL, day TEXT NOT NULL, kind TEXT DEFAULT '' NOT NULL, words
    TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_calendar_day PRIMARY KEY (id),
    CONSTRAINT uq_calendar_day_day UNIQUE (day)
) STRICT;

CREATE TABLE absence (
    id INTEGER NOT NULL, version INTEGER NOT NULL, employee_id INTEGER NOT NULL, kind TEXT DEFAULT '' NOT
    NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, words TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (id),
    CONSTRAINT fk_absence_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_absence_employee_id ON absence (employee_id);

CREATE TABLE goal (
    id INTEGER NOT NULL, version INTEGER NOT NULL, level TEXT DEFAULT '' NOT NULL, department_id INTEGER,
    name_zh TEXT DEFAULT '' NOT NULL, name_en TEXT DEFAULT '' NOT NULL, perspective TEXT DEFAULT '' NOT
    NULL, owner_id INTEGER, year INTEGER NOT NULL, measure_zh TEXT DEFAULT '' NOT NULL, measure_en TEXT
    DEFAULT '' NOT NULL, unit TEXT DEFAULT '' NOT NULL, method TEXT DEFAULT '' NOT NULL, direction TEXT
    DEFAULT '' NOT NULL, target_e4 INTEGER, threshold_e4 INTEGER, stretch_e4 INTEGER, params TEXT DEFAULT ''
    NOT NULL, floor_c INTEGER NOT NULL, cap_c INTEGER NOT NULL, decimals INTEGER NOT NULL, actual_e4
    INTEGER, score_c INTEGER, weight_c INTEGER, retired_on TEXT,
    CONSTRAINT pk_goal PRIMARY KEY (id),
    CONSTRAINT fk_goal_department_id FOREIGN KEY(department_id) REFERENCES department (id),
    CONSTRAINT fk_goal_owner_id FOREIGN KEY(owner_id) REFERENCES employee (id)
) STRICT;

CREATE TABLE appeal (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, filed_on TEXT NOT NULL, matter
    TEXT DEFAULT '' NOT NULL, facts TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, request
    TEXT DEFAULT '' NOT NULL, handler_id INTEGER, received_on TEXT, findings TEXT DEFAULT '' NOT NULL,
    decision TEXT DEFAULT '' NOT NULL, reasons TEXT DEFAULT '' NOT NULL, correction TEXT DEFAULT '' NOT
    NULL, decided_on TEXT,
    CONSTRAINT pk_appeal PRIMARY KEY (id),
    CONSTRAINT fk_appeal_form_id FOREIGN KEY(form_id) REFERENCES form (id),
    CONSTRAINT fk_appeal_handler_id FOREIGN KEY(handler_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_appeal_form_id ON appeal (form_id);

CREATE TABLE goal_link (
    id INTEGER NOT NULL, version INTEGER NOT NULL, upper_id INTEGER NOT NULL, lower_id INTEGER, lineage TEXT
    DEFAULT '' NOT NULL, share_c INTEGER,
    CONSTRAINT pk_goal_link PRIMARY KEY (id),
    CONSTRAINT fk_goal_link_upper_id FOREIGN KEY(upper_id) REFERENCES goal (id),
    CONSTRAINT fk_goal_link_lower_id FOREIGN KEY(lower_id) REFERENCES goal (id)
) STRICT;

CREATE INDEX ix_goal_link_upper_id ON goal_link (upper_id);

CREATE TABLE grade_change (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, from_grade TEXT DEFAULT '' NOT
    NULL, to_grade TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, words TEXT DEFAULT '' NOT
    NULL, participants TEXT DEFAULT '' NOT NULL, inversion_words TEXT DEFAULT '' NOT NULL, at TEXT, actor_id
    INTEGER,
    CONSTRAINT pk_grade_change PRIMARY KEY (id),
    CONSTRAINT fk_grade_change_form_id FOREIGN KEY(form_id) REFERENCES form (id),
    CONSTRAINT fk_grade_change_actor_id FOREIGN KEY(actor_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_grade_change_form_id ON grade_change (form_id);

CREATE TABLE rater_sheet (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, rater_group TEXT DEFAULT '' NOT
    NULL, employee_id INTEGER, name TEXT DEFAULT '' NOT NULL, code TEXT DEFAULT '' NOT NULL, state TEXT
    DEFAULT '' NOT NULL, given_at TEXT, typed_by_id INTEGER, words_good TEXT DEFAULT '' NOT NULL,
    words_improve TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_rater_sheet PRIMARY KEY (id),
    CONSTRAINT fk_rater_sheet_form_id FOREIGN KEY(form_id) REFERENCES form (id),
    CONSTRAINT fk_rater_sheet_employee_id FOREIGN KEY(employee_id) REFERENCES employee (id),
    CONSTRAINT fk_rater_sheet_typed_by_id FOREIGN KEY(typed_by_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_rater_sheet_form_id ON rater_sheet (form_id);

CREATE TABLE amendment (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_item_id INTEGER NOT NULL, old_target_e4 INTEGER,
    new_target_e4 INTEGER, old_rule TEXT DEFAULT '' NOT NULL, new_rule TEXT DEFAULT '' NOT NULL, reason TEXT
    DEFAULT '' NOT NULL, words TEXT DEFAULT '' NOT NULL, effective_on TEXT NOT NULL, employee_signed_on
    TEXT, manager_signed_on TEXT, made_at TEXT,
    CONSTRAINT pk_amendment PRIMARY KEY (id),
    CONSTRAINT fk_amendment_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id)
) STRICT;

CREATE INDEX ix_amendment_form_item_id ON amendment (form_item_id);

CREATE TABLE evidence (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_item_id INTEGER, form_event_id INTEGER, happened_on
    TEXT NOT NULL, words TEXT DEFAULT '' NOT NULL, attachment_id INTEGER, by_id INTEGER,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT fk_evidence_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id),
    CONSTRAINT fk_evidence_form_event_id FOREIGN KEY(form_event_id) REFERENCES form_event (id),
    CONSTRAINT fk_evidence_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id),
    CONSTRAINT fk_evidence_by_id FOREIGN KEY(by_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_evidence_form_event_id ON evidence (form_event_id);

CREATE INDEX ix_evidence_form_item_id ON evidence (form_item_id);

CREATE TABLE objective (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_id INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT
    DEFAULT '' NOT NULL, commitment TEXT DEFAULT '' NOT NULL, form_item_id INTEGER, words TEXT DEFAULT ''
    NOT NULL,
    CONSTRAINT pk_objective PRIMARY KEY (id),
    CONSTRAINT fk_objective_form_id FOREIGN KEY(form_id) REFERENCES form (id),
    CONSTRAINT fk_objective_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id)
) STRICT;

CREATE INDEX ix_objective_form_id ON objective (form_id);

CREATE TABLE key_result (
    id INTEGER NOT NULL, version INTEGER NOT NULL, objective_id INTEGER NOT NULL, seq INTEGER NOT NULL, name
    TEXT DEFAULT '' NOT NULL, kind TEXT DEFAULT '' NOT NULL, unit TEXT DEFAULT '' NOT NULL, start_e4
    INTEGER, target_e4 INTEGER, actual_e4 INTEGER, milestones TEXT DEFAULT '' NOT NULL, score_c INTEGER,
    weight_c INTEGER, lineage TEXT DEFAULT '' NOT NULL, words TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_key_result PRIMARY KEY (id),
    CONSTRAINT fk_key_result_objective_id FOREIGN KEY(objective_id) REFERENCES objective (id)
) STRICT;

CREATE INDEX ix_key_result_objective_id ON key_result (objective_id);

CREATE TABLE check_in (
    id INTEGER NOT NULL, version INTEGER NOT NULL, form_item_id INTEGER, key_result_id INTEGER, made_on TEXT
    NOT NULL, actual_e4 INTEGER, forecast_e4 INTEGER, confidence INTEGER, obstacle TEXT DEFAULT '' NOT NULL,
    words TEXT DEFAULT '' NOT NULL, by_id INTEGER,
    CONSTRAINT pk_check_in PRIMARY KEY (id),
    CONSTRAINT fk_check_in_form_item_id FOREIGN KEY(form_item_id) REFERENCES form_item (id),
    CONSTRAINT fk_check_in_key_result_id FOREIGN KEY(key_result_id) REFERENCES key_result (id),
    CONSTRAINT fk_check_in_by_id FOREIGN KEY(by_id) REFERENCES employee (id)
) STRICT;

CREATE INDEX ix_check_in_form_item_id ON check_in (form_item_id);

CREATE INDEX ix_check_in_key_result_id ON check_in (key_result_id);
"""

COLUMNS = """
ALTER TABLE cycle ADD COLUMN combining TEXT DEFAULT '' NOT NULL;
ALTER TABLE cycle ADD COLUMN schedule TEXT DEFAULT '' NOT NULL;
ALTER TABLE department ADD COLUMN parent_id INTEGER
    CONSTRAINT fk_department_parent_id REFERENCES department (id);
ALTER TABLE firm ADD COLUMN choices TEXT DEFAULT '' NOT NULL;
ALTER TABLE employee ADD COLUMN probation_until TEXT;
ALTER TABLE form ADD COLUMN starts_on TEXT;
ALTER TABLE form ADD COLUMN ends_on TEXT;
ALTER TABLE form ADD COLUMN self_words TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN self_submitted_at TEXT;
ALTER TABLE form ADD COLUMN is_self_skipped INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE form ADD COLUMN rater_weights TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN raters_closed_at TEXT;
ALTER TABLE form ADD COLUMN final_grade TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN calibrated_at TEXT;
ALTER TABLE form ADD COLUMN notice_on TEXT;
ALTER TABLE form ADD COLUMN notice_way TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN interview_on TEXT;
ALTER TABLE form ADD COLUMN interview_place TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN interviewer_id INTEGER CONSTRAINT fk_form_interviewer_id REFERENCES employee (id);
ALTER TABLE form ADD COLUMN signature TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN signature_words TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN signed_on TEXT;
ALTER TABLE form ADD COLUMN okr_words TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN own_changed_at TEXT;
ALTER TABLE form ADD COLUMN void_reason TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN pay_held_reason TEXT DEFAULT '' NOT NULL;
ALTER TABLE form ADD COLUMN corrects_id INTEGER CONSTRAINT fk_form_corrects_id REFERENCES form (id);
ALTER TABLE form ADD COLUMN no_grade_reason TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN numerator_zh TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN numerator_en TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN denominator_zh TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN denominator_en TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN provider_id INTEGER
    CONSTRAINT fk_indicator_card_provider_id REFERENCES employee (id);
ALTER TABLE indicator_card ADD COLUMN provider_words TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN collection_day TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN baseline_e4 INTEGER;
ALTER TABLE indicator_card ADD COLUMN basis TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN stage TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN is_shared INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN scorers TEXT DEFAULT '' NOT NULL;
ALTER TABLE indicator_card ADD COLUMN valid_from TEXT;
ALTER TABLE form_event ADD COLUMN evidence TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_event ADD COLUMN statement TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_event ADD COLUMN rule_published_on TEXT;
ALTER TABLE form_item ADD COLUMN aggregation TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_item ADD COLUMN stage TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_item ADD COLUMN is_shared INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE form_item ADD COLUMN provider_id INTEGER
    CONSTRAINT fk_form_item_provider_id REFERENCES employee (id);
ALTER TABLE form_item ADD COLUMN provider_words TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_item ADD COLUMN basis TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_item ADD COLUMN required_c INTEGER;
ALTER TABLE form_item ADD COLUMN agreed_rule TEXT DEFAULT '' NOT NULL;
ALTER TABLE form_item ADD COLUMN combined_level_c INTEGER;
ALTER TABLE form_item ADD COLUMN words TEXT DEFAULT '' NOT NULL;
ALTER TABLE position_template ADD COLUMN retired_on TEXT;
ALTER TABLE template_item ADD COLUMN required_c INTEGER;
ALTER TABLE rating ADD COLUMN sheet_id INTEGER CONSTRAINT fk_rating_sheet_id REFERENCES rater_sheet (id);
CREATE INDEX ix_rating_sheet_id ON rating (sheet_id);

UPDATE form_item SET aggregation =
    coalesce((SELECT aggregation FROM indicator_card WHERE indicator_card.id = form_item.card_id), '');
"""


def upgrade() -> None:
    for statement in (TABLES + COLUMNS).split(";"):
        if statement.strip():
            op.execute(statement)
