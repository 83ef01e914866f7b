"""Sentences about scales of judged items and items in words only."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "level_half": N_("Half levels are switched off, but this is {text}. Type {below} or {above}."),
    "points_off_scale": N_("Points go from 0 to {most}, but this is {text}. Correct them."),
    "points_end": N_("A points scale ends at 100 or at 120, not at {text}. Choose one of the two."),
    "scale_not_for_p5": N_("The five-point form has no points scale. Choose five levels or own levels."),
    "own_level_unknown": N_("Level {text} is not on this scale. Type one of these: {levels}."),
    "own_levels_number": N_("{count} levels do not make a scale. Keep {fewest} to {most}."),
    "own_level_incomplete": N_("A level lacks its number or its score. Fill in both."),
    "own_level_range": N_("A level is a whole number from 0 to 99, but this is {text}. Correct it."),
    "own_level_without_words": N_("Level {level} has no words. Write what it looks like."),
    "own_level_twice": N_("Level {level} is there twice. Remove one."),
    "own_levels_order": N_("Level {upper} has to earn more than level {lower}. Put the scores in order."),
    "own_level_score": N_("A score of {text} lies outside {low} to {high}. Correct it."),
    "own_levels_met": N_("Exactly one level has to earn {met} points, which means met. Set its score."),
    "needs_words": N_("This item is answered in words. Write a sentence; it takes no number."),
}
