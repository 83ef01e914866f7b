"""What stands in the way of a cycle or of its forms, and of the firm's own choices."""

from perfdesk.texts import N_

SENTENCES = {
    "cycle_twice": N_("There is already a cycle of this kind with these days. Choose other days."),
    "cycle_closed": N_("This cycle is closed, and nothing in it changes any more. Choose an open one."),
    "cycle_not_begun": N_("The cycle begins on {starts_on}. The form goes on from that day."),
    "closes_with_cycle": N_("The form is complete. It is filed when the cycle is closed."),
    "not_scored_yet": N_("Not scored yet. Score it, or take the draft away."),
    "form_not_draft": N_("Only a draft can be taken away. Send the form back to draft first."),
    "no_way_back": N_("A form can't go back there from its state. Choose one of the states offered."),
    "reason_too_short": N_("Say in at least {least} characters why, so that both sides understand it."),
    "not_acting": N_("This person can't be chosen as the one who works. Make them an acting person first."),
    "cycle_day_range": N_("{text} is no day of a cycle: years go from {first} to {last}. Correct it."),
    "not_finished_yet": N_("This form has not come to its end yet. Take its next step first."),
    # What keeps a form in its state
    "cycle_running": N_("The cycle runs until {ends_on}. Scores are given from that day on."),
    "self_open": N_("The self score is open until {until}. Hand it in, or wait for that day to pass."),
    "self_first": N_(
        "The self score comes first: it is open until {until}. Hand it in; the day after, the form goes on without it."
    ),
    "self_not_yet": N_("The self score begins when the cycle ends, on {ends_on}. Come back then."),
    "self_incomplete": N_("No own level yet: {names}. Give each item a level, then hand in."),
    "self_not_here": N_("Only a running form takes a self score. Send it back to “Running” first."),
    "self_switched_off": N_("This firm works without self scores. Switch them on in the settings first."),
    "veto_bare": N_(
        "The veto “{name}” lacks evidence or the employee's statement. Add them on the score page."
    ),
    "veto_unruled": N_(
        "The veto “{name}” has no rule published before the event. Enter its day on the score page, or remove the veto."
    ),
    "segment_open": N_(
        "The form of an earlier position in this cycle is not scored yet. Score it first: both make one result."
    ),
    "grade_open": N_("The grade is not set yet. Set it in the calibration, or take the computed grade."),
    "notice_open": N_("The result notice is not delivered yet. Enter when and how it was."),
    "interview_open": N_("The interview is not recorded yet. Enter its day."),
    "signature_open": N_("It is not recorded yet whether the employee signed. Choose one of the four."),
    "signed_on_open": N_("The day of the signature is missing. Enter it."),
    "objection_open": N_("The objection is missing. Write it down in the employee's words."),
    "witnesses_open": N_(
        "A refused signature needs {count} witnesses. Enter their names, with a comma between."
    ),
    "proof_open": N_("The proof of delivery is missing. Enter how the notice was delivered."),
    "appeal_window": N_("The result may be appealed until {until}. The form can be filed the day after."),
    "appeal_open": N_("An appeal is open. Decide it first."),
    "plans_open": N_("Still running ({count}): {names}. End, cancel or carry the plans over."),
    "back_needs_ground": N_(
        "A confirmed result goes back only for an upheld appeal or a proven error in the data. Say which."
    ),
    "talk_day_early": N_("{text} is before {first}. Enter the day on which it was."),
    "talk_day_late": N_("{text} is still to come. Enter it when it has happened."),
    "flag_reason_short": N_("Say in at least {least} characters why: the reason stays with the form."),
    "form_void_already": N_("This form is void already."),
    "form_not_void": N_(
        "Only a void form is followed by a new revision. Declare it void first, with a reason."
    ),
    "form_not_closed": N_("Only a filed form is corrected by a new revision. Send this one back instead."),
    "form_corrected": N_("There is a newer revision of this form already. Work on that one."),
    "parent_too_short": N_(
        "The cycle above must hold all days of this one ({starts_on} to {ends_on}). Choose another."
    ),
    "parent_is_self": N_("A cycle can't lie within itself. Choose another."),
    "combining_no_parts": N_(
        "No cycle lies within this one. Choose it as the cycle above in each part first."
    ),
    "source_empty": N_("That cycle has no forms to copy. Choose another, or take the templates."),
}
