"""What stands in the way of a new firm, of taking things away and of taking steps back."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "firm_name_missing": N_("The firm has no name. Type it."),
    "firm_owner_missing": N_("The owner's name is missing. Type it: changes are recorded under it."),
    "code_missing": N_("The code is missing. Type a short one, such as OWN-01."),
    "code_taken": N_("The code {code} is taken. Type another one."),
    "unit_on_forms": N_("“{name}” stands on forms, which keep it. Rename it, or leave it without people."),
    "form_kept": N_("A plan or a printed paper belongs to this form, so it stays. Correct the form instead."),
    "plan_ends_first": N_("The plan ends before it begins. Choose a later end."),
    "stands_on_it": N_(
        "This can't be taken back: something made later stands on it, such as a printed paper. Nothing was "
        "changed; correct it by hand."
    ),
    "choice_too_small": N_("{value} is too small here. Enter {least} or more."),
}
