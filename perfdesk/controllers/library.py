"""The library: cards, templates, causes with their interventions; the firm's own cards and templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.cycles import check_weights
from perfdesk.domain.library import Card, Cause, Template
from perfdesk.domain.numbers import to_hundredths
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import Scheme
from perfdesk.store import library
from perfdesk.store.rows import e4
from perfdesk.store.schema import indicator_card, position_template, template_item


class LibraryController:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def cards(self) -> list[Card]:
        """Return the newest revision of every card: indicators first, then behaviours."""
        with self._desk.read() as connection:
            return library.cards(connection)

    def uses(self, cycle_id: int) -> dict[str, int]:
        """Return on how many forms of a cycle each indicator stands, by lineage."""
        with self._desk.read() as connection:
            return library.uses(connection, cycle_id)

    def templates(self) -> list[Template]:
        with self._desk.read() as connection:
            return library.templates(connection)

    def add_card(self, card: Card) -> int:
        """Add an indicator card of the firm's own; its code becomes its lineage. Return the id.

        Raises:
            Invalid: no name, a code that is taken, or a rule that can't work.
        """
        code, name_zh, name_en = card.code.strip(), card.name_zh.strip(), card.name_en.strip()
        if not (name_zh or name_en):
            raise refuse("name", "name_missing")
        if wrong := [p for p in check_rule(card.rule, needs_target=False) if not p.is_warning]:
            raise Invalid(*wrong)
        with self._desk.change("add_card", name=name_zh or name_en) as change:
            self._check_code(code, [one.code for one in library.cards(change.connection)])
            own = replace(card, code=code, lineage=code, revision=1, name_zh=name_zh, name_en=name_en)
            return change.insert(indicator_card, **library.card_columns(own))

    def add_template(
        self,
        code: str,
        name_zh: str,
        name_en: str,
        items: Sequence[tuple[int, Decimal, Decimal | None]],
        scheme: Scheme | None = None,
    ) -> int:
        """Add a template of (card, weight in percent, target or None) lines and return its id.

        Raises:
            Invalid: no name, a code that is taken, or weights that do not sum to 100.00.
        """
        code, name_zh, name_en = code.strip(), name_zh.strip(), name_en.strip()
        if not (name_zh or name_en):
            raise refuse("name", "name_missing")
        if wrong := check_weights([weight for _card, weight, _target in items]):
            raise Invalid(*wrong)
        with self._desk.change("add_template", name=name_zh or name_en) as change:
            self._check_code(code, [one.code for one in library.templates(change.connection)])
            template_id = change.insert(
                position_template,
                code=code,
                name_zh=name_zh,
                name_en=name_en,
                scheme=scheme.value if scheme else "",
            )
            for seq, (card_id, weight, target) in enumerate(items):
                change.row(indicator_card, card_id)
                change.insert(
                    template_item,
                    template_id=template_id,
                    card_id=card_id,
                    seq=seq,
                    weight_c=to_hundredths(weight),
                    target_e4=e4(target),
                )
            return template_id

    def _check_code(self, code: str, taken: Sequence[str]) -> None:
        if not code:
            raise refuse("code", "code_missing")
        if code.lower() in {one.lower() for one in taken}:
            raise refuse("code", "code_taken", code=code)

    def causes(self) -> tuple[Cause, ...]:
        """Return the nine causes, conditions before the person."""
        return library.causes()
