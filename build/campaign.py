"""Try PerfDesk on rosters that nobody here wrote: people in, scores in, totals compared, papers out.

`python build/campaign.py [--data DIR] [--out DIR] [SET …]`, with the project's virtual environment. Prints a table
of states, times and refusals; takes minutes, so it is run by hand and is no part of the tests.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk import texts
from perfdesk.controllers.checking import check_file
from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.controllers.imports import Report
from perfdesk.controllers.papers import write_papers
from perfdesk.domain.firm import INDICATORS, SIMPLE
from perfdesk.domain.library import Card
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import Aggregation, CycleType, Direction, ItemClass, Method, Missing, Nature

CLOCK = fixed(datetime(2026, 1, 12, 9))
YEAR = (CycleType.YEAR, date(2025, 1, 1), date(2025, 12, 31))
OWN = Decimal("0.1")
"""How far the file's own overall may lie from ours: it is rounded to one decimal."""
T = TypeVar("T")


class Log:
    """Prints a line for each step with the time it took."""

    def __init__(self, title: str) -> None:
        print(f"\n== {title}")

    def step(self, words: str, call: Callable[[], T]) -> T:
        started = time.perf_counter()
        result = call()
        print(f"{time.perf_counter() - started:8.2f} s  {words}")
        return result

    def say(self, words: object) -> None:
        print(f"            {words}")

    def report(self, report: Report) -> None:
        self.say(f"taken {report.taken}, refused {len(report.refused)}, asked {len(report.questions)}")
        for kind, found in (
            ("refused", report.refused),
            ("asked", report.questions),
            ("noted", report.notes),
        ):
            for code, count in Counter(problem.code for problem in found).most_common():
                first = next(problem for problem in found if problem.code == code)
                self.say(f"{kind} {count} × {code}: {first.field}: {texts.sentence(first)}")


def overall_of_456(data: Path, out: Path) -> None:
    """456 people with goal completion, competency and attendance: ours beside the file's own overall."""
    log, source = (
        Log("456 · actuals from the columns, 60/30/10"),
        data / "mokhles_performance_evaluation_fy2025.csv",
    )
    firm = new_firm(out / "456.perfdesk", "Mokhles", "Owner", CLOCK, switches=INDICATORS, with_cycle=False)
    master = data / "mokhles_employee_master_fy2025.csv"
    log.report(log.step("people imported", lambda: firm.imports.import_people_file(master)))
    columns = {
        "GOAL": ("Goal Completion (%)", "%", Decimal(100), Decimal(60)),
        "COMP": ("Competency Score (1-5)", "score", Decimal(5), Decimal(30)),
        "ATT": ("Attendance Score (%)", "%", Decimal(100), Decimal(10)),
    }
    lines = [
        (firm.library.add_card(_ratio(code, name, unit, target)), weight, None)
        for code, (name, unit, target, weight) in columns.items()
    ]
    template = firm.library.add_template("M456", "", "Goal, competency, attendance", lines)
    for position in firm.people.positions():
        firm.people.edit_position(position.id, "template_id", template)
    cycle = log.step("cycle with forms", lambda: firm.cycles.add_cycle(*YEAR))
    forms = [line.form_id for line in firm.results.standings(cycle)]
    log.step(f"{len(forms)} forms agreed", lambda: firm.cycles.advance(forms))
    log.report(log.step("actuals imported", lambda: firm.imports.import_values(source, "actuals", cycle)))
    standings = log.step("standings", lambda: firm.results.standings(cycle))
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Employee ID"]: row for row in csv.DictReader(file)}
    far = []
    for line in standings:
        row = rows[line.number]
        apart = abs((line.total or Decimal(0)) - Decimal(row["Overall Score"]))
        if apart > OWN:
            far.append((line.number, line.total, row["Overall Score"], row["Goal Completion (%)"]))
    log.say(f"{len(standings) - len(far)} of {len(standings)} within {OWN} of the file's own overall")
    for number, total, own, goal in far:
        log.say(
            f"{number}: ours {total}, theirs {own}, goal {goal}"
            + (" (cap 120)" if Decimal(goal) > 120 else "")
        )
    _print_all(log, firm, cycle, out / "456", forms)
    _close(log, firm)


def levels_of_1470(data: Path, out: Path) -> None:
    """1,470 people without names: the number stands for the name, the coded rating is a level."""
    log, source = Log("1,470 · no names, a level each"), data / "ibm_hr_chinese_localised.csv"
    firm = new_firm(out / "1470.perfdesk", "IBM", "Owner", CLOCK, switches=INDICATORS, with_cycle=False)
    log.report(
        log.step(
            "people imported",
            lambda: firm.imports.import_people_file(source, name_from_number=True, dry_run=False),
        )
    )
    rule = Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "FIVE_LEVEL"})
    card = _card("RATING", "绩效评级编码", "level", rule)
    template = firm.library.add_template(
        "IBM", "评级", "", [(firm.library.add_card(card), Decimal(100), None)]
    )
    for position in firm.people.positions():
        firm.people.edit_position(position.id, "template_id", template)
    cycle = log.step("cycle with forms", lambda: firm.cycles.add_cycle(*YEAR))
    forms = [line.form_id for line in firm.results.standings(cycle)]
    log.step(f"{len(forms)} forms agreed", lambda: firm.cycles.advance(forms))
    log.report(log.step("levels imported", lambda: firm.imports.import_values(source, "levels", cycle)))
    standings = log.step("standings", lambda: firm.results.standings(cycle))
    log.say(dict(Counter(line.grade.code if line.grade else "-" for line in standings)))
    log.say(f"left out of the cycle: {len(firm.people.employees()) - 1 - len(standings)}")
    _print_all(log, firm, cycle, out / "1470", forms[:200])
    _close(log, firm)


