"""Which column is what: by the words above it and by what its values look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from perfdesk.domain.problems import Problem
from perfdesk.sheets.cells import header_key
from perfdesk.sheets.headers import Header, find_header
from perfdesk.sheets.profiles import SAMPLE, Profile, profile
from perfdesk.sheets.tables import RawTable, Workbook
from perfdesk.sheets.words import PRIVATE, WORDS, known

SURE = 0.8
"""From this confidence on a match needs no second look."""
_WHOLE_WORD, _PART_OF_WORD = 0.96, 0.82
_LEAST = 0.45


@dataclass(frozen=True, slots=True)
class Match:
    """What one column was taken for. `field` is "" for a column that is not brought in."""

    column: int
    letters: str
    header: str
    field: str
    confidence: float
    """0 to 1."""
    reason: Problem
    """Why, as a sentence's code: match_header, match_values, match_chosen, match_unwanted, match_none …"""
    is_private: bool = False
    """Recognised as something that appraisal does not need (ID number, phone …); left out unless asked."""

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Matching:
    """The columns of a table, in order; shown for correction before anything is read."""

    header: Header
    matches: tuple[Match, ...]

    def column_of(self, field: str) -> int | None:
        return next((match.column for match in self.matches if match.field == field), None)

    def choose(self, column: int, field: str) -> Matching:
        """Return the matching with one column chosen by hand; "" leaves the column out."""
        matches = []
        for match in self.matches:
            if match.column == column:
                reason = Problem(match.letters, "match_chosen", {"header": match.header})
                match = replace(
                    match, field=field, confidence=1.0, reason=reason, is_private=field in PRIVATE
                )
            elif field and match.field == field and field not in PRIVATE:
                reason = Problem(match.letters, "match_none", {"header": match.header})
                match = replace(match, field="", confidence=0.0, reason=reason)
            matches.append(match)
        return replace(self, matches=tuple(matches))

    def remembered(self) -> dict[str, str]:
        """Return header → field, for `match_columns` to use on the next file with the same headers."""
        return {header_key(match.header): match.field for match in self.matches if header_key(match.header)}


def match_columns(
    table: RawTable,
    header: Header | None = None,
    kind: str = "people",
    remembered: Mapping[str, str] | None = None,
) -> Matching:
    """Match each column to a field of `kind`, a key of words.WORDS.

    A header counts as far as the values agree with it; a column without a known header is taken by its values
    alone, for people and values. Each field has one column at most, except the private ones.
    """
    header = header or find_header(table, kind)
    sample = header.data[:SAMPLE]
    profiles = [profile([table.rows[row][column] for row in sample]) for column in range(table.width)]
    by_header = [known(name, kind) if header.row is not None else None for name in header.names]
    candidates = list(_candidates(header, profiles, by_header, kind))
    for column, name in enumerate(header.names):
        field = (remembered or {}).get(header_key(name)) if header.row is not None else None
        if field is not None:
            candidates.append((2.0, column, field, "match_remembered"))
    chosen: dict[int, tuple[float, str, str]] = {}
    taken: set[str] = set()
    for score, column, field, code in sorted(candidates, key=lambda found: (-found[0], found[1])):
        if column in chosen or field in taken or score < _LEAST:
            continue
        chosen[column] = min(score, 1.0), field, code
        if field and field not in PRIVATE:
            taken.add(field)
    matches = []
    for column, name in enumerate(header.names):
        confidence, field, code = chosen.get(column, (0.0, "", "match_none"))
        letters = table.letters(column)
        reason = Problem(letters, code, {"header": name})
        matches.append(Match(column, letters, name, field, confidence, reason, field in PRIVATE))
    return Matching(header, tuple(matches))


def choose_sheet(workbook: Workbook, kind: str = "people") -> str:
    """Return the sheet whose columns are recognised best; workbooks often open with a dashboard."""
    wanted = ("number", "name", "department") if kind == "people" else tuple(set(WORDS[kind].values()) - {""})
    best, best_sheet = 0.0, workbook.chosen
    for sheet in workbook.sheets:
        table = workbook.table(sheet)
        if not table.rows:
            continue
        matching = match_columns(table, kind=kind)
        rank = sum(match.confidence for match in matching.matches if match.field in wanted)
        if rank > best + 0.01 and matching.header.data:
            best, best_sheet = rank, sheet
    return best_sheet


