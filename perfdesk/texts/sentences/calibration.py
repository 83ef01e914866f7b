"""What a calibration refuses."""

from perfdesk.texts import N_

SENTENCES = {
    "not_on_the_board": N_(
        "This person has no grade to calibrate: no complete total, or left out. See “Not counted”."
    ),
    "grade_locked": N_(
        "The grade is locked in this state. Score the form first, or send a calibrated one back on “States”."
    ),
    "grade_unknown": N_("There is no such grade. Choose one of this cycle's grades."),
    "calibration_reason_missing": N_("No reason is chosen. Choose one of the five above the text."),
    "calibration_words_short": N_(
        "The reason is too short: at least {least} characters, {rest} more. Say what you saw."
    ),
    "inversion_words_short": N_(
        "This turns the order round. Say in at least {least} characters why a lower total earns the better grade"
        " ({rest} more)."
    ),
    "guide_share": N_(
        "The share of grade {grade} is no percentage from 0 to 100 with at most two decimals. Correct it."
    ),
    "guide_not_100": N_("The shares add up to {sum} %. Change them by {rest} to reach exactly 100 %."),
    "guide_reason_missing": N_(
        "{name} stands above the guide without a reason. Open the card and confirm the grade with a reason."
    ),
}
