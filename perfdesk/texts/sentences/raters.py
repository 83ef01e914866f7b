"""Sentences about raters: who can't be asked, what a sheet takes, what keeps raters open."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Weights of the groups
    "rater_weight_range": N_(
        "A weight goes from 0 to 100 with at most two decimals; {text} does not. Correct it."
    ),
    "rater_weight_self": N_(
        "The own rating is shown beside the others and carries no weight. Set it to 0 and give the weight to others."
    ),
    "rater_weights_not_100": N_("The weights make {sum} %. Change them by {rest} to reach 100.00 %."),
    "rater_weights_majority": N_(
        "{share} % for the others is more than the manager's share. For pay, use them as a minority only."
    ),
    "threshold_too_low": N_(
        "With fewer than {least} replies single raters can be recognised. Enter {least} or more."
    ),
    # Who is asked
    "rater_twice": N_("{name} is asked about this person already. Choose somebody else."),
    "rater_is_ratee": N_("People rate themselves in their own part of the form. Choose somebody else here."),
    "rater_is_manager": N_("The manager rates on the form itself. Choose somebody else here."),
    "rater_missing": N_("Nobody is named. Choose a person, or write the name of the customer."),
    # What a sheet takes
    "code_unknown": N_("No sheet of this cycle has the code “{text}”. Compare it with the paper."),
    "sheet_declined": N_("This rater declined. Take that back first, then the sheet can be typed in."),
    "typist_is_manager": N_(
        "Anonymous sheets are typed in by somebody other than the line manager. Choose another acting person in"
        " the settings."
    ),
    "rater_needs_level": N_("“{name}” is measured and not rated. Enter the level of a judged item."),
    "own_part_locked": N_("The own rating was handed in on {on}. Send the form back to change it."),
    # Closing
    "raters_closed": N_(
        "What the raters of this form gave is frozen since they were closed, so that no late reply can be recognised."
        " Sent back, the form takes the manager's levels only."
    ),
    "levels_closed": N_(
        "The raters of this form are closed and its levels combined. Send the form back to change the manager's own."
    ),
    "raters_open_again": N_(
        "The manager's levels are not combined with the frozen marks of the raters yet. Close the raters again on the"
        " page of the cycle."
    ),
    "raters_none": N_(
        "Nobody was asked about this person. Name raters first, or leave the form to the manager."
    ),
    "raters_need_manager": N_(
        "The manager has not rated “{name}” yet ({count} open). Enter a level, or say why there is none."
    ),
    "raters_open": N_("The raters are still open. Close them on the page of the cycle first."),
}
