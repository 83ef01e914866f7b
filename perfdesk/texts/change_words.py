"""Words for codes of changes on the way: reasons, leaves, appeals, steps of the calendar."""

from __future__ import annotations

from perfdesk.texts import N_

AMEND_REASONS = {
    "MARKET": N_("The market changed"),
    "TASK": N_("The task changed"),
    "RESOURCE": N_("Resources changed"),
    "ERROR": N_("The target was wrong"),
    "TRANSFER": N_("Moved to another position"),
}
ABSENCES = {
    "MATERNITY": N_("Maternity or paternity leave"),
    "WORK_INJURY": N_("Work-injury leave"),
    "MEDICAL": N_("Medical leave"),
    "OTHER": N_("Other leave"),
}
MATTERS = {
    "SCORE": N_("The score"),
    "GRADE": N_("The grade"),
    "DATA": N_("The data"),
    "PROCEDURE": N_("The procedure"),
    "OTHER": N_("Something else"),
}
DECISIONS = {"UPHELD": N_("Upheld"), "PARTLY": N_("Partly upheld"), "REJECTED": N_("Rejected")}
STEPS = {
    "ACTUALS": N_("Actuals complete"),
    "SELF": N_("Self score"),
    "MANAGER": N_("Manager's score"),
    "CALIBRATION": N_("Calibration"),
    "NOTICE": N_("Result notice"),
    "INTERVIEW": N_("Interview"),
    "PLAN": N_("Improvement plan"),
}
DAY_KINDS = {"HOLIDAY": N_("Day off"), "WORKDAY": N_("Make-up workday"), "ORDINARY": N_("As the weekday")}
NUMBERS = {
    "target": N_("Target"),
    "threshold": N_("Threshold"),
    "stretch": N_("Stretch"),
    "unacceptable": N_("Unacceptable"),
    "satisfactory": N_("Satisfactory"),
    "full_band": N_("Full within ±"),
    "zero_band": N_("Nothing beyond ±"),
}
