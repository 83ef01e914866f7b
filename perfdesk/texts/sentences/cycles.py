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
}
