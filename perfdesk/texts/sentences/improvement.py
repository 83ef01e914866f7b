"""Sentences about actions and improvement plans (the SMART checks)."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "sm_s1": N_("The action is very short. Say what exactly is done, with what, how often."),
    "sm_s2": N_("“{word}” alone cannot be checked. Name a number, an object or a result."),
    "sm_s3": N_("The action has no owner who works here now. Choose one person."),
    "sm_m2": N_("The plan target {target} is no better than the {baseline} of today. Set a better one."),
    "sm_a1": N_("The plan target {plan_target} is stricter than the agreed {target}. Take the agreed one."),
    "sm_a3": N_("{count} actions are open for this person. Keep at most five; finish or drop some first."),
    "sm_r1": N_("The action treats a cause that the plan does not name. Add the cause or choose another."),
    "sm_r2": N_(
        "This kind of action seldom helps against this cause. Choose another kind, or give the reason."
    ),
    "sm_r3": N_(
        "The cause lies in the conditions, but only the employee has something to do. Give an action to another."
    ),
    "sm_t1_missing": N_("The action has no due date. Choose one."),
    "sm_t1_before_start": N_("The action is due before it starts. Choose a later date."),
    "sm_t1_after_end": N_(
        "The action is due after the plan ends on {ends_on}. Choose an earlier date or extend the plan."
    ),
    "sm_t1_day_off": N_("The due date is not a working day. Choose the working day before or after."),
    "action_without_words": N_("Nothing says what is done. Type the action in a few words."),
    "recognition_without_words": N_(
        "Nothing says what was done well. Type what was done, in which situation."
    ),
    "leave_without_reason": N_("Nothing says why. Type the reason for leaving the gap for now."),
    "day_unclear": N_("“{text}” is no date. Type 10-30, 2026-10-30, 10月30日 or +14."),
    "day_impossible": N_("There is no such day as {text}. Type one that exists."),
    "amount_negative": N_("{text} is below zero. Type 0 or more."),
}
