"""Sentences about cards, templates and goals."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Cards
    "unit_missing": N_("The unit is missing. Choose one, or type your own."),
    "provider_missing": N_("Nobody is named who provides the figures. Name a person or a department."),
    "provider_is_appraisee": N_(
        "The figures come from the person appraised. Name somebody else where you can."
    ),
    "basis_missing": N_("It is not said what the target rests on. Write it: history, peers or a plan."),
    "weight_unusual": N_("{text} % is an unusual weight: one item mostly has 5 to 40 %. Check it."),
    "anchors_missing": N_("Level {levels} is not described. Write what can be observed there."),
    "ratio_parts_missing": N_("A ratio is added up from its parts. Say what is divided by what."),
    "behaviour_needs_levels": N_(
        "A behaviour is judged by level. Choose the method anchored levels, or another class."
    ),
    "card_on_templates": N_(
        "It stands on {count} templates in use ({names}). Take it off them first, then retire it."
    ),
    # Templates
    "item_already_there": N_("“{name}” is on the template already. Change its weight there."),
    "template_general": N_(
        "The general template is for everybody whose position has none. Keep it, with its code GEN."
    ),
    "template_on_positions": N_(
        "{count} positions have it ({names}). Give them another template first, then retire it."
    ),
    # Goals
    "goal_department_missing": N_("It is not said whose goal it is. Choose the department."),
    "goal_year": N_("There is no year {year} here. Type one from {first} to {last}."),
    "goal_gone": N_("This goal is not there any more. Choose another one."),
    "link_exists": N_("It hangs there already. Change its share instead."),
    "link_upside_down": N_("A goal of the firm can't hang below a department's. Turn the link round."),
    "link_circle": N_("Then the goal would hang below itself. Choose another one."),
    "share_range": N_(
        "A share is above 0 and at most 100 %, with two decimals, but this is {text}. Correct it."
    ),
    "shares_too_many": N_(
        "The shares sum to {sum} %, and the whole is 100. At most {rest} % is left for this one."
    ),
}
