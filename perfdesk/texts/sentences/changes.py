"""Sentences about changes on the way: the calendar, amended targets, shares of a cycle, appeals."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Fields
    "day_missing": N_("A day is missing here. Type 10-30, 2026-10-30 or 10月30日."),
    "choice_missing": N_("Nothing in the list is chosen. Type a part of the name and pick a line."),
    # Calendar
    "days_missing": N_("No day stands here yet. Type or paste days such as 2-5~2-8, 2027-02-14."),
    "days_not_in_order": N_(
        "“{text}” is no row of days. Type first and last day, at most {most} days apart."
    ),
    "day_out_of_range": N_("“{text}” lies outside {first} to {last}. Check the year."),
    "make_up_on_weekday": N_("{day} is a weekday, which is worked anyway. Check the day."),
    "day_off_on_weekend": N_("{day} is a weekend day, which is free anyway. Check the day."),
    "workdays_range": N_("“{text}” working days won't do. Type a whole number from 0 to {most}."),
    "due_before_cycle_end": N_("The cycle ends on {ends_on}. Choose that day or a later one."),
    # Amended targets
    "amendments_off": N_("This firm works without changes on the way. Switch them on in the settings first."),
    "amend_draft": N_("The targets are not agreed yet. Change the target itself on the form."),
    "amend_scored": N_("The form is past tracking, so its targets stay. Send it back first."),
    "amend_outside_cycle": N_("The cycle runs from {first} to {last}. Choose a day within it."),
    "amend_not_after": N_(
        "The target was amended already from {day} on. Choose a later day, or take that amendment back."
    ),
    "amend_without_target": N_("This item has no target that could be amended. Choose a measured item."),
    "amend_changes_nothing": N_("The new target equals the one that holds now. Type another value."),
    "amend_not_last": N_("A later amendment builds on this one. Take the later one back first."),
    "signed_in_future": N_("A signature can't lie in the future. Enter the day on which it was given."),
    "derived_unusable": N_(
        "The target of “{name}” would become too small for its method. Choose another span, or amend it first."
    ),
    # Shares of a cycle
    "span_ends_first": N_("The last day lies before the first one. Correct one of the two."),
    "span_outside_cycle": N_("The days lie outside the cycle, {first} to {last}. Choose days within it."),
    "segments_overlap": N_(
        "These days belong to another segment, {first} to {last}. Choose days that do not overlap."
    ),
    "transfer_outside": N_("Choose a first day in the new position from {first} to {last}."),
    "transfer_not_last": N_("The person moved on later in this cycle. Choose the last segment."),
    "transfer_joins_submitted": N_(
        "Segment {segment}, {first} to {last}, would get other days, but its scores are submitted. Send it back first."
    ),
    "transfer_drops_figures": N_(
        "Segment {segment} has figures ({names}) that count no more once its days join another one. Note what of them"
        " counts there, then transfer again."
    ),
    "transfer_changes_nothing": N_("Position, department and manager stay the same. Choose what changes."),
    "transfer_of_draft": N_(
        "The targets of the old position are not agreed yet. Agree them first; or change the position on the "
        "people page, and the form stays one."
    ),
    "absence_overlaps": N_(
        "There is a leave from {first} to {last} already. Choose other days, or remove it."
    ),
    # Appeals
    "appeal_twice": N_(
        "There is one appeal a form, and this one has been filed already. Open it in the list."
    ),
    "appeal_not_now": N_(
        "A result can be appealed once it has been told and before it is filed. Move the form on first."
    ),
    "appeal_without_notice": N_(
        "The window runs from delivery of the result. Enter the day it was delivered."
    ),
    "appeal_before_notice": N_("The result was delivered on {delivered_on}. Choose that day or a later one."),
    "appeal_late": N_(
        "The window of {window} working days closed on {last}. Check the date; legal remedies remain open."
    ),
    "appeal_facts_short": N_("Say in at least {least} characters what the appeal rests on."),
    "filed_in_future": N_("The day of filing can't lie in the future. Enter the day it came in."),
    "appeal_without_handler": N_("Who handles it is missing. Choose somebody who did not score this form."),
    "handler_is_scorer": N_("The handler scored this form. Choose somebody else."),
    "handler_is_appellant": N_("The handler is the person who appeals. Choose somebody else."),
    "received_before_filed": N_("It was filed on {day}. Choose that day or a later one."),
    "appeal_decided": N_("This appeal is decided, and the decision stays. Legal remedies remain open."),
    "appeal_without_decision": N_("The decision is missing. Choose upheld, partly upheld or rejected."),
    "appeal_reasons_short": N_("Give the reasons in at least {least} characters."),
    "decided_before_received": N_("It was received on {day}. Choose that day or a later one."),
    "decided_late": N_("It was to be decided by {last}. The decision is taken and marked as late."),
    "decided_in_future": N_("The day of decision can't lie in the future. Enter the day it was made."),
}
