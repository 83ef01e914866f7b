"""Columns of the lists of changes on the way: amended targets, shares of the cycle, leaves, appeals."""

from __future__ import annotations

from datetime import date
from functools import partial

from perfdesk.domain.changes import Absence, Amendment, AppealLine, Share
from perfdesk.domain.terms import AppealDecision
from perfdesk.models.change_words import person_words, share_words
from perfdesk.models.rows import ChipMark, Column, MissingMark
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.change_words import ABSENCES, AMEND_REASONS, DECISIONS, MATTERS
from perfdesk.texts.words import number


def amendment_columns() -> list[Column[Amendment]]:
    return [
        Column("person", lambda: _("Person"), lambda r: person_words(r.person), width=90, sort_key=_number),
        Column("item", lambda: _("Item"), lambda r: pick(r.name_zh, r.name_en), tooltip=_item),
        Column("old", lambda: _("Old target"), lambda r: number(r.old), align="right", width=88),
        Column("new", lambda: _("New target"), lambda r: number(r.new), align="right", width=88),
        Column(
            "now",
            lambda: _("Scored by"),
            lambda r: number(r.now),
            align="right",
            width=96,
            bold=lambda r: True,
        ),
        Column(
            "from",
            lambda: _("From"),
            lambda r: r.effective_on.isoformat(),
            width=88,
            sort_key=lambda r: r.effective_on,
        ),
        Column("late", lambda: "", lambda r: "", width=78, mark=_late),
        Column(
            "reason",
            lambda: _("Reason"),
            lambda r: _(AMEND_REASONS[r.reason.value]),
            width=130,
            tooltip=_words,
        ),
        Column("signed", lambda: _("Signatures"), lambda r: "", width=96, mark=_signed),
    ]


def _number(row: Amendment | Share | Absence | AppealLine) -> str:
    return row.person.number


def _item(row: Amendment) -> str:
    return pick(row.name_zh, row.name_en)


def _words(row: Amendment | Absence) -> str:
    return row.words


def _late(row: Amendment) -> ChipMark | None:
    return ChipMark(_("past half"), "neutral") if row.is_past_half else None


def _signed(row: Amendment) -> ChipMark | MissingMark:
    if row.is_signed:
        return ChipMark(_("both signed"), "imp")
    if row.employee_signed_on or row.manager_signed_on:
        return ChipMark(_("one signed"), "neutral")
    return MissingMark(_("to be signed"))


def share_columns() -> list[Column[Share]]:
    return [
        Column("person", lambda: _("Person"), lambda r: person_words(r.person), width=90, sort_key=_number),
        Column("position", lambda: _("Position"), _position, second=_segment),
        Column("from", lambda: _("From and to"), _stay, width=150, sort_key=lambda r: r.starts_on),
        Column("share", lambda: in_context("share", "Days"), _days, align="right", width=84, tooltip=_share),
        Column("manager", lambda: _("Manager"), lambda r: r.manager, width=90),
        Column("total", lambda: in_context("segment", "Total"), _total, align="right", width=74),
        Column("combined", lambda: _("Together"), _combined, align="right", width=78, bold=lambda r: True),
        Column("state", lambda: _("Remark"), lambda r: "", width=140, mark=_share_mark, tooltip=_share_tip),
    ]


def _stay(row: Share) -> str:
    last = row.ends_on.isoformat()
    return f"{row.starts_on.isoformat()} – {last[5:] if row.ends_on.year == row.starts_on.year else last}"


def _days(row: Share) -> str:
    return f"{row.days} / {row.of}"


def _share(row: Share) -> str:
    return share_words(row.days, row.of)


def _position(row: Share) -> str:
    return pick(row.position_zh, row.position_en) or "—"


def _segment(row: Share) -> str:
    if row.segments == 1:
        return ""
    return _("segment {at} of {count}").format(at=row.segment, count=row.segments)


def _total(row: Share) -> str:
    return number(row.total, 2) if row.total is not None else "—"


def _combined(row: Share) -> str:
    if row.segments == 1 or row.segment < row.segments or row.combined is None:
        return ""
    return number(row.combined, 2)


def _share_mark(row: Share) -> ChipMark | None:
    if row.wanted_from is not None:
        return ChipMark(_("joined on {day}").format(day=row.wanted_from), "app")
    if row.wanted_to is not None:
        return ChipMark(_("left on {day}").format(day=row.wanted_to), "app")
    if not row.is_graded:
        return ChipMark(_("no grade this time"), "neutral")
    return None


def _share_tip(row: Share) -> str:
    if row.is_to_apply:
        return _("The form does not say so yet. “Follow the dates” brings days and targets in line.")
    return "" if row.is_graded else _("Less than a third of the cycle: no grade, only a written remark.")


def absence_columns() -> list[Column[Absence]]:
    return [
        Column("person", lambda: _("Person"), lambda r: person_words(r.person), width=110, sort_key=_number),
        Column("kind", lambda: _("Leave"), lambda r: _(ABSENCES[r.kind.value]), width=190),
        Column("from", lambda: _("From"), lambda r: r.starts_on.isoformat(), width=88),
        Column("to", lambda: _("To"), lambda r: r.ends_on.isoformat(), width=88),
        Column("days", lambda: _("Days in the cycle"), lambda r: str(r.days), align="right", width=110),
        Column("words", lambda: _("Note"), _words),
    ]


def appeal_columns(today: date) -> list[Column[AppealLine]]:
    return [
        Column("person", lambda: _("Person"), lambda r: person_words(r.person), width=90, sort_key=_number),
        Column("matter", lambda: _("About"), lambda r: _(MATTERS[r.appeal.matter.value]), width=100),
        Column("facts", lambda: _("Facts and reasons"), lambda r: r.appeal.facts, tooltip=_facts),
        Column("filed", lambda: _("Filed on"), lambda r: r.appeal.filed_on.isoformat(), width=88),
        Column("handler", lambda: _("Handler"), lambda r: r.appeal.handler or "—", width=90),
        Column(
            "by",
            lambda: _("Decide by"),
            lambda r: r.decide_by.isoformat(),
            width=88,
            tone=partial(_by_tone, today),
        ),
        Column("decision", lambda: _("Decision"), lambda r: "", width=110, mark=_decision),
    ]


def _facts(row: AppealLine) -> str:
    return row.appeal.facts


def _by_tone(today: date, row: AppealLine) -> str:
    return "err" if row.appeal.is_open and today > row.decide_by else "ink"


def _decision(row: AppealLine) -> ChipMark:
    found = row.appeal.decision
    if found is None:
        return ChipMark(in_context("appeal", "open"), "app")
    return ChipMark(_(DECISIONS[found.value]), "neutral" if found is AppealDecision.REJECTED else "imp")
