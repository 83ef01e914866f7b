"""The library: cards with their revisions, where they are used, and the causes with their interventions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.templates import TemplateDesk
from perfdesk.domain.card_changes import coherent
from perfdesk.domain.card_checks import check_card
from perfdesk.domain.library import Card, CardUse, Cause, Template
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import check_scale
from perfdesk.domain.terms import Aggregation, Direction, ItemClass, Method, Nature, Scheme
from perfdesk.store import library, names, settings
from perfdesk.store.change import Change
from perfdesk.store.schema import indicator_card, template_item

LONGEST = 4000
_EDITABLE = frozenset(one.name for one in fields(Card)) - {
    "id",
    "lineage",
    "revision",
    "valid_from",
    "retired_on",
}


class LibraryController:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = TemplateDesk(desk)

    # -- reading --

    def cards(self, *, with_retired: bool = False) -> list[Card]:
        """Return the newest revision of every card: indicators first, then behaviours."""
        with self._desk.read() as connection:
            return library.cards(connection, with_retired=with_retired)

    def revisions(self, lineage: str) -> list[Card]:
        """Return all revisions of a card, the newest first."""
        with self._desk.read() as connection:
            return library.revisions(connection, lineage)

    def uses(self, cycle_id: int) -> dict[str, int]:
        """Return on how many forms of a cycle each indicator stands, by lineage."""
        with self._desk.read() as connection:
            return library.uses(connection, cycle_id)

    def where_used(self, card_id: int) -> CardUse:
        """Return the templates that hold a card, and the cycles with the number of forms that carry it."""
        with self._desk.read() as connection:
            card = library.one_card(connection, card_id)
            held = [
                (template, item.weight)
                for template in library.templates(connection)
                for item in template.items
                if item.lineage == card.lineage
            ]
            cycles = library.forms_by_cycle(connection, card.lineage)
            return CardUse(tuple(held), tuple(cycles), library.is_agreed(connection, card_id))

    def templates(self, *, with_retired: bool = False) -> list[Template]:
        with self._desk.read() as connection:
            return library.templates(connection, with_retired=with_retired)

    def causes(self) -> tuple[Cause, ...]:
        """Return the nine causes, conditions before the person."""
        return library.causes()

    def search_keys(self, cards: Iterable[Card]) -> dict[int, str]:
        """Return what the name of each card can be found by in letters: pinyin and initials, by card."""
        return {card.id: names.search_key("", card.name_zh) for card in cards}

    # -- cards --

    def add_card(self, card: Card) -> int:
        """Add an indicator card of the firm's own; its code becomes its lineage. Return the id.

        Raises:
            Invalid: no name, a code that is taken, or a rule that can't work.
        """
        own = _tidy(replace(card, revision=1, valid_from=self._desk.today(), retired_on=None))
        _refuse_wrong(own)
        with self._desk.change("add_card", name=own.name_zh or own.name_en) as change:
            self._check_code(change, own.code)
            return self._insert(change, own)

    def new_card(self, item_class: ItemClass, name_zh: str, name_en: str, position_code: str = "") -> int:
        """Add a card to be filled in, under the next free code of its position, and return its id."""
        judged = item_class in (ItemClass.BEHAVIOUR, ItemClass.GS, ItemClass.WORDS)
        rule = Rule(Method.RATIO, Direction.HIGHER)
        if item_class is ItemClass.WORDS:
            rule = Rule(Method.WORDS, Direction.HIGHER)
        elif judged:
            rule = Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "FIVE_LEVEL"})
        prefix = "C" if item_class is ItemClass.BEHAVIOUR else f"{position_code or 'OWN'}-"
        card = Card(
            id=0,
            lineage="",
            code=self._free_code(prefix),
            revision=1,
            name_zh=name_zh,
            name_en=name_en,
            item_class=item_class,
            nature=Nature.PROCESS if item_class in (ItemClass.BEHAVIOUR, ItemClass.WORDS) else Nature.RESULT,
            unit="level" if judged else "%",
            aggregation=Aggregation.LAST,
            rule=rule,
            position_code=position_code,
        )
        return self.add_card(card)

    def edit_card(self, card_id: int, changes: Mapping[str, Any], *, visit: str = "") -> int:
        """Change fields of a card and return its id, another one where this made a new revision.

        A revision that stands on an agreed form is kept as it is and gets a successor, valid from today, which
        templates use from then on; forms keep theirs. `changes` names fields of `Card`; class and method that
        belong together follow each other.

        Raises:
            Invalid: the card would not work (§2.4), its scale fits no grading scheme in which it is used, or the
                code is taken; warnings refuse nothing.
            KeyError: a field that can't be edited.
        """
        if unknown := changes.keys() - _EDITABLE:
            raise KeyError(", ".join(sorted(unknown)))
        with self._desk.read() as connection:
            before = library.one_card(connection, card_id)
        after = coherent(before, _tidy(replace(before, **changes)))
        if after == before:
            return card_id
        _refuse_wrong(after)
        if after.rule != before.rule:
            self._check_scale(after)
        name = before.name_zh or before.name_en
        field = next(iter(changes))
        with self._desk.change("edit_card", visit=visit, name=name, field=field) as change:
            if after.code.lower() != before.code.lower():
                self._check_code(change, after.code)
            if library.is_agreed(change.connection, card_id):
                return self._revise(change, after)
            change.update(indicator_card, card_id, **_columns(after))
            return card_id

    def copy_card(self, card_id: int) -> int:
        """Add a card like another one, under a code and a name with a number behind, and return its id."""
        with self._desk.read() as connection:
            card = library.one_card(connection, card_id)
            taken = {one.name_zh or one.name_en for one in library.cards(connection)}
        code = self._free_code(f"{card.code}-")
        number = next(n for n in range(2, 10_000) if f"{card.name_zh or card.name_en} {n}" not in taken)
        copied = replace(
            card,
            code=code,
            name_zh=f"{card.name_zh} {number}" if card.name_zh else "",
            name_en=f"{card.name_en} {number}" if card.name_en else "",
            revision=1,
            valid_from=self._desk.today(),
            retired_on=None,
        )
        with self._desk.change("copy_card", name=card.name_zh or card.name_en) as change:
            return self._insert(change, copied)

    def retire_card(self, card_id: int, *, on: bool = True) -> None:
        """Take a card out of use, or back into it. Forms that carry it keep it.

        Raises:
            Invalid: `card_on_templates`: a template in use holds it.
        """
        with self._desk.read() as connection:
            card = library.one_card(connection, card_id)
            held = [
                template.name_zh or template.name_en
                for template in library.templates(connection)
                if any(item.lineage == card.lineage for item in template.items)
            ]
        if on and held:
            raise refuse("card", "card_on_templates", names="、".join(held[:3]), count=len(held))
        with self._desk.change(
            "retire_card" if on else "revive_card", name=card.name_zh or card.name_en
        ) as change:
            retired: date | None = self._desk.today() if on else None
            change.update(indicator_card, card_id, retired_on=retired.isoformat() if retired else None)

    # -- templates: the work is done by `TemplateDesk` --

    def add_template(
        self,
        code: str,
        name_zh: str,
        name_en: str,
        items: Sequence[tuple[int, Decimal, Decimal | None]],
        scheme: Scheme | None = None,
    ) -> int:
        """Add a template of (card, weight in percent, target or None) lines and return its id; without lines it
        is to be filled.

        Raises:
            Invalid: no name, a code that is taken, or weights that do not sum to 100.00.
        """
        TemplateDesk.check_new(name_zh, name_en, [weight for _card, weight, _target in items])
        with self._desk.change("add_template", name=name_zh.strip() or name_en.strip()) as change:
            return self._templates.add(change, code, name_zh, name_en, items, scheme)

    def new_template(self, name_zh: str, name_en: str) -> int:
        """Add an empty template under the next free code and return its id."""
        with self._desk.read() as connection:
            taken = {one.code.lower() for one in library.templates(connection, with_retired=True)}
        code = next(f"T{n:02}" for n in range(1, 10_000) if f"t{n:02}" not in taken)
        return self.add_template(code, name_zh, name_en, [])

    def copy_template(self, template_id: int) -> int:
        """Add a template with the same lines, under a code and a name with a number behind; return its id."""
        with self._desk.change("copy_template") as change:
            return self._templates.copy(change, template_id)

    def edit_template(self, template_id: int, field: str, value: str, *, visit: str = "") -> None:
        """Change code, name_zh, name_en or scheme ("" or a `Scheme`) of a template.

        Raises:
            Invalid: no name left, a code that is taken, or another code for the general template.
        """
        with self._desk.change("edit_template", visit=visit, field=field) as change:
            self._templates.edit(change, template_id, field, value)

    def add_template_item(self, template_id: int, card_id: int) -> int:
        """Put a card on a template, with the weight that is left to 100, and return the line's id.

        Raises:
            Invalid: `item_already_there`.
        """
        with self._desk.change("add_template_item") as change:
            return self._templates.add_item(change, template_id, card_id)

    def edit_template_item(self, item_id: int, field: str, value: Decimal | None, *, visit: str = "") -> None:
        """Change weight (percent), target or required (a level, 1 to 5) of a line of a template.

        The sum of the weights may differ from 100 meanwhile; a form made of it can't be agreed then.

        Raises:
            Invalid: a weight outside 0 < w <= 100 or finer than 0.01, a level off the scale.
        """
        with self._desk.change("edit_template_item", visit=visit, field=field) as change:
            self._templates.edit_item(change, item_id, field, value)

    def remove_template_item(self, item_id: int) -> None:
        with self._desk.change("remove_template_item") as change:
            self._templates.remove_item(change, item_id)

    def move_template_item(self, item_id: int, step: int) -> None:
        """Move a line up (-1) or down (1) by one place."""
        with self._desk.change("move_template_item") as change:
            self._templates.move_item(change, item_id, step)

    def share_out_template(self, template_id: int) -> None:
        """Give the weights such values that they sum to 100.00, keeping as much as possible of what was given."""
        with self._desk.change("share_out_template") as change:
            self._templates.share_out(change, template_id)

    def retire_template(self, template_id: int, *, on: bool = True) -> None:
        """Take a template out of use, or back into it.

        Raises:
            Invalid: `template_general`: the general one is needed; `template_on_positions`: positions have it.
        """
        with self._desk.change("retire_template" if on else "revive_template") as change:
            self._templates.retire(change, template_id, on=on)

    # -- inside --

    def _insert(self, change: Change, card: Card) -> int:
        lineages = {row["lineage"] for row in change.find(indicator_card)}
        lineage = next(
            one for one in (card.code, *(f"{card.code}~{n}" for n in range(2, 10_000))) if one not in lineages
        )
        columns = _columns(replace(card, lineage=lineage))
        return change.insert(indicator_card, **columns)

    def _revise(self, change: Change, card: Card) -> int:
        """Add the next revision of a card and let the templates use it."""
        newest = max(row["revision"] for row in change.find(indicator_card, lineage=card.lineage))
        revised = replace(card, revision=newest + 1, valid_from=self._desk.today())
        new_id = change.insert(indicator_card, **_columns(revised))
        for line in change.find(template_item, card_id=card.id):
            change.update(template_item, line["id"], card_id=new_id)
        change.say(revision=newest + 1)
        return new_id

    def _free_code(self, prefix: str) -> str:
        with self._desk.read() as connection:
            taken = {one.code.lower() for one in library.cards(connection, with_retired=True)}
        return next(f"{prefix}{n:02}" for n in range(1, 10_000) if f"{prefix}{n:02}".lower() not in taken)

    def _check_scale(self, card: Card) -> None:
        """Refuse a scale that fits neither the scheme of a template that holds the card nor, held by none, the
        firm's (§5.1)."""
        if card.rule.method is not Method.ANCHOR:
            return
        with self._desk.read() as connection:
            usual = settings.settings(connection).scheme
            held = {
                template.scheme or usual
                for template in library.templates(connection)
                if any(item.lineage == card.lineage for item in template.items)
            }
        found = [check_scale(card.rule, scheme) for scheme in sorted(held or {usual})]
        if all(found):
            raise Invalid(*found[0])

    def _check_code(self, change: Change, code: str) -> None:
        if code.lower() in {one.code.lower() for one in library.cards(change.connection, with_retired=True)}:
            raise refuse("code", "code_taken", code=code)


def _columns(card: Card) -> dict[str, Any]:
    return library.card_columns(card)


def _tidy(card: Card) -> Card:
    """Return a card whose texts have no spaces around, refusing any that is too long."""
    changed: dict[str, Any] = {}
    for one in fields(Card):
        value = getattr(card, one.name)
        if isinstance(value, str) and type(value) is str:
            changed[one.name] = value.strip()
            if len(value.strip()) > LONGEST:
                raise refuse(one.name, "text_too_long", most=LONGEST, length=len(value.strip()))
    return replace(card, **changed)


def _refuse_wrong(card: Card) -> None:
    if wrong := [problem for problem in check_card(card) if not problem.is_warning]:
        raise Invalid(*wrong)
