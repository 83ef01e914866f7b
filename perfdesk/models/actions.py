"""The actions of a plan, one line each: what, against which cause, who, by when, how far."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from perfdesk.domain.comparison import Action
from perfdesk.domain.terms import ActionStatus, CauseCode
from perfdesk.models import gap_words
from perfdesk.models.rows import ChipMark, Column, Mark, RowsModel, SymbolMark, Wrong
from perfdesk.texts import _, in_context, pick, words

Choices = tuple[tuple[str, str], ...]

_STATES = {
    ActionStatus.TODO: SymbolMark("ring", "muted"),
    ActionStatus.DOING: SymbolMark("half", "imp"),
    ActionStatus.DONE: SymbolMark("check", "imp"),
    ActionStatus.DROPPED: SymbolMark("cross", "muted"),
    ActionStatus.CARRIED: SymbolMark("dash", "muted"),
}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with what its cells may be set to. `owners` are (id, name); `today` decides how dates look."""

    action: Action
    owners: Choices
    causes: tuple[CauseCode, ...]
    today: date
    is_locked: bool = False


class ActionsModel(RowsModel[ActionRow]):
    """Rows of one plan at a time. Wrong entries can be taken out and put back when the plan changes."""

    def take_wrong(self) -> list[Wrong]:
        """Return the wrong entries and forget them: they go on with the plan to which they belong."""
        taken = self.pending()
        self._wrong.clear()
        if taken:
            self.wrong_changed.emit()
        return taken

    def put_wrong(self, entries: Sequence[Wrong]) -> None:
        """Put wrong entries back into the cells of the actions that are still there."""
        for entry in entries:
            at = self.row_of(entry.key)
            if at is not None:
                self._wrong[entry.key, entry.column] = entry
                self._tell(at, at)
        if entries:
            self.wrong_changed.emit()


def columns() -> list[Column[ActionRow]]:
    return [
        Column("words", _what_title, _what, edit=_what, is_editable=_may, tooltip=_what_tooltip),
        Column(
            "cause",
            _cause_title,
            _nothing,
            width=54,
            edit=_cause,
            is_editable=_may,
            choices=_cause_choices,
            mark=_cause_mark,
        ),
        Column(
            "owner_id",
            _owner_title,
            _owner,
            width=52,
            edit=_owner_id,
            is_editable=_may,
            choices=_owner_choices,
            tooltip=_owner,
        ),
        Column(
            "due_on",
            _due_title,
            _due,
            "right",
            50,
            edit=_due_edit,
            is_editable=_may,
            tone=_due_tone,
            tooltip=_due_tooltip,
        ),
        Column(
            "status",
            _status_title,
            _status,
            width=70,
            edit=_status_code,
            is_editable=_may,
            choices=_status_choices,
            mark=_status_mark,
            tone=_status_tone,
        ),
    ]


def key_of(row: ActionRow) -> Hashable:
    return row.action.id


def _what_title() -> str:
    return _("Action")


def _cause_title() -> str:
    return _("Cause")


def _owner_title() -> str:
    return in_context("column", "Who")


def _due_title() -> str:
    return _("Due")


def _status_title() -> str:
    return in_context("column", "State")


def _may(row: ActionRow) -> bool:
    return not row.is_locked


def _what(row: ActionRow) -> str:
    return row.action.words


def _what_tooltip(row: ActionRow) -> str:
    action = row.action
    said = [action.words]
    if action.kind:
        said.append(_("Kind: {kind}").format(kind=_(words.KINDS[action.kind.value])))
    if action.measure:
        said.append(_("Measure: {measure}").format(measure=action.measure))
    return "\n".join(said)


def _nothing(row: ActionRow) -> str:
    return ""


def _cause(row: ActionRow) -> str:
    return row.action.cause.value if row.action.cause else ""


def _cause_mark(row: ActionRow) -> Mark | None:
    return ChipMark(_(words.CAUSES[row.action.cause.value])) if row.action.cause else None


def _cause_choices(row: ActionRow) -> Choices:
    """The causes named for the gap come first: an action should treat one of them (SM-R1)."""
    named = [code for code in CauseCode if code in row.causes]
    others = [code for code in CauseCode if code not in row.causes]
    return (("", "—"), *((code.value, _(words.CAUSES[code.value])) for code in (*named, *others)))


def _owner(row: ActionRow) -> str:
    return pick(row.action.owner, row.action.owner_en) or "—"


def _owner_id(row: ActionRow) -> str:
    return str(row.action.owner_id or "")


def _owner_choices(row: ActionRow) -> Choices:
    return row.owners


def _due(row: ActionRow) -> str:
    return gap_words.short_day(row.action.due_on, row.today)


def _due_edit(row: ActionRow) -> str:
    return row.action.due_on.isoformat() if row.action.due_on else ""


def _due_tone(row: ActionRow) -> str:
    return "err" if row.action.is_overdue else "ink"


def _due_tooltip(row: ActionRow) -> str:
    return _("overdue") if row.action.is_overdue else ""


def _status(row: ActionRow) -> str:
    return _("overdue") if row.action.is_overdue else _(words.ACTION_STATES[row.action.status.value])


def _status_code(row: ActionRow) -> str:
    return row.action.status.value


def _status_choices(row: ActionRow) -> Choices:
    return tuple((status.value, _(words.ACTION_STATES[status.value])) for status in ActionStatus)


def _status_mark(row: ActionRow) -> Mark | None:
    return SymbolMark("bang", "err") if row.action.is_overdue else _STATES[row.action.status]


def _status_tone(row: ActionRow) -> str:
    if row.action.is_overdue:
        return "err"
    return "imp" if row.action.status in (ActionStatus.DOING, ActionStatus.DONE) else "muted"
