"""Words for deeds: what undo and redo would take back or do again, by the code of the deed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from perfdesk import texts
from perfdesk.texts import N_, Translator, words

DEEDS = {
    "new_firm": N_("new firm"),
    # People
    "add_employee": N_("add {name}"),
    "add_names": N_("add {count} people"),
    "import_people": N_("bring in {count} people"),
    "edit_employee": N_("{name}: {field}"),
    "remove_employee": N_("remove {name}"),
    "erase_employee": N_("erase a person's data"),
    "add_department": N_("add department {name}"),
    "add_departments": N_("add {count} departments"),
    "edit_department": N_("department {name}"),
    "remove_department": N_("remove department {name}"),
    "add_position": N_("add position {name}"),
    "edit_position": N_("position {name}"),
    "remove_position": N_("remove position {name}"),
    # Library
    "add_card": N_("add indicator {name}"),
    "add_template": N_("add template {name}"),
    "edit_card": N_("{name}: {field}"),
    "copy_card": N_("copy {name}"),
    "retire_card": N_("retire {name}"),
    "revive_card": N_("{name} back in use"),
    "copy_template": N_("copy template {name}"),
    "edit_template": N_("template {name}: {field}"),
    "add_template_item": N_("template {name}: add {item}"),
    "edit_template_item": N_("template {name}, {item}: {field}"),
    "remove_template_item": N_("template {name}: remove {item}"),
    "move_template_item": N_("template {name}: move {item}"),
    "share_out_template": N_("template {name}: share out the rest"),
    "retire_template": N_("retire template {name}"),
    "revive_template": N_("template {name} back in use"),
    # Goals
    "add_goal": N_("add goal {name}"),
    "edit_goal": N_("goal {name}: {field}"),
    "set_goal_actual": N_("goal {name}: actual {value}"),
    "retire_goal": N_("retire goal {name}"),
    "revive_goal": N_("goal {name} back in use"),
    "link_goal": N_("goal {name}: hang something below"),
    "set_goal_share": N_("goal {name}: share {value}"),
    "unlink_goal": N_("goal {name}: take something off"),
    # Cycles
    "add_cycle": N_("new cycle"),
    "rename_cycle": N_("cycle name {name}"),
    "choose_cycle": N_("choose cycle"),
    "add_forms": N_("give out forms"),
    "remove_form": N_("take back the form of {person}"),
    "advance": N_("move {count} forms on"),
    "send_back": N_("send back the form of {person}"),
    "submit_self": N_("self score of {person}"),
    "record_talk": N_("notice, interview, signature of {count} forms"),
    "set_pay_held": N_("hold the pay of {person}"),
    "void_form": N_("declare the form of {person} void"),
    "add_revision": N_("new revision of the form of {person}"),
    "set_parent": N_("cycle above"),
    "combine_parts": N_("totals from the parts"),
    "close_cycle": N_("close cycle"),
    # Calibration
    "set_grade": N_("{person}: grade {grade}"),
    "settle_grades": N_("settle {count} grades"),
    "set_guide": N_("guide of grades"),
    # Forms and scores
    "add_item": N_("{person}: add {name}"),
    "remove_item": N_("{person}: remove {name}"),
    "set_weight": N_("{person} {name}: weight {value}"),
    "share_out_rest": N_("{person}: share out the rest"),
    "set_target": N_("{person} {name}: target {value}"),
    "set_targets": N_("{count} targets"),
    "enter": N_("{person} {name}: {value}"),
    "enter_many": N_("{count} entries"),
    "set_missing": N_("{person} {name}: {state}"),
    "set_comment": N_("{person} {name}: comment"),
    "set_remark": N_("{person}: {field}"),
    "add_event": N_("{person}: {words}"),
    "remove_event": N_("{person}: remove {words}"),
    "edit_event": N_("{person}: more about {words}"),
    "set_words": N_("{person} {name}: words"),
    "count_as_zero": N_("{person} {name}: count as 0"),
    # On the way: check-ins, evidence, OKR
    "add_check_in": N_("{person} {name}: check-in"),
    "remove_check_in": N_("{person} {name}: remove a check-in"),
    "add_evidence": N_("{person} {name}: evidence"),
    "remove_evidence": N_("{person} {name}: remove evidence"),
    "add_objective": N_("{person}: add objective {name}"),
    "edit_objective": N_("{person}: objective {name}"),
    "remove_objective": N_("{person}: remove objective {name}"),
    "add_key_result": N_("{person}: add key result {name}"),
    "edit_key_result": N_("{person}: key result {name}"),
    "remove_key_result": N_("{person}: remove key result {name}"),
    "enter_key_result": N_("{person} {name}: {value}"),
    "set_okr_words": N_("{person}: words on OKR"),
    "add_contribution": N_("{person}: rate the contribution through OKR"),
    # Raters
    "ask_rater": N_("{person}: ask {name}"),
    "propose_raters": N_("name raters for {count} people"),
    "withdraw_rater": N_("{person}: ask {name} no more"),
    "set_rater_weights": N_("{person}: weights of the raters"),
    "set_firm_rater_weights": N_("weights of the raters"),
    "enter_rating": N_("{person} {name}: a rater's {value}"),
    "cannot_rate": N_("{person} {name}: cannot be rated"),
    "set_rater_words": N_("{person}: words of a rater"),
    "decline_rater": N_("{person}: {name} declines"),
    "enter_own": N_("{person} {name}: own rating {value}"),
    "set_own_words": N_("{person}: own words"),
    "close_raters": N_("close the raters of {count} forms"),
    # Changes on the way
    "amend_target": N_("{person} {name}: amend the target"),
    "remove_amendment": N_("{person} {name}: take the amendment back"),
    "sign_amendment": N_("{person} {name}: signature"),
    "set_span": N_("days of the form of {person}"),
    "apply_dates": N_("days of {count} forms"),
    "transfer": N_("move {person}"),
    "add_absence": N_("leave of {person}"),
    "remove_absence": N_("remove the leave of {person}"),
    "file_appeal": N_("appeal of {person}"),
    "receive_appeal": N_("handler of the appeal of {person}"),
    "decide_appeal": N_("decide the appeal of {person}"),
    "remove_appeal": N_("remove the appeal of {person}"),
    "set_days": N_("calendar {day}"),
    "clear_day": N_("calendar {day} as before"),
    "take_out_days": N_("take {day} out of the calendar"),
    "restore_year": N_("calendar {year} as it came"),
    "set_offset": N_("days of the calendar"),
    "set_due_day": N_("due day of the cycle"),
    # Improvement
    "set_cause": N_("{person} {name}: cause {cause}"),
    "set_cause_words": N_("{person} {name}: words of the cause"),
    "add_action": N_("{person}: add action {words}"),
    "edit_action": N_("{person}: {field} of action {words}"),
    "remove_action": N_("{person}: remove action {words}"),
    "edit_plan": N_("{person} {name}: plan, {field}"),
    "leave_gap": N_("{person} {name}: leave the gap"),
    "add_recognition": N_("recognise {person}"),
    "remove_recognition": N_("remove the recognition of {person}"),
    # Settings and papers
    "rename_firm": N_("firm name {name}"),
    "set_switch": N_("switch {switch}"),
    "set_scheme": N_("scheme {scheme}"),
    "set_grades": N_("grades {scheme}"),
    "set_choice": N_("settings of the firm"),
    "print_papers": N_("number papers"),
}
_FIELDS = {
    "number": N_("number"),
    "name": N_("name"),
    "name_en": N_("English name"),
    "department": N_("department"),
    "department_id": N_("department"),
    "position": N_("position"),
    "position_id": N_("position"),
    "manager": N_("manager"),
    "manager_id": N_("manager"),
    "level": N_("job level"),
    "hired_on": N_("joining date"),
    "left_on": N_("leaving date"),
    "note": N_("note"),
    "is_acting": N_("acting person"),
    "is_appraised": N_("takes part in appraisals"),
    "strengths": N_("strengths"),
    "improvements": N_("to improve"),
    "employee_words": N_("employee's words"),
    "words": N_("words"),
    "owner_id": N_("owner"),
    "due_on": N_("due date"),
    "starts_on": N_("start"),
    "ends_on": N_("end"),
    "kind": N_("kind"),
    "cause": N_("cause"),
    "measure": N_("success measure"),
    "status": N_("status"),
    "hours": N_("hours"),
    "money": N_("cost"),
    "baseline": N_("baseline"),
    "target": N_("target"),
    "support": N_("support"),
    # Cards, templates, goals
    "code": N_("code"),
    "name_zh": N_("Chinese name"),
    "item_class": N_("class"),
    "nature": N_("nature"),
    "unit": N_("unit"),
    "aggregation": N_("adding up over time"),
    "rule": N_("how it is scored"),
    "is_share": N_("a share"),
    "definition_zh": N_("definition"),
    "definition_en": N_("English definition"),
    "formula_zh": N_("formula"),
    "formula_en": N_("English formula"),
    "source_zh": N_("data source"),
    "source_en": N_("English data source"),
    "gaming_zh": N_("how it can be gamed"),
    "gaming_en": N_("how it can be gamed, in English"),
    "weight": N_("weight"),
    "anchors": N_("levels"),
    "position_code": N_("position"),
    "managers_only": N_("for managers only"),
    "numerator_zh": N_("numerator"),
    "numerator_en": N_("English numerator"),
    "denominator_zh": N_("denominator"),
    "denominator_en": N_("English denominator"),
    "provider_id": N_("provider"),
    "provider_words": N_("provider"),
    "collection_day": N_("collection day"),
    "basis": N_("basis of the target"),
    "stage": N_("stage"),
    "is_shared": N_("shared indicator"),
    "scorers": N_("who scores"),
    "scheme": N_("grading scheme"),
    "required": N_("required level"),
    "perspective": N_("perspective"),
    "year": N_("year"),
    "measure_zh": N_("measure"),
    "measure_en": N_("English measure"),
}
_CODES: dict[str, Mapping[str, str]] = {
    "field": _FIELDS,
    "cause": words.CAUSES,
    "switch": words.SWITCHES,
    "state": words.MISSING,
}
_LONGEST = 24


class Deed(Protocol):
    """What is named here; `store.change.Deed` is one."""

    @property
    def code(self) -> str: ...
    @property
    def details(self) -> Mapping[str, object]: ...


def deed_name(deed: Deed, translator: Translator | None = None) -> str:
    """Return a deed in a few words, such as 李娜 新客户数 55; what its details don't say is left out."""
    _ = translator or texts.current()
    known = _Details({name: _word(name, value, _) for name, value in deed.details.items()})
    named = _(DEEDS[deed.code]).format_map(known) if deed.code in DEEDS else deed.code
    # A detail that is not there leaves its spaces and marks behind.
    return re.sub(r"\s+", " ", named).strip(" :：,，")


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


def _word(name: str, value: object, _: Translator) -> str:
    text = " ".join(str(value).split())
    if name in _CODES:
        return _(_CODES[name].get(text, text))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
