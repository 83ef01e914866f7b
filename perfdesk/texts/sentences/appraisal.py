"""Sentences about forms: why a part is locked, which items and events a form takes."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Why a form takes no entry now
    "locked_draft": N_("The targets have not been agreed yet. Agree them, then scores can be entered."),
    "locked_agreed": N_("The targets are agreed. Send the form back to draft to change them."),
    "locked_running": N_("The targets are agreed and the form is being scored. Send it back to change them."),
    "locked_self_scored": N_("The form is with the manager now. Send it back to change this."),
    "locked_manager_scored": N_("The scores have been submitted. Send the form back to correct something."),
    "locked_calibrated": N_("The form has been calibrated. Send it back to correct something."),
    "locked_confirmed": N_("The result was confirmed in the interview. Send the form back to correct it."),
    "locked_improving": N_(
        "The result is final and the improvement is running. Enter what is new in the plan."
    ),
    "locked_closed": N_("The cycle is closed and its forms stay as they are. Enter it in the current cycle."),
    # Items and events
    "item_twice": N_("“{name}” is on the form already. Choose another indicator."),
    "item_not_for_p5": N_(
        "“{name}” is measured, but this form has five levels only. Choose one with anchors."
    ),
    "item_has_plan": N_("An improvement plan belongs to this item. Remove the plan first, or keep the item."),
    "event_points": N_("Points go from above 0 to 100. Correct them."),
    "event_without_words": N_("What happened is missing. Write it in a few words."),
}
