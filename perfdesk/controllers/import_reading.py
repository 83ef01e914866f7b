"""Reading a source into a preview: where the table stands, what each column is, what becomes of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from perfdesk.controllers.import_preview import (
    ASKED_FOR,
    FIELDS,
    CellFix,
    Choices,
    ImportColumn,
    Preview,
    Question,
    Refusal,
    RowState,
    Source,
    is_accepted,
    state_of,
    worst_of,
)
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets.cells import same, shown
from perfdesk.sheets.columns import Match, Matching, choose_sheet, match_columns
from perfdesk.sheets.headers import find_header
from perfdesk.sheets.people import read_people
from perfdesk.sheets.person_drafts import KnownPeople, PeopleDraft, PersonDraft, Remark, Verdict
from perfdesk.sheets.profiles import shape
from perfdesk.sheets.tables import RawTable, Workbook, read_pasted, read_workbook
from perfdesk.sheets.words import PRIVATE

LONGEST_NAME = 100


def open_source(path: str) -> Source:
    """Open a workbook or text table.

    Raises:
        Invalid: one problem that names the file.
    """
    book: Workbook = read_workbook(path)
    best = choose_sheet(book) if len(book.sheets) > 1 else book.chosen
    return Source(book.file_name, book.sheets, best, book.table)


def pasted_source(text: str) -> Source:
    """Take what was copied out of Excel as a source."""
    table = read_pasted(text)
    return Source("", ("",), "", lambda _sheet: table)


def make_preview(source: Source, choices: Choices, known: KnownPeople) -> Preview:
    """Read the source as the choices say. What can't be read at all is the preview's `problem`.

    Raises:
        Invalid: the sheet itself can't be read.
    """
    sheet = source.best_sheet if choices.sheet is None else choices.sheet
    table = source.table(sheet)
    for (row, column), text in choices.cells.items():
        if row < len(table.rows) and column < table.width:
            table = table.with_cell(row, column, text)
    header = find_header(table, "people", choices.header_row)
    matching = match_columns(table, header)
    for column, name in choices.fields.items():
        matching = matching.choose(column, name)
    chosen = {column for column, name in choices.fields.items() if name in ASKED_FOR}
    private = [
        match.field
        for match in matching.matches
        if match.field in ASKED_FOR and (choices.asks_private or match.column in chosen)
    ]
    draft, problem = _draft(table, matching, known, private, choices)
    drafts = {one.row: one for one in draft.rows}
    draft_known = _with_namesakes(table, matching, drafts, known)
    verdicts = Counter(state_of(worst_of(one, choices)) for one in draft_known.values())
    return Preview(
        source=source,
        choices=choices,
        sheet=sheet,
        columns=tuple(_column(match, private) for match in matching.matches),
        header_row=header.row,
        row_indexes=tuple(at for at, row in enumerate(table.rows) if any(cell is not None for cell in row)),
        trouble=tuple(row for row, one in draft_known.items() if worst_of(one, choices) >= Verdict.QUESTION),
        ok=verdicts[RowState.OK],
        question_rows=verdicts[RowState.QUESTION],
        refused_rows=verdicts[RowState.REFUSED],
        updated=sum(
            any(remark.verdict == Verdict.UPDATE for remark in one.remarks) for one in draft_known.values()
        ),
        new_departments=draft.new_departments,
        departments=len({one.department for one in draft.rows if one.department}),
        positions=len(draft.positions),
        date_spellings=_date_spellings(table, matching),
        questions=_questions(draft_known, choices, table),
        refusals=_refusals(draft_known),
        notes=draft.notices,
        problem=problem,
        _table=table,
        _header=header,
        _drafts=draft_known,
    )


def names_only(source: Source) -> tuple[str, ...]:
    """Return the names, if all that the source holds is one column of them (a header may stand above).

    Empty when there is more to it: then the preview has to be looked at.
    """
    table = source.table(source.best_sheet)
    if table.width != 1 or not table.rows:
        return ()
    header = find_header(table)
    names = [shown(row[0]) for at, row in enumerate(table.rows) if row[0] is not None and at != header.row]
    if any(not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME for name in names):
        return ()
    return tuple(names)


def _draft(
    table: RawTable, matching: Matching, known: KnownPeople, private: list[str], choices: Choices
) -> tuple[PeopleDraft, Problem | None]:
    has_name, has_number = (matching.column_of(name) is not None for name in ("name", "number"))
    try:
        return (
            read_people(
                table,
                matching,
                known,
                name_from_number=choices.name_from_number and has_number and not has_name,
                make_numbers=has_name and not has_number,
                private=private,
            ),
            None,
        )
    except Invalid as invalid:
        return PeopleDraft((), (), (), ()), invalid.problems[0]


def _with_namesakes(
    table: RawTable, matching: Matching, drafts: dict[int, PersonDraft], known: KnownPeople
) -> dict[int, PersonDraft]:
    """Ask about people whom a list without numbers may bring in for a second time."""
    name_column = matching.column_of("name")
    if matching.column_of("number") is not None or name_column is None:
        return drafts
    numbers = {same(person.name): person.number for person in known.people}
    for row, draft in drafts.items():
        number = numbers.get(same(draft.name))
        if number is not None and draft.name:
            details = {"value": draft.name, "number": number}
            problem = Problem(table.address(row, name_column), "namesake_known", details, is_warning=True)
            drafts[row] = replace(draft, remarks=(*draft.remarks, Remark(Verdict.QUESTION, problem)))
    return drafts


def _column(match: Match, private: list[str]) -> ImportColumn:
    kept = match.field if match.field in FIELDS or match.field in private else ""
    return ImportColumn(
        match.column,
        match.letters,
        match.header,
        kept,
        match.field,
        match.sure,
        match.field in PRIVATE,
        match.reason,
    )


def _date_spellings(table: RawTable, matching: Matching) -> int:
    shapes = set()
    for name in ("hired_on", "left_on"):
        column = matching.column_of(name)
        if column is not None:
            cells = (table.rows[row][column] for row in matching.header.data)
            shapes |= {
                "date" if not isinstance(cell, str | int) else shape(shown(cell)).replace("9", "0")
                for cell in cells
                if cell is not None
            }
    return len(shapes)


def _questions(drafts: Mapping[int, PersonDraft], choices: Choices, table: RawTable) -> tuple[Question, ...]:
    found: dict[tuple[str, str], list[tuple[PersonDraft, Remark]]] = {}
    for draft in drafts.values():
        if worst_of(draft, choices) != Verdict.QUESTION:
            continue
        for remark in draft.remarks:
            if remark.verdict == Verdict.QUESTION and not is_accepted(remark, choices):
                key = remark.problem.code, str(remark.problem.details.get("value", ""))
                found.setdefault(key, []).append((draft, remark))
    return tuple(
        Question(
            code,
            value,
            rows[0][1].problem,
            tuple(draft.row_number for draft, _remark in rows),
            tuple(_cell_of(table, draft, remark) for draft, remark in rows),
        )
        for (code, value), rows in found.items()
    )


def _cell_of(table: RawTable, draft: PersonDraft, remark: Remark) -> tuple[int, int]:
    letters = remark.problem.field.rsplit("!", 1)[-1].rstrip("0123456789")
    column = next((at for at in range(table.width) if table.letters(at) == letters), 0)
    return draft.row, column


def _refusals(drafts: Mapping[int, PersonDraft]) -> tuple[Refusal, ...]:
    found = []
    for row, draft in drafts.items():
        for remark in draft.remarks:
            if remark.verdict == Verdict.REFUSED:
                fix = remark.fix
                wanted = CellFix(fix.row, fix.column, fix.text) if fix else None
                found.append(Refusal(row, draft.row_number, remark.problem, wanted))
    return tuple(found)
