"""Position templates inside a change that the library began: lines, weights, copies, retirement."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.cycles import check_weights
from perfdesk.domain.numbers import from_hundredths, to_hundredths
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Method, Scheme
from perfdesk.domain.totals import share_out_rest
from perfdesk.store import library
from perfdesk.store.change import Change
from perfdesk.store.rows import c, e4
from perfdesk.store.schema import indicator_card, position, position_template, template_item

GENERAL = "GEN"
"""The template of everybody whose position has none: it can't be renamed in its code, nor retired."""
WHOLE_C = 10_000
LEVELS = (Decimal(1), Decimal(5))


class TemplateDesk:
    """Changes templates in a change that somebody else began."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @staticmethod
    def check_new(name_zh: str, name_en: str, weights: Sequence[Decimal]) -> None:
        """Refuse a new template without a name, or lines whose weights do not sum to 100.00."""
        if not (name_zh.strip() or name_en.strip()):
            raise refuse("name", "name_missing")
        if weights and (wrong := check_weights(weights)):
            raise Invalid(*wrong)

    def add(
        self,
        change: Change,
        code: str,
        name_zh: str,
        name_en: str,
        items: Sequence[tuple[int, Decimal, Decimal | None]],
        scheme: Scheme | None,
    ) -> int:
        self._check_code(change, code.strip())
        template_id = change.insert(
            position_template,
            code=code.strip(),
            name_zh=name_zh.strip(),
            name_en=name_en.strip(),
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

    def copy(self, change: Change, template_id: int) -> int:
        row = change.row(position_template, template_id)
        taken = {one["code"].lower() for one in change.find(position_template)}
        number = next(n for n in range(2, 10_000) if f"{row['code']}-{n}".lower() not in taken)
        copied = {
            "code": f"{row['code']}-{number}",
            "scheme": row["scheme"],
            **{name: f"{row[name]} {number}" if row[name] else "" for name in ("name_zh", "name_en")},
        }
        change.say(name=row["name_zh"] or row["name_en"])
        new_id = change.insert(position_template, **copied)
        for line in change.find(template_item, template_id=template_id):
            kept = {name: line[name] for name in ("card_id", "seq", "weight_c", "target_e4", "required_c")}
            change.insert(template_item, template_id=new_id, **kept)
        return new_id

    def edit(self, change: Change, template_id: int, field: str, value: str) -> None:
        row, text = change.row(position_template, template_id), value.strip()
        change.say(name=row["name_zh"] or row["name_en"])
        if field == "code" and text.lower() != row["code"].lower():
            if row["code"] == GENERAL:
                raise refuse("code", "template_general")
            self._check_code(change, text)
        elif field in ("name_zh", "name_en"):
            other = row["name_en" if field == "name_zh" else "name_zh"]
            if not (text or other):
                raise refuse(field, "name_missing")
        elif field == "scheme":
            text = Scheme(text).value if text else ""
        elif field != "code":
            raise KeyError(field)
        columns: dict[str, Any] = {field: text}
        change.update(position_template, template_id, **columns)

    def add_item(self, change: Change, template_id: int, card_id: int) -> int:
        lines = change.find(template_item, template_id=template_id)
        card = change.row(indicator_card, card_id)
        lineages = {change.row(indicator_card, line["card_id"])["lineage"] for line in lines}
        if card["lineage"] in lineages:
            raise refuse("card", "item_already_there", name=card["name_zh"] or card["name_en"])
        self._say(change, template_id, card_id)
        weighted = [line for line in lines if not self._is_in_words(change, line)]
        left = WHOLE_C - sum(line["weight_c"] for line in weighted)
        in_words = card["method"] == Method.WORDS
        return change.insert(
            template_item,
            template_id=template_id,
            card_id=card_id,
            seq=max((line["seq"] for line in lines), default=-1) + 1,
            weight_c=0 if in_words else max(0, min(left, card["weight_c"] or left)),
        )

    def edit_item(self, change: Change, item_id: int, field: str, value: Decimal | None) -> None:
        line = change.row(template_item, item_id)
        self._say(change, line["template_id"], line["card_id"])
        if self._is_in_words(change, line):
            card = change.row(indicator_card, line["card_id"])
            raise refuse(field, "weight_of_words", name=card["name_zh"] or card["name_en"])
        if field == "weight":
            if value is None or not 0 < value <= 100 or value * 100 % 1:
                raise refuse("weight", "weight_range", text="" if value is None else format(value, "f"))
            change.update(template_item, item_id, weight_c=to_hundredths(value))
        elif field == "required":
            if value is not None and (not LEVELS[0] <= value <= LEVELS[1] or value * 2 % 1):
                raise refuse("required", "level_off_scale", text=format(value, "f"))
            change.update(template_item, item_id, required_c=c(value))
        elif field == "target":
            change.update(template_item, item_id, target_e4=e4(value))
        else:
            raise KeyError(field)

    def remove_item(self, change: Change, item_id: int) -> None:
        line = change.row(template_item, item_id)
        self._say(change, line["template_id"], line["card_id"])
        change.delete(template_item, item_id)

    def move_item(self, change: Change, item_id: int, step: int) -> None:
        line = change.row(template_item, item_id)
        self._say(change, line["template_id"], line["card_id"])
        lines = sorted(
            change.find(template_item, template_id=line["template_id"]), key=lambda one: one["seq"]
        )
        at = next(place for place, one in enumerate(lines) if one["id"] == item_id)
        to = max(0, min(len(lines) - 1, at + step))
        lines.insert(to, lines.pop(at))
        for seq, one in enumerate(lines):
            change.update(template_item, one["id"], seq=seq)

    def share_out(self, change: Change, template_id: int) -> None:
        change.say(name=self._name(change, template_id))
        found = change.find(template_item, template_id=template_id)
        lines = sorted(
            (one for one in found if not self._is_in_words(change, one)), key=lambda one: one["seq"]
        )
        given = [from_hundredths(line["weight_c"]) or None for line in lines]
        for line, weight in zip(lines, share_out_rest(given), strict=True):
            change.update(template_item, line["id"], weight_c=to_hundredths(weight))

    def retire(self, change: Change, template_id: int, *, on: bool) -> None:
        row = change.row(position_template, template_id)
        change.say(name=row["name_zh"] or row["name_en"])
        if on and row["code"] == GENERAL:
            raise refuse("template", "template_general")
        holders = change.find(position, template_id=template_id)
        if on and holders:
            named = "、".join(one["name_zh"] or one["name_en"] for one in holders[:3])
            raise refuse("template", "template_on_positions", names=named, count=len(holders))
        retired = self._desk.today().isoformat() if on else None
        change.update(position_template, template_id, retired_on=retired)

    def _check_code(self, change: Change, code: str) -> None:
        if not code:
            raise refuse("code", "code_missing")
        taken = library.templates(change.connection, with_retired=True)
        if code.lower() in {one.code.lower() for one in taken}:
            raise refuse("code", "code_taken", code=code)

    @staticmethod
    def _is_in_words(change: Change, line: Any) -> bool:
        return bool(change.row(indicator_card, line["card_id"])["method"] == Method.WORDS)

    def _name(self, change: Change, template_id: int) -> str:
        row = change.row(position_template, template_id)
        return str(row["name_zh"] or row["name_en"])

    def _say(self, change: Change, template_id: int, card_id: int) -> None:
        card = change.row(indicator_card, card_id)
        change.say(name=self._name(change, template_id), item=card["name_zh"] or card["name_en"])
