"""What is wrong with a person, a department or a position, and with bringing them in."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    "erase_active": N_("{name} has not left; note the last day first, then erase the personal data."),
    "number_missing": N_("{name} has no employee number. Type one, such as the next one in your list."),
    "number_taken": N_("Somebody has the number {number} already. Type another one."),
    "employee_without_name": N_("The person with the number “{number}” has no name. Type it."),
    "text_too_long": N_("{length} characters are too many here; at most {most} fit. Shorten it."),
    "manager_not_found": N_(
        "Nobody here is called “{name}”. Type a name or number from the list, or nothing."
    ),
    "manager_not_unique": N_("Several people are called “{name}”. Type the number instead."),
    "own_manager": N_("Nobody is their own manager. Type somebody else, or nothing."),
    "leaves_before_joining": N_("The leaving date lies before the joining date. Correct one of them."),
    "name_missing": N_("The name is missing. Type it."),
    "name_taken": N_("There is a “{name}” already. Type another name."),
    "department_in_use": N_("People belong to this department. Move them first, then remove it."),
    "position_in_use": N_("People hold this position. Give them another one first, then remove it."),
    "has_history": N_(
        "{name} has appraisals, actions or entries here, which must not be lost. Note that the person has left "
        "instead."
    ),
    # Bringing in
    "nothing_to_import": N_(
        "There is no row to bring in. Correct the red ones first, or choose another file."
    ),
    "namesake_known": N_("{field}: “{value}” is there already as number {number}. Add another person?"),
    "import_not_written": N_(
        "“{file}” cannot be written. Close it in other programs, or choose another folder."
    ),
    "import_kind_unavailable": N_(
        "“{kind}” cannot be brought in by file yet. Take people, departments, targets, actuals or levels."
    ),
    "import_without_cycle": N_("There is no cycle to bring values into. Open a cycle first."),
}
