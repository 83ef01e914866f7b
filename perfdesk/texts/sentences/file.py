"""Sentences about the firm file: why it can't be opened or written, and what `check` finds in it."""

from __future__ import annotations

from perfdesk.texts import N_

SENTENCES = {
    # Opening and making
    "exists": N_("There is already a file {field}. Choose another name, or open that file."),
    "folder_read_only": N_(
        "{field} can't be made here: the folder can't be written. Choose another folder, such as Documents."
    ),
    "not_found": N_(
        "{field} is not there. It may have been moved or renamed, or the stick is not plugged in."
    ),
    "unreadable": N_(
        "{field} can't be read. Check that the drive is connected and that you may open it, then try again."
    ),
    "not_a_firm_file": N_(
        "{field} was not written by PerfDesk. Choose another file, or a backup of the one you look for."
    ),
    "damaged": N_(
        "{field} is damaged: a part of it is missing. It was not changed; restore the newest backup, from the "
        "folder beside it that ends in “backups”."
    ),
    "newer_file": N_(
        "{field} was saved by a newer PerfDesk. It was not changed; install the newest version to open it."
    ),
    "older_read_only": N_(
        "{field} was saved by an older PerfDesk and has to be converted once, but it can't be written now. "
        "Copy it to a folder of your own and open the copy, or close it elsewhere first."
    ),
    "unfinished": N_(
        "{field} was being saved when the program or the computer stopped, and can't be put in order while it "
        "can't be written. Open it once in PerfDesk from a folder that you may write to."
    ),
    "migration_failed": N_(
        "{field} could not be converted for this version and is as it was. Keep working with the earlier "
        "version. The reason: {reason}"
    ),
    # Writing
    "read_only": N_(
        "{field} can only be read now, and nothing was saved. Close it where else it is open, or copy it to a "
        "folder that you may write to."
    ),
    "in_use": N_(
        "The file is open at {account} on {computer} since {since}. You can read it; to write, ask for it to be "
        "closed there and open it again."
    ),
    "disk_full": N_("The disk is full, and nothing was saved. Make room on it, then enter it again."),
    "unwritable": N_(
        "{field} can't be written, and nothing was saved. Check that the drive is connected and has room, then "
        "enter it again."
    ),
    "busy": N_(
        "The file is being used by another program, such as a virus scanner or a cloud drive, and nothing was "
        "saved. Try again in a moment."
    ),
    "gone": N_("This entry has been deleted meanwhile. The page shows what is there now."),
    "changed_elsewhere": N_(
        "This entry was changed elsewhere meanwhile, and nothing was saved. Look at it again."
    ),
    "backup_failed": N_(
        "The backup {field} could not be made; the file itself is as it was. Check that there is room on the disk "
        "and that its folder can be written: {reason}"
    ),
    # What the check finds
    "file_broken": N_("The file is damaged ({reason}). Restore the newest backup."),
    "file_orphan": N_(
        "Row {row} of table {table} refers to an entry of {parent} that is not there. Restore the newest "
        "backup without this fault."
    ),
    "audit_tampered": N_(
        "Entry {entry} of the history was changed by another program. Compare with a backup made before."
    ),
    "audit_gap": N_(
        "Entry {entry} of the history was removed by another program. Compare with a backup made before."
    ),
    "audit_stray": N_(
        "The history holds texts that belong to no entry: another program wrote them. Compare with a backup made "
        "before."
    ),
    "audit_erased": N_(
        "{count} texts of the history were erased on purpose, with a person's data. All is well."
    ),
    "file_real": N_(
        "Column {column} of table {table} holds {count} inexact numbers, which PerfDesk never writes. Compare "
        "with a backup made before."
    ),
    "file_text_form": N_(
        "“{text}” in {table}.{column} is written in decomposed letters, so that searching may miss it. Type it again."
    ),
    "file_form_twice": N_(
        "{number} has {count} forms in one cycle. Restore the newest backup without this fault."
    ),
    "file_weights": N_(
        "The weights on the form of {number} sum to {total} and not to 100.00. Correct the weights."
    ),
    "file_score": N_(
        "{number}, {name}: the stored score is {stored}, but {computed} follows from what was entered. Enter the "
        "value again."
    ),
    "file_seal": N_(
        "The kept values of paper {paper} are not those that were printed. Compare the print with a backup made "
        "before."
    ),
}
