"""What is wrong with a file, a column, a row or a cell that was brought in."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # The file
    "import_file_missing": N_("There is no file “{file}” any more. Choose it again."),
    "import_file_unreadable": N_("“{file}” cannot be opened. Close it in other programs, then try again."),
    "import_file_empty": N_("“{file}” holds nothing. Choose the file with the list in it."),
    "import_file_too_large": N_(
        "“{file}” is larger than {limit} MB. Copy the sheet you need into a new workbook and choose that."
    ),
    "workbook_protected": N_(
        "“{file}” is protected by a password. Open it in Excel, save a copy without password and choose the copy."
    ),
    "workbook_damaged": N_(
        "“{file}” is damaged. Open it in Excel, let Excel repair it, save it anew and choose that file."
    ),
    "workbook_explodes": N_(
        "“{file}” would grow to {size} MB when unpacked, so it was not opened."
        " Copy the sheet you need into a new workbook and choose that."
    ),
    "workbook_entities": N_(
        "“{file}” holds instructions no spreadsheet needs, so it was not opened. Ask where it comes from, or copy"
        " its contents into a new workbook."
    ),
    "not_a_workbook": N_("“{file}” is no workbook or CSV file. Save the list as .xlsx or .csv in Excel."),
    "not_really_excel": N_(
        "“{file}” is a web page or another document, whatever its ending says. Open it in Excel and save as .xlsx."
    ),
    "text_encoding": N_("The characters of “{file}” cannot be read. Save it in Excel as “CSV UTF-8”."),
    "text_quotes": N_(
        "A quotation mark in “{file}” is opened and never closed. Correct it, or save the list as .xlsx."
    ),
    "sheet_missing": N_("“{file}” has no sheet “{sheet}”. It has: {sheets}."),
    "sheet_too_large": N_(
        "“{file}” reaches to cell {cell}. At most {rows} rows and {columns} columns are read: delete what lies far"
        " off, or copy the list into a new workbook."
    ),
    # The columns
    "column_number_missing": N_(
        "No column of employee numbers was found in “{place}”. Choose which one it is."
    ),
    "column_name_missing": N_(
        "No column of names was found in “{place}”. Choose which one it is, or let the numbers stand as names."
    ),
    "column_list_name_missing": N_("No column of names was found in “{place}”. Choose which one it is."),
    "column_values_missing": N_(
        "No column of “{place}” bears the code or name of an indicator. Choose what each column holds."
    ),
    "match_header": N_("By its header “{header}”"),
    "match_header_part": N_("The header “{header}” contains the word"),
    "match_values": N_("By its values; the header “{header}” says nothing. Please look."),
    "match_chosen": N_("Chosen by you"),
    "match_remembered": N_("As you chose it last time"),
    "match_unwanted": N_("“{header}” is not needed here"),
    "match_none": N_("Not recognised, left out"),
    # The list as a whole
    "names_from_numbers": N_("“{place}” has no names: the employee numbers stand in for them."),
    "numbers_made": N_("“{place}” has no employee numbers: 001, 002 … were given out in order."),
    "left_without_date": N_(
        "{count} people have left without a leaving date. Fill it in later if you need it."
    ),
    "merged_filled": N_("Merged cells were filled down: {ranges}."),
    # Rows and cells
    "cell_error": N_("{field}: the formula gives {value}. Correct it in Excel, or type the value."),
    "employee_number_missing": N_("{field}: no employee number. Type one."),
    "employee_number_twice": N_(
        "{field}: “{value}” stands in row {first_row} ({first_name}) already. Give one of them another number."
    ),
    "employee_number_known": N_("{field}: {value} is there already ({known_name}) and will be updated."),
    "employee_number_exists": N_(
        "{field}: {value} is there already ({known_name}). Allow updating, or change the number."
    ),
    "employee_number_too_long": N_(
        "{field}: the employee number has more than {limit} characters. Shorten it."
    ),
    "employee_number_unknown": N_(
        "{field}: nobody has the employee number “{value}”. Correct it, or add the person."
    ),
    "person_name_missing": N_("{field}: no name. Type one."),
    "person_name_too_long": N_("{field}: the name has more than {limit} characters. Shorten it."),
    "row_department_missing": N_("{field}: no department. Bring the person in without one?"),
    "row_department_is_id": N_(
        "{field}: “{value}” looks like an ID, not like a department's name. Leave the department empty?"
    ),
    "row_department_new": N_("{field}: new department “{value}”, will be created."),
    "manager_unknown": N_(
        "{field}: the manager “{value}” is nobody in this list or the firm. Leave it empty?"
    ),
    "manager_several": N_(
        "{field}: {count} people are called “{value}”. Leave the manager empty, or type a number?"
    ),
    "manager_self": N_("{field}: “{value}” is this very person. Leave the manager empty?"),
    "date_letter": N_("{field}: the date “{value}” has a letter in it. Did you mean {date}?"),
    "date_marks": N_("{field}: the date “{value}” has wrong signs in it. Did you mean {date}?"),
    "date_unreadable": N_("{field}: “{value}” is no date. Type it like 2024-03-01."),
    "date_impossible": N_("{field}: there is no such day as “{value}”. Correct it."),
    "date_from_serial": N_("{field}: Excel's day number {value} read as {date}."),
    "date_respelled": N_("{field}: read as {date}."),
    "date_month_only": N_("{field}: “{value}” has no day. Take {date}?"),
    "date_short_year": N_("{field}: “{value}” has a year of two digits. Take {date}?"),
    "date_day_or_month": N_("{field}: in “{value}”, day and month could be either way. Take {date}?"),
    "left_before_hired": N_("{field}: left on {value}, before joining on {hired}. Correct one of them."),
    "list_name_missing": N_("{field}: the name is missing. Type it."),
    "list_twice": N_("{field}: “{value}” stands in row {first_row} already. Delete or rename one."),
    # Values
    "row_form_missing": N_(
        "{field}: {person} has no form in this cycle. Make the form first, or delete the row."
    ),
    "row_item_missing": N_(
        "{field}: {indicator} is not on the form of {person}. Add it there, or delete the value."
    ),
    "row_indicator_unknown": N_(
        "{field}: there is no indicator “{value}” in this cycle. Correct its code or name."
    ),
    "value_twice": N_("{field}: this value was given in {first} already. Keep one of them."),
    "value_rounded": N_("{field}: {value} was rounded to {rounded}."),
}
