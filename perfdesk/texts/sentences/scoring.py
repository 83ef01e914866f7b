"""Sentences about numbers as typed, scoring rules, grades, weights, scores and cycles."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Numbers as people type them
    "number_empty": N_("A number is missing here. Type one."),
    "not_a_number": N_("“{text}” is no number. Type digits, such as 95 or 3.5."),
    "number_unclear": N_("“{text}” cannot be read as a number. Did you mean {fix}?"),
    "number_percent": N_("“{text}” has a percent sign, which does not belong here. Did you mean {fix}?"),
    "number_comma": N_("“{text}” has a comma where a point belongs. Did you mean {fix}?"),
    "number_dots": N_("“{text}” has a point too many. Did you mean {fix}?"),
    "number_spaces": N_("“{text}” has a space inside. Did you mean {fix}?"),
    "number_letters": N_("“{text}” has a letter that looks like a digit. Did you mean {fix}?"),
    "number_unit": N_("“{text}” has a unit or sign. Type the number alone. Did you mean {fix}?"),
    "number_too_large": N_("“{text}” is too large. Choose a larger unit, such as thousands."),
    "number_too_fine": N_("“{text}” has more than {decimals} decimals. Did you mean {fix}?"),
    # Rules of scoring
    "target_zero": N_(
        "A ratio to the target 0 cannot be computed. Choose the method line, bands or deduction."
    ),
    "target_missing": N_("The target is missing. Type the value that counts as met."),
    "target_negative": N_("Deduction does not work from a target below 0. Type 0 or more."),
    "threshold_missing": N_("The threshold is missing. Type the lowest value that still earns points."),
    "param_missing": N_("“{param}” is missing for this method. Fill it in."),
    "param_not_a_number": N_("“{text}” in “{param}” is no number. Type digits."),
    "param_not_positive": N_("“{param}” has to be above 0. Type a larger number."),
    "choice_unknown": N_("“{text}” is none of the choices. Pick one from the list."),
    "direction_not_for_method": N_(
        "Method and direction do not fit: “tolerance” needs “on target”, “bonus” needs “more is better”. Change one."
    ),
    "direction_order": N_(
        "Threshold, target and stretch are out of order. Sort them from worse to better or turn the direction."
    ),
    "floor_not_below_cap": N_("The floor {floor} has to lie below the cap {cap}. Lower the floor."),
    "cannot_reach_100": N_(
        "At most {best} points can be earned, so a met target would look like a gap. Allow at least 100."
    ),
    "decimals_range": N_("Decimals go from 0 to 4. Choose one of these."),
    "gate_range": N_("The gate has to lie between 0 and 100. Correct it."),
    "reciprocal_needs_positive": N_(
        "Target ÷ actual works only where less is better and the target is above 0. Use the plain ratio."
    ),
    "target_score_not_100": N_("The target has to earn exactly 100 points. Set its score to 100."),
    "scores_order": N_("A better value must not earn less. Put the scores in order."),
    "limits_order": N_("The limits have to go from best to worst, each one different. Put them in order."),
    "bands_open_end": N_("The last band holds everything else. Leave its limit empty, and only its."),
    "efficacy_order": N_("The satisfactory value has to be better than the unacceptable one. Swap them."),
    "standards_five": N_("Five standards are needed, from best to worst. Fill them all in."),
    "tolerance_bands": N_("The zero band has to be wider than the full band. Widen it."),
    # Entering scores
    "level_off_scale": N_("Level {text} does not exist. Type 1 to 5, or a half such as 3.5."),
    "needs_level": N_("This item is judged by level. Give a level from 1 to 5."),
    "not_yes_no": N_("“{text}” is neither yes nor no. Type 1 for yes or 0 for no."),
    "count_negative": N_("A count cannot be {text}. Type 0 or more."),
    "share_off_range": N_("A share lies between 0 and 100 %, but this is {text}. Check the value."),
    "far_from_baseline": N_(
        "{text} is far from the earlier level of {baseline}. Check it, then keep or correct it."
    ),
    "denominator_zero": N_("There is nothing to divide by. Mark the item as not applicable."),
    "own_entry": N_("Entered by the person appraised. Compare it with the source."),
    "points_negative": N_("Points cannot be negative. Type 0 or more."),
    "veto_factor": N_("The factor of a veto goes from 0 to just below 1. Correct it, for example 0.8."),
    # Weights and what a form still needs
    "no_items": N_("The form has no items. Add at least one."),
    "weight_missing": N_("“{name}” has no weight. Type one, or share out the rest."),
    "weight_range": N_(
        "A weight is above 0 and at most 100, with two decimals, but this is {text}. Correct it."
    ),
    "weights_not_100": N_(
        "The weights sum to {sum}, not 100.00. The difference is {rest}. Share out the rest."
    ),
    "too_many_items": N_("{count} items are too many for one form. Remove some."),
    "item_unscored": N_("“{name}” has no score. Enter one, or say why there is none."),
    "missing_without_reason": N_("“{name}” is left out without a reason. Write one."),
    "cycle_ends_first": N_("The cycle ends before it begins. Choose a later end."),
    # Grades
    "grades_number": N_("{count} grades do not work. Keep 3 to 7."),
    "grade_code": N_("The grade code “{grade}” is empty or used twice. Give each grade its own."),
    "grade_bound_too_fine": N_("The bound {bound} of {grade} has more than two decimals. Round it."),
    "grade_coefficient": N_("The coefficient of {grade} is negative. Type 0 or more."),
    "grade_coefficient_order": N_("{grade} is paid more than the better {better}. Check the coefficients."),
    "grade_bounds_order": N_("The bound of {grade} has to lie below that of {better}. Lower it."),
    "grade_last_bound": N_("The last grade {grade} takes everybody else. Set its bound to {lowest}."),
    "grade_levels_share": N_(
        "Level {better} throughout and level {worse} throughout would both earn {grade}. Move a bound between."
    ),
    "grade_bound_near_level": N_(
        "The bound {bound} of {grade} lies on level {level}: rounding may decide. Lower it a little, say by 0.5."
    ),
    "grade_without_level": N_("No level earns the grade {grade}. Move its bound below the score of a level."),
}