def size_of_10000(data: Path, out: Path) -> None:
    """10,000 people, five levels each: how long the large steps take."""
    log, source = Log("10,000 · 五分表, five levels each"), data / "员工信息表_10k.csv"
    firm = new_firm(out / "10000.perfdesk", "一万人", "周敏", CLOCK, switches=SIMPLE, with_cycle=False)
    log.report(log.step("people imported", lambda: firm.imports.import_people_file(source)))
    log.say(f"{len(firm.people.employees(include_left=False)) - 1} here now")
    cycle = log.step("cycle with forms", lambda: firm.cycles.add_cycle(*YEAR))
    items = log.step("items read", lambda: firm.appraisal.items_of_cycle(cycle))
    spread = "33334443332244335554333342333443"
    cells = [
        (item.id, spread[(form_id * 7 + at * (form_id % 3)) % len(spread)])
        for form_id, found in items.items()
        for at, item in enumerate(found)
    ]
    refused = log.step(f"{len(cells)} levels entered", lambda: firm.appraisal.enter_many(cells))
    log.say(f"refused {len(refused)}")
    standings = log.step("standings", lambda: firm.results.standings(cycle))
    log.say(dict(Counter(line.grade.code if line.grade else "-" for line in standings)))
    one = standings[0].form_id
    first = items[one][0].id
    log.step("one level entered", lambda: firm.appraisal.enter(first, "1"))
    log.step("one sheet", lambda: firm.appraisal.sheet(one))
    log.step("undo of that level", firm.history.undo)
    forms = [line.form_id for line in standings]
    log.step(f"{len(forms)} forms scored", lambda: firm.cycles.advance(forms))
    _print_all(log, firm, cycle, out / "10000", forms[:500])
    log.step("cycle closed", lambda: firm.cycles.close(cycle))
    _close(log, firm)


def _ratio(code: str, name: str, unit: str, target: Decimal) -> Card:
    return _card(code, name, unit, Rule(Method.RATIO, Direction.HIGHER, target=target, cap=Decimal(120)))


def _card(code: str, name: str, unit: str, rule: Rule) -> Card:
    is_chinese = not name.isascii()
    return Card(
        0, "", code, 1, name if is_chinese else "", "" if is_chinese else name, ItemClass.KPI, Nature.RESULT, unit,
        Aggregation.LAST, rule,
    )  # fmt: skip


def _print_all(log: Log, firm: Firm, cycle: int, folder: Path, forms: list[int]) -> None:
    job = log.step(
        f"{len(forms)} review sheets numbered",
        lambda: firm.papers.prepare(cycle, kinds=("review",), form_ids=forms, in_one_file=True),
    )
    written = log.step("one file written", lambda: write_papers(job, folder))
    import pypdf  # for looking at what was written; the program itself does not need it

    reader = pypdf.PdfReader(written.paths[0])
    size = written.paths[0].stat().st_size / 1_000_000
    log.say(
        f"{len(reader.pages)} pages, {size:.1f} MB, unprintable: {' '.join(written.unprintable) or 'none'}"
    )
    words = reader.pages[len(reader.pages) // 2].extract_text().split()
    log.say(f"a page in the middle begins: {' '.join(words)[:90]}")


def _close(log: Log, firm: Firm) -> None:
    states = {
        state.value: count for state, count in firm.cycles.counts(firm.cycles.cycles()[0].id).items() if count
    }
    items = firm.appraisal.items_of_cycle(firm.cycles.cycles()[0].id)
    open_items = sum(item.missing is Missing.PENDING for found in items.values() for item in found)
    log.say(f"states: {states}; items without a value: {open_items}")
    log.step("file closed with a backup", firm.close)
    faults = log.step("file checked", lambda: [one for one in check_file(firm.path) if one.is_fault])
    log.say(f"faults: {len(faults)}; file {firm.path.stat().st_size / 1_000_000:.1f} MB")


SETS = {"456": overall_of_456, "1470": levels_of_1470, "10000": size_of_10000}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "work" / "campaign")
    given = parser.parse_args()
    if not (given.data / "hr").is_dir():
        print(f"There is no {given.data / 'hr'}.", file=sys.stderr)
        return 2
    texts.use("en")
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.sets or SETS:
        (given.out / f"{name}.perfdesk").unlink(missing_ok=True)
        SETS[name](given.data / "hr", given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
