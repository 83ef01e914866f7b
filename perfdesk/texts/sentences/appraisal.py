"""Sentences about forms: why a part is locked, which items and events a form takes."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Why a form takes no entry now
    "locked_draft": N_("The targets have not been agreed yet. Agree them, then scores can be entered."),
    "locked_agreed": N_("The targets are agreed. Send the form back to draft, or amend them."),
    "locked_running": N_("The form is under way: what was agreed is changed by an amendment only."),
    "locked_self_scored": N_("The form is with the manager now. Send it back to change this."),
    "locked_manager_scored": N_("The scores have been submitted. Send the form back to correct something."),
    "locked_calibrated": N_("The form has been calibrated. Send it back to correct something."),
    "locked_confirmed": N_("The result was confirmed in the interview. Send the form back to correct it."),
    "locked_improving": N_(
        "The result is final and the improvement is running. Enter what is new in the plan."
    ),
    "locked_void": N_("This form is void and stays as it is. Work on the newer revision."),
    "locked_closed": N_("The cycle is closed and its forms stay as they are. Enter it in the current cycle."),
    # Items and events
    "item_twice": N_("“{name}” is on the form already. Choose another indicator."),
    "item_not_for_p5": N_(
        "“{name}” is measured, but this form has five levels only. Choose one with anchors."
    ),
    "item_of_objective": N_("“{name}” stands for an objective. Remove the objective in the OKR section."),
    "item_carried": N_(
        "“{name}” stands for an objective and takes its score from the key results. Enter the key result instead."
    ),
    "average_only": N_(
        "This form's total is the average of its parts, so no other item stands beside it. Open a cycle that "
        "computes from actuals instead."
    ),
    "item_has_plan": N_("An improvement plan belongs to this item. Remove the plan first, or keep the item."),
    "event_points": N_("Points go from above 0 to 100. Correct them."),
    "event_in_future": N_("{day} is still to come. Choose a day up to today."),
    "event_has_files": N_("A file is attached to “{name}”. Save it elsewhere and remove it first."),
    "bonus_without_evidence": N_("“{name}” has no evidence yet. Write or attach what shows it."),
    "veto_without_evidence": N_("The veto “{name}” has no evidence yet. Write or attach what shows it."),
    "veto_without_rule": N_(
        "No rule is named for the veto “{name}”. Enter the day on which it was published."
    ),
    "veto_rule_too_late": N_(
        "The rule was published on {published}, not before the event of {day}. Remove the veto or correct the day."
    ),
    "veto_without_statement": N_(
        "The employee's statement on “{name}” is missing. Write it down, or that none was made."
    ),
    # Words, shared indicators, figures that were not submitted
    "weight_of_words": N_("“{name}” is answered in words and has no weight. Leave it empty."),
    "needs_number": N_("This item is measured. Enter a number, and words in its comment."),
    "shared_filled": N_("Shared indicator: entered on all {count} forms at once."),
    "shared_locked": N_("Shared indicator: the forms of {names} take no entries now. Send them back first."),
    "zero_not_asked": N_(
        "“{name}” is not marked as not submitted. Mark it and ask for the figures again first."
    ),
    "zero_not_theirs": N_(
        "Somebody else provides the figures of “{name}”, so they can't count as zero. Choose “Not available”."
    ),
    "zero_too_early": N_("The second date {day} has not passed yet. Wait for it, or enter an earlier one."),
    "zero_not_told": N_("The employee is told only on {day}. Tell them first, then count it."),
    "event_without_words": N_("What happened is missing. Write it in a few words."),
}
