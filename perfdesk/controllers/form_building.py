"""Building a form: its items, their weights, and sharing out the rest."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.controllers.desk import refuse
from perfdesk.controllers.events import EventDeeds
from perfdesk.controllers.locks import allow
from perfdesk.controllers.progress_removal import drop_progress
from perfdesk.domain.cycles import Part
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import to_hundredths
from perfdesk.domain.okr import CONTRIBUTION, check_contribution
from perfdesk.domain.problems import Invalid
from perfdesk.domain.scales import check_scale
from perfdesk.domain.terms import Combining, Method, Scheme
from perfdesk.domain.totals import share_out_rest
from perfdesk.store import forms, library
from perfdesk.store.change import Change
from perfdesk.store.schema import cause, form, form_item, objective, plan, rating
from perfdesk.store.schema import cycle as cycle_table


def refuse_mix(change: Change, form_id: int) -> None:
    """Keep a form whose total is the average of its parts free of items of its own (§8.1).

    Raises:
        Invalid: `average_only`.
    """
    row = change.row(cycle_table, change.row(form, form_id)["cycle_id"])
    if row["combining"] == Combining.AVERAGE.value:
        raise refuse("item", "average_only")


class BuildingDeeds(EventDeeds):
    """Deeds on the items and weights of a form that was not agreed yet."""

    def add_item(self, form_id: int, card_id: int) -> int:
        """Put a card of the library on a form and return the new item."""
        with self._desk.change("add_item") as change:
            allow(self._desk, change, form_id, Part.ITEMS)
            refuse_mix(change, form_id)
            card = library.one_card(change.connection, card_id)
            name = card.name_zh or card.name_en
            change.say(name=name, **forms.person_words(change.connection, form_id))
            have = change.find(form_item, form_id=form_id)
            if card.lineage in {row["lineage"] for row in have}:
                raise refuse("item", "item_twice", name=card.name_zh)
            seq = max((row["seq"] for row in have), default=-1) + 1
            scheme = SCHEMES[Scheme(change.row(form, form_id)["scheme"])]
            is_judged = card.is_anchored or card.rule.method is Method.WORDS
            if scheme.scheme is Scheme.P5 and not is_judged:
                raise refuse("item", "item_not_for_p5", name=card.name_zh)
            if problems := check_scale(card.rule, scheme.scheme) if card.is_anchored else ():
                raise Invalid(*problems)
            columns = forms.item_columns(card, seq, None, None, scheme.item_cap)
            change.touch(form_id)
            return change.insert(form_item, form_id=form_id, **columns)

    def remove_item(self, item_id: int) -> None:
        """Take an item off a form that was not agreed yet."""
        with self._desk.change("remove_item") as change:
            change.say(**forms.item_words(change.connection, item_id))
            form_id = change.row(form_item, item_id)["form_id"]
            allow(self._desk, change, form_id, Part.ITEMS)
            if change.ids(plan, form_item_id=item_id):
                raise refuse("item", "item_has_plan")
            if change.ids(objective, form_item_id=item_id):
                raise refuse("item", "item_of_objective", name=change.row(form_item, item_id)["name_zh"])
            drop_progress(change, item_id)
            change.delete_all(rating, form_item_id=item_id)
            change.delete_all(cause, form_item_id=item_id)
            change.delete(form_item, item_id)
            change.touch(form_id)

    def set_weight(self, item_id: int, weight: Decimal | None) -> None:
        """Set a weight in percent, 0 < w <= 100, at most two decimals."""
        if weight is not None and not (0 < weight <= 100 and weight == round(weight, 2)):
            raise refuse("weight", "weight_range", text=f"{weight:f}")
        with self._desk.change("set_weight", value="" if weight is None else f"{weight:f}") as change:
            change.say(**forms.item_words(change.connection, item_id))
            row = change.row(form_item, item_id)
            form_id = row["form_id"]
            allow(self._desk, change, form_id, Part.WEIGHT)
            if weight is not None and row["method"] == Method.WORDS.value:
                raise refuse("weight", "weight_of_words", name=row["name_zh"] or row["name_en"])
            if row["lineage"] == CONTRIBUTION and (problems := check_contribution(weight)):
                raise Invalid(*problems)
            change.update(form_item, item_id, weight_c=None if weight is None else to_hundredths(weight))
            change.touch(form_id)

    def share_out_rest(self, form_id: int) -> None:
        """Make the weights of a form 100.00: what is missing goes to the empty ones, else to all in proportion."""
        with self._desk.change("share_out_rest") as change:
            change.say(**forms.person_words(change.connection, form_id))
            allow(self._desk, change, form_id, Part.WEIGHT)
            items = [one for one in forms.items(change.connection, [form_id])[form_id] if not one.is_in_words]
            weights = share_out_rest([item.weight for item in items])
            for item, weight in zip(items, weights, strict=True):
                change.update(form_item, item.id, weight_c=to_hundredths(weight))
            change.touch(form_id)
