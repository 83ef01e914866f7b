"""The grades of coming cycles: codes, names and bounds, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.grades import SCHEMES, Grade, check_grades, grade_of
from perfdesk.domain.numbers import parse_number, round_half_up
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Scheme
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.texts import _, sentence
from perfdesk.texts.words import SCHEMES as SCHEME_WORDS
from perfdesk.views.parts import Chip, SegmentedSwitch, button, label
from perfdesk.views.reasons import reason_of
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_CODES = "SABCDEFGH"


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade by its position, best first; `levels` are those that earn it when all items are at that level."""

    at: int
    grade: Grade
    scheme: Scheme
    levels: tuple[int, ...]


class GradesSection(Section):
    """Shows the grades of a scheme. An entry that would break the rules stays red in its cell, with the reason."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gradesSection")
        self._firm = firm
        self.scheme = SegmentedSwitch([(one.value, "") for one in Scheme], self)
        self.scheme.setObjectName("gradeScheme")
        self.scheme.choose(firm.settings.settings().scheme.value)
        self.scheme.chosen.connect(self._scheme_chosen)
        self.in_use = Chip("", "app", self)
        self.use = button("", name="useScheme", on_click=self._use, parent=self)
        row = QHBoxLayout()
        for part in (self.scheme, self.in_use, self.use):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)
        self.table = TableView(self)
        self.table.setObjectName("grades")
        self.rows: RowsModel[GradeRow] = RowsModel(_columns(), _place, self._save, self.table)
        self.table.setModel(self.rows)
        self.table.fit_width()
        self.table.row_chosen.connect(self._show_buttons)
        self.add(self.table)
        row = QHBoxLayout()
        self.more = button("", "small", "plus", "addGrade", self._add, self)
        self.fewer = button("", "small", "minus", "removeGrade", self._remove, self)
        self.preset = button("", "small", "undo", "restorePreset", self._restore, self)
        for made in (self.more, self.fewer, self.preset):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.said)
        self.warnings = label("", "small", parent=self, wrap=True)
        self.warnings.setObjectName("gradeWarnings")
        self.add(self.warnings)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        settings, scheme = self._firm.settings.settings(), self._scheme()
        grades = self._firm.settings.grades(scheme)
        scores = SCHEMES[scheme].level_scores
        earned = {level: grade_of(points, grades).code for level, points in scores.items()}
        self.rows.show(
            GradeRow(at, grade, scheme, tuple(level for level in earned if earned[level] == grade.code))
            for at, grade in enumerate(grades)
        )
        self.table.setFixedHeight(self.table.height_for_rows(max(len(grades), 5)))
        is_used = settings.scheme is scheme
        self.in_use.setVisible(is_used)
        self.use.setVisible(not is_used and not self._firm.is_read_only)
        self.preset.setVisible(scheme in settings.grades and not self._firm.is_read_only)
        warnings = [problem for problem in check_grades(grades, scheme) if problem.is_warning]
        self.warnings.setText("\n".join(sentence(problem) for problem in warnings))
        self.warnings.setVisible(bool(warnings))
        self._show_buttons()

    def retranslate(self) -> None:
        self.set_heading(_("Grades"))
        self.hint.setText(
            _(
                "They hold for cycles opened from now on; cycles that exist keep theirs. "
                "Each bound belongs to its grade."
            )
        )
        self.scheme.retranslate([_(SCHEME_WORDS[one.value]) for one in Scheme])
        self.scheme.setAccessibleName(_("Grading scheme"))
        self.in_use.setText(_("for new cycles"))
        for made, word in (
            (self.use, _("Use it for new cycles")),
            (self.more, _("Add a grade under it")),
            (self.fewer, _("Remove the grade")),
            (self.preset, _("Back to the preset")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.table.setAccessibleName(_("Grades"))
        self.rows.retranslate()
        self.refresh()

    def pending(self) -> list[str]:
        return [f"{_('Grades')}: {wrong.text}" for wrong in self.rows.pending()]

    def _scheme(self) -> Scheme:
        return Scheme(self.scheme.choice())

    def _scheme_chosen(self, _key: str) -> None:
        self.say("")
        self.refresh()

    def _show_buttons(self, _key: object = None) -> None:
        count, at = len(self._firm.settings.grades(self._scheme())), self.table.current_key()
        is_writable = not self._firm.is_read_only
        self.more.setEnabled(is_writable and count < 7 and isinstance(at, int) and at < count - 1)
        self.fewer.setEnabled(is_writable and count > 3 and isinstance(at, int))

    def _use(self) -> None:
        self.attempt(partial(self._firm.settings.set_scheme, self._scheme()))

    def _restore(self) -> None:
        self.attempt(partial(self._firm.settings.set_grades, self._scheme(), None))

    def _save(self, row: GradeRow, column: str, text: str) -> Refused | None:
        grades = list(self._firm.settings.grades(row.scheme))
        try:
            grades[row.at] = _changed(row.grade, column, text)
            self._firm.settings.set_grades(row.scheme, grades)
        except Invalid as invalid:
            problem = invalid.problems[0]
            fix = str(problem.details.get("fix") or problem.details.get("lowest") or "")
            return Refused(reason_of(invalid), fix=fix or None)
        except Fault as fault:
            return Refused(reason_of(fault))
        self.say("")
        self.refresh()
        return None

    def _add(self) -> None:
        """Put a grade half-way between the chosen one and the next lower one."""
        at = self.table.current_key()
        grades = list(self._firm.settings.grades(self._scheme()))
        if not isinstance(at, int) or at + 1 >= len(grades):
            return
        above, below = grades[at], grades[at + 1]
        code = next(one for one in _CODES if one not in {grade.code for grade in grades})
        bound = round_half_up((above.lower_bound + below.lower_bound) / 2)
        coefficient = round_half_up((above.coefficient + below.coefficient) / 2)
        self._set([*grades[: at + 1], Grade(code, code, code, bound, coefficient), *grades[at + 1 :]])

    def _remove(self) -> None:
        at = self.table.current_key()
        grades = list(self._firm.settings.grades(self._scheme()))
        if isinstance(at, int) and at < len(grades):
            del grades[at]
            grades[-1] = replace(grades[-1], lower_bound=SCHEMES[self._scheme()].total_floor)
            self._set(grades)

    def _set(self, grades: Sequence[Grade]) -> None:
        self.attempt(partial(self._firm.settings.set_grades, self._scheme(), grades))


def _changed(grade: Grade, column: str, text: str) -> Grade:
    if column == "bound":
        return replace(grade, lower_bound=parse_number(text, "lower_bound"))
    if column == "code":
        return replace(grade, code=text.strip())
    return (
        replace(grade, name_zh=text.strip()) if column == "name_zh" else replace(grade, name_en=text.strip())
    )


def _columns() -> list[Column[GradeRow]]:
    return [
        Column("code", lambda: _("Grade code"), _code, width=90, edit=_code, bold=True),
        Column("name_zh", lambda: _("Name in Chinese"), _zh, width=150, edit=_zh),
        Column("name_en", lambda: _("Name in English"), _en, width=180, edit=_en),
        Column("bound", lambda: _("From (points)"), _bound, "right", 100, _number, edit=_bound),
        Column("levels", lambda: _("All items at"), _levels, tone=lambda _row: "muted"),
    ]


def _place(row: GradeRow) -> int:
    return row.at


def _code(row: GradeRow) -> str:
    return row.grade.code


def _zh(row: GradeRow) -> str:
    return row.grade.name_zh


def _en(row: GradeRow) -> str:
    return row.grade.name_en


def _number(row: GradeRow) -> Decimal:
    return row.grade.lower_bound


def _bound(row: GradeRow) -> str:
    return f"{row.grade.lower_bound:.2f}"


def _levels(row: GradeRow) -> str:
    scores = SCHEMES[row.scheme].level_scores
    word = _("level {level}: {points}")
    return ", ".join(word.format(level=level, points=f"{scores[level]:.2f}") for level in row.levels)
