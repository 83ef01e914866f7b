"""Sentences about objectives, key results and check-ins."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "objectives_many": N_("{count} objectives are many. With {usual} or fewer the effort stays together."),
    "objectives_too_many": N_("{count} objectives are too many. Keep at most {most}."),
    "objective_without_name": N_("The objective has no words. Write what is to be achieved."),
    "key_results_unusual": N_("“{name}” has {count} key results. 2 to 4 work best; add or merge some."),
    "key_results_too_many": N_("“{name}” has {count} key results. Keep at most {most}."),
    "key_result_without_name": N_("The key result has no words. Write what will show it."),
    "key_result_without_start": N_("The starting value is missing. Type where it stands today."),
    "key_result_start_is_target": N_("Start and target are both {text}. Type a target that differs."),
    "not_a_milestone": N_("{text} is none of the agreed grades. Type one of these: {grades}."),
    "milestones_order": N_("Grades of a milestone rise from above 0 to exactly 1. Type them in order."),
    "key_result_counts_twice": N_(
        "“{name}” shares an indicator with this form, so the same fact counts twice. Drop one of the two."
    ),
    "confidence_fell": N_(
        "Confidence in “{name}” fell from {before} to {now}. Write what stands in the way."
    ),
    "committed_without_words": N_("“{name}” was committed and is not fully reached. Write why."),
    "contribution_weight": N_("Contribution through OKR weighs at most {most} %, not {text}. Lower it."),
    "okr_not_for_p5": N_("The five-point form has no points for OKR. Keep OKR as reference or rate it."),
    "confidence_range": N_("Confidence goes from 1 to 10, but this is {text}. Correct it."),
    "check_in_empty": N_("Nothing was entered. Type the actual so far, or a few words."),
    "check_in_in_future": N_("{day} is still to come. A check-in says how things stand up to today."),
}
