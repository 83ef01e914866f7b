"""The guide of grades: shares, what they mean for 12 and for 23 people, advice or reasons, link to departments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from perfdesk.domain.calibration import centre_of, check_guide, seats_of
from perfdesk.domain.grades import Grade
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import GuideMode
from perfdesk.models.rows import Column, GradeMark, Refused, RowsModel
from perfdesk.texts import _, pick, sentence
from perfdesk.views.calibration_board import badge_rank
from perfdesk.views.parts import Chip, SegmentedSwitch, button
from perfdesk.views.parts.rank_note import RankNote
from perfdesk.views.reasons import reason_of
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

EXAMPLES = (12, 23)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One grade with its share in percent and the seats of the examples; "" where the shares are not whole yet."""

    at: int
    grade: Grade
    rank: int
    share: Decimal
    seats: tuple[str, ...]


class GuideSection(Section):
    """Shares are entered one by one, and become the firm's guide as soon as they add up to 100."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideSection")
        self._firm = firm
        self._typed: dict[str, Decimal] = {}
        self.table = TableView(self)
        self.table.setObjectName("guideShares")
        self.rows: RowsModel[ShareRow] = RowsModel(_columns(), _place, self._save, self.table)
        self.table.setModel(self.rows)
        self.table.fit_width()
        self.total = Chip("", "app", self)
        self.total.setObjectName("guideTotal")
        self.preset = button("", "small", "undo", "defaultGuide", self._restore, self)
        self.mode = SegmentedSwitch([(mode.value, "") for mode in GuideMode], self)
        self.mode.setObjectName("guideModeSetting")
        self.mode.chosen.connect(self._mode_chosen)
        self.link = QCheckBox(self)
        self.link.setObjectName("guideLink")
        self.link.clicked.connect(self._link_clicked)
        self.note = RankNote(self)
        row, use = QHBoxLayout(), QHBoxLayout()
        for part in (self.total, self.preset):
            row.addWidget(part)
        row.addStretch(1)
        use.addWidget(self.mode)
        use.addWidget(self.link)
        use.addStretch(1)
        self.add(self.table)
        self.body.addLayout(row)
        self.body.addLayout(use)
        self.add(self.said)
        self.add(self.note)
        self.refresh()

    def refresh(self) -> None:
        calibration, chosen = self._firm.calibration, self._firm.settings.settings()
        grades, kept = calibration.guide()
        shares = [self._typed.get(grade.code, share) for grade, share in zip(grades, kept, strict=True)]
        centre = centre_of(grades, chosen.scheme)
        is_whole = sum(shares) == 100
        seats = [seats_of(shares, people, centre) for people in EXAMPLES] if is_whole else []
        self.rows.show(
            ShareRow(
                at,
                grade,
                badge_rank(at, centre, len(grades)),
                shares[at],
                tuple(str(one[at]) for one in seats) or ("",) * len(EXAMPLES),
            )
            for at, grade in enumerate(grades)
        )
        self.table.setFixedHeight(self.table.height_for_rows())
        self.total.show_word(
            _("{sum} % in all").format(sum=_plain(sum(shares, Decimal(0)))), "app" if is_whole else "err"
        )
        is_writable = not self._firm.is_read_only
        self.preset.setVisible(bool(chosen.choices.guide or self._typed) and is_writable)
        self.mode.choose(chosen.choices.guide_mode.value)
        self.link.setChecked(chosen.choices.links_departments)
        for part in (self.mode, self.link):
            part.setEnabled(is_writable)

    def retranslate(self) -> None:
        self.set_heading(_("Guide of grades"))
        self.hint.setText(
            _(
                "What share each grade would have in a large mixed group. It is advice: nobody's grade changes by"
                " it, and no grade has to be filled."
            )
        )
        self.preset.setText(_("Back to the default"))
        self.preset.setAccessibleName(_("Back to the default shares"))
        self.mode.retranslate([_("Advice only"), _("Reasons above it")])
        self.mode.setAccessibleName(_("What the guide does"))
        self.link.setText(_("A department's result moves its guide"))
        self.link.setAccessibleName(self.link.text())
        self.table.setAccessibleName(_("Shares of the guide"))
        self.note.retranslate()
        self.rows.retranslate()
        self.refresh()

    def pending(self) -> list[str]:
        wrong = [f"{_('Guide of grades')}: {wrong.text}" for wrong in self.rows.pending()]
        return wrong or ([f"{_('Guide of grades')}: {self.total.text()}"] if self._typed else [])

    def _save(self, row: ShareRow, _column: str, text: str) -> Refused | None:
        try:
            share = parse_number(text, "share", allow_percent=True)
        except Invalid as invalid:
            problem = invalid.problems[0]
            return Refused(reason_of(invalid), fix=str(problem.details.get("fix") or "") or None)
        grades, kept = self._firm.calibration.guide()
        wanted = {grade.code: share for grade, share in zip(grades, kept, strict=True)}
        wanted |= self._typed | {row.grade.code: share}
        problems = check_guide(wanted, grades)
        if any(problem.field == f"guide.{row.grade.code}" for problem in problems):
            return Refused(sentence(problems[0]))
        self._typed = wanted
        if problems:
            self.say(sentence(problems[0]), "err")
            self.refresh()
        elif self.attempt(partial(self._firm.calibration.set_guide, wanted)):
            self._typed = {}
            self.refresh()
        return None

    def _restore(self) -> None:
        self._typed = {}
        if self._firm.settings.settings().choices.guide:
            self.attempt(partial(self._firm.calibration.set_guide, None))
        else:
            self.say("")
            self.refresh()

    def _mode_chosen(self, mode: str) -> None:
        self.attempt(partial(self._firm.calibration.set_mode, GuideMode(mode)))

    def _link_clicked(self, is_on: bool) -> None:
        self.attempt(partial(self._firm.calibration.link_departments, on=is_on))


def _columns() -> list[Column[ShareRow]]:
    return [
        Column("grade", lambda: _("Grade"), _name, width=180, mark=_badge),
        Column("share", lambda: _("Share %"), _share, "right", 90, _number, edit=_share),
        Column("few", lambda: _("Of 12 people"), lambda row: row.seats[0], "right", 100),
        Column("many", lambda: _("Of 23 people"), lambda row: row.seats[1], "right", 100),
        Column("rest", lambda: "", lambda _row: "", width=0),
    ]


def _place(row: ShareRow) -> int:
    return row.at


def _badge(row: ShareRow) -> GradeMark:
    return GradeMark(row.grade.code, row.rank)


def _name(row: ShareRow) -> str:
    return pick(row.grade.name_zh, row.grade.name_en)


def _share(row: ShareRow) -> str:
    return _plain(row.share)


def _number(row: ShareRow) -> Decimal:
    return row.share


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