def _candidates(
    header: Header,
    profiles: list[Profile],
    by_header: list[tuple[str, bool] | None],
    kind: str,
) -> Iterable[tuple[float, int, str, str]]:
    names = {
        value for column in profiles if _names(column) and column.distinct > 0.5 for value in column.values
    }
    for column, look in enumerate(profiles):
        found = by_header[column]
        agreement = 1.0
        if found is not None:
            field, is_whole = found
            agreement = _agreement(field, look) if kind in {"people", "values"} else 1.0
            base = _WHOLE_WORD if is_whole else _PART_OF_WORD
            if field:
                yield base * agreement, column, field, "match_header" if is_whole else "match_header_part"
            elif is_whole:
                yield base, column, "", "match_unwanted"
        if agreement >= 0.6 and found is not None:
            continue
        if kind in {"people", "values"} and look.filled:
            for field, score in _by_values(look, names).items():
                if kind == "people" or field in {"number", "name", "department", "position"}:
                    yield score, column, field, "match_values"
    if kind == "people" and not any(found is not None and found[0] == "number" for found in by_header):
        for column, look in enumerate(profiles):  # better a running number than none
            found = by_header[column]
            if (
                found == ("", True)
                and look.runs_from_one
                and header_key(header.names[column]) in {"序号", "sn"}
            ):
                yield 0.97, column, "number", "match_values"


def _names(look: Profile) -> bool:
    return max(look.han_name, look.latin_name) >= 0.75 and look.department < 0.6


def _agreement(field: str, look: Profile) -> float:
    """Return how well the values fit what the header says, 1 fully; 0.1 a contradiction."""
    if not look.filled or not field:
        return 1.0
    is_contact = max(look.phone, look.id_number, look.email) >= 0.8
    match field:
        case "number":
            if is_contact or look.date >= 0.5 or look.han_name >= 0.8 or look.department >= 0.8:
                return 0.1
            return 0.4 if look.filled >= 20 and look.distinct < 0.5 else 1.0
        case "name":
            if is_contact or look.date + look.code + look.number >= 0.6:
                return 0.1
            if look.department >= 0.6 and look.han_name < 0.5:
                return 0.2
            return 0.6 if look.filled >= 50 and look.distinct < 0.1 else 1.0
        case "department" | "position" | "manager":
            if is_contact or look.date >= 0.5:
                return 0.1
            if field != "manager" and _names(look) and look.distinct > 0.5 and look.filled > 5:
                return 0.1
            return 0.1 if look.filled >= 10 and look.code >= 0.9 and look.distinct > 0.9 else 1.0
        case "hired_on" | "left_on" | "birthday":
            is_dated = look.date + look.number >= 0.3 or (look.filled < 4 and not _names(look))
            return 1.0 if is_dated and not is_contact else 0.3
        case "phone" | "id_number" | "email":
            return 0.3 if _names(look) or look.department >= 0.6 else 1.0
        case _:
            return 1.0


def _by_values(look: Profile, names: set[str]) -> dict[str, float]:
    """Return what the values alone suggest, with a confidence of at most 0.9."""
    if look.phone >= 0.8:
        return {"phone": 0.9}
    if look.id_number >= 0.8:
        return {"id_number": 0.9}
    if look.email >= 0.8:
        return {"email": 0.9}
    if look.bank >= 0.8:
        return {"bank": 0.7}
    if look.address >= 0.7:
        return {"address": 0.7}
    if look.status >= 0.9:
        return {"status": 0.8}
    if look.date >= 0.8:
        return _date_field(look)
    if _names(look):
        return _name_fields(look, names)
    if look.code >= 0.85 and look.blank < 0.2 and look.distinct >= 0.95 and look.date < 0.5:
        return _number_field(look)
    if look.level >= 0.9 and look.distinct_count <= 20 and look.distinct < 0.5:
        return {"level": 0.6}
    if look.text < 0.8 or look.trivial >= 0.8 or look.distinct_count < 2:
        return {}
    return _group_fields(look)


def _date_field(look: Profile) -> dict[str, float]:
    if look.median_year and look.median_year < 1996:
        return {"birthday": 0.6}
    return {"left_on": 0.5} if look.blank > 0.4 else {"hired_on": 0.6}


def _name_fields(look: Profile, names: set[str]) -> dict[str, float]:
    spread = min(1.0, look.distinct / 0.6) if look.filled > 8 else 1.0
    overlap = sum(value in names for value in look.values) / len(look.values)
    manager = 0.72 if overlap > 0.5 and look.distinct < 0.5 else 0.5 if look.distinct < 0.5 else 0.0
    surely = 0.08 if look.han_name >= 0.9 else 0.0
    return {"name": 0.5 + 0.3 * spread + surely if look.distinct > 0.12 else 0.0, "manager": manager}


def _number_field(look: Profile) -> dict[str, float]:
    if look.number >= 0.9 and look.length > 12:
        return {}
    score = 0.86 if look.one_shape >= 0.8 and look.number < 0.5 else 0.7
    if look.number >= 0.9:
        score = 0.5 if look.runs_from_one else 0.66
    return {"number": score}


def _group_fields(look: Profile) -> dict[str, float]:
    few = look.distinct_count <= max(4, look.filled * 0.25) and look.distinct_count <= 120
    found = {}
    if look.department >= 0.6:
        found["department"] = 0.85 if few or look.filled < 12 else 0.6
    elif look.position >= 0.6:
        found["position"] = 0.72
    elif few and look.length <= 30:
        found["department"] = 0.55 - min(look.distinct_count, 40) / 400
        found["position"] = 0.46
    return found
