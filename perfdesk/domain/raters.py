"""Several raters (§6): groups and their weights, who stays anonymous, and one level out of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import from_hundredths, largest_remainder, round_half_up
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import Scale, given_score, own_levels, scale_of
from perfdesk.domain.terms import RaterGroup, Scheme, SheetState

ANONYMOUS = frozenset({RaterGroup.PEER, RaterGroup.SUBORDINATE, RaterGroup.CUSTOMER})
"""Groups whose members nobody may recognise: neither by name nor by their marks (§6.2)."""
COLLEAGUES = (RaterGroup.PEER, RaterGroup.SUBORDINATE)
"""Merged into 同事 where each alone is too small."""
COUNTING = (RaterGroup.SUPERIOR, *COLLEAGUES, RaterGroup.CUSTOMER)
"""Groups that may carry weight; SELF is shown beside them and carries none."""
THRESHOLD = 3
"""Replies that make an anonymous group usable: k, configurable upward only."""
SPREAD_FROM = 5
"""Fewer replies than this show no lowest and no highest level."""
MINORITY = Decimal(50)
"""All groups but SUPERIOR together: beyond this share they are no minority any more (§6.1)."""
PEERS_PROPOSED = 5
"""Peers that are proposed for one person: enough for anonymity even if two do not answer."""

Weights = Mapping[RaterGroup, Decimal]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What one usable group says about one item.

    `groups` are two where PEER and SUBORDINATE were merged. `mean` is exact, in levels or points. `weight` is
    the percent that was set, `share` the effective percent: the shares of an item sum to 100.00, a group
    without weight has 0.00. `lowest` and `highest` are None below `SPREAD_FROM` replies.
    """

    groups: tuple[RaterGroup, ...]
    replies: int
    mean: Fraction
    weight: Decimal
    share: Decimal
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """One item as all raters together see it. `value` is printed with 2 decimals, None: no usable group."""

    value: Decimal | None
    groups: tuple[GroupResult, ...] = ()
    own: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RaterSheet:
    """One sheet of one rater about one person. `employee_id` is None for an outsider, whose `name` stands there.

    `given` counts the judged items with a level or a "cannot rate", of `items`. `slot` is the place of the sheet
    among those of its group and form in the order of the codes, from 1: it says nothing of the rater.
    """

    id: int
    form_id: int
    group: RaterGroup
    employee_id: int | None
    name: str
    code: str
    state: SheetState
    typed_by_id: int | None = None
    words_good: str = ""
    words_improve: str = ""
    given: int = 0
    items: int = 0
    slot: int = 1

    @property
    def is_anonymous(self) -> bool:
        return self.group in ANONYMOUS


@dataclass(frozen=True, slots=True)
class Mark:
    """What one rater gave for one item; `value` is None where it can't be rated. `sheet_id` is None for the
    manager's own rating and for the person's."""

    item_id: int
    group: RaterGroup
    value: Decimal | None
    sheet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Whose marks a form or a grid shows and takes: the manager's, the person's own, or those of the sheet in
    place `slot` of a group."""

    group: RaterGroup = RaterGroup.SUPERIOR
    slot: int = 1

    @property
    def is_manager(self) -> bool:
        return self.group is RaterGroup.SUPERIOR

    @property
    def is_own(self) -> bool:
        return self.group is RaterGroup.SELF


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a form's raters are combined: percent by group, and the replies a group needs.

    `is_own`: the weights were set for this form alone. `is_frozen`: the raters were closed once; from `frozen_at`
    (ISO time) on nothing follows the firm's choices and no sheet changes any more, even on a form sent back.
    """

    weights: Weights
    k: int = THRESHOLD
    is_own: bool = False
    is_frozen: bool = False
    frozen_at: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """How far one group of one form is."""

    asked: int = 0
    given: int = 0
    declined: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.given - self.declined


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked; ids of department and manager."""

    id: int
    department_id: int | None
    manager_id: int | None


def default_weights(manages_people: bool) -> dict[RaterGroup, Decimal]:
    """Return the weights of the groups in percent: 60/20/10/10/0 for managers of people, else 70/30/0/0/0."""
    percents = (60, 20, 10, 10, 0) if manages_people else (70, 30, 0, 0, 0)
    return {group: Decimal(percent) for group, percent in zip(RaterGroup, percents, strict=True)}


def check_rater_weights(weights: Weights) -> tuple[Problem, ...]:
    """Return what is wrong with weights of groups: 0 to 100, 2 decimals, Σ = 100.00, SELF 0; field: the group.

    SUPERIOR below half is a warning: the others are a check on the manager's view, not the view itself (§6.1).
    """
    found = []
    for group, weight in weights.items():
        if not 0 <= weight <= 100 or weight * 100 % 1:
            found.append(Problem(group.value, "rater_weight_range", {"text": format(weight, "f")}))
    if weights.get(RaterGroup.SELF, Decimal(0)):
        found.append(Problem(RaterGroup.SELF.value, "rater_weight_self"))
    whole = sum(weights.values(), Decimal(0))
    if not found and whole != 100:
        details = {"sum": format(whole, ".2f"), "rest": format(100 - whole, ".2f")}
        found.append(Problem("weights", "rater_weights_not_100", details))
    superior = weights.get(RaterGroup.SUPERIOR, Decimal(0))
    if not found and 100 - superior > MINORITY:
        details = {"share": format((100 - superior).normalize(), "f")}
        found.append(Problem(RaterGroup.SUPERIOR.value, "rater_weights_majority", details, is_warning=True))
    return tuple(found)


def check_threshold(k: int) -> tuple[Problem, ...]:
    """Return what is wrong with the number of replies that a firm asks for: 3 or more (§6.2)."""
    return () if k >= THRESHOLD else (Problem("k", "threshold_too_low", {"least": THRESHOLD}),)


def usable_groups(
    replies: Mapping[RaterGroup, int], k: int = THRESHOLD
) -> tuple[tuple[RaterGroup, ...], ...]:
    """Return the groups that may be shown and used, each as a tuple; merged ones stand in one tuple.

    PEER and SUBORDINATE are merged only where both are below `k` and together reach it. Source: §6.2.
    """
    count = {group: replies.get(group, 0) for group in COUNTING}
    found: list[tuple[RaterGroup, ...]] = []
    if count[RaterGroup.SUPERIOR]:
        found.append((RaterGroup.SUPERIOR,))
    small = [group for group in COLLEAGUES if count[group] < k]
    if len(small) == len(COLLEAGUES):
        if sum(count[group] for group in small) >= k:
            found.append(COLLEAGUES)
    else:
        found += [(group,) for group in COLLEAGUES if group not in small]
    if count[RaterGroup.CUSTOMER] >= k:
        found.append((RaterGroup.CUSTOMER,))
    return tuple(found)


def combine(values: Mapping[RaterGroup, Sequence[Decimal]], weights: Weights, k: int = THRESHOLD) -> Combined:
    """Return one item's level (or points) out of all that was given for it, rounded once at the end.

    The weights of the usable groups are taken as 100 %. What a group below `k` gave changes nothing. Source: §6.1.
    """
    own = values.get(RaterGroup.SELF, ())
    own_value = round_half_up(mean_of(own)) if own else None
    usable = usable_groups({group: len(given) for group, given in values.items()}, k)
    carried = [sum((weights.get(one, Decimal(0)) for one in groups), Decimal(0)) for groups in usable]
    shares = [from_hundredths(units) for units in largest_remainder(carried, 10_000)]
    found = []
    for groups, weight, share in zip(usable, carried, shares, strict=True):
        given = [value for group in groups for value in values[group]] if groups else []
        many = len(given) >= SPREAD_FROM
        ends = (min(given), max(given)) if many else (None, None)
        found.append(GroupResult(groups, len(given), mean_of(given), weight, share, *ends))
    whole = sum(carried, Decimal(0))
    if not whole:
        return Combined(None, tuple(found), own_value)
    total = sum((Fraction(one.weight) * one.mean for one in found), Fraction(0))
    return Combined(round_half_up(total / Fraction(whole)), tuple(found), own_value)


def mean_of(values: Sequence[Decimal]) -> Fraction:
    """Return the exact mean. Raises ZeroDivisionError if there is nothing."""
    return Fraction(sum(values, Decimal(0))) / len(values)


def printed_level_points(level: Decimal, scheme: Scheme) -> Decimal:
    """Return the points of a printed level by straight lines between whole levels: 3.96 in P120 is 109.60.

    Raises:
        Invalid: the level is off the scale of 1 to 5.
    Source: §6.1, §5.2.
    """
    if not 1 <= level <= 5:
        raise Invalid(Problem("level", "level_off_scale", {"text": format(level, "f")}))
    scores = SCHEMES[scheme].level_scores
    below = min(int(level), 4)
    return round_half_up(scores[below] + (level - below) * (scores[below + 1] - scores[below]))


def combined_points(rule: Rule, value: Decimal, scheme: Scheme) -> Decimal:
    """Return the points of a printed combined level: straight lines between the levels of the item's scale."""
    scale = scale_of(rule)
    if scale is Scale.HUNDRED:
        return given_score(rule, value, scheme)
    if scale is not Scale.OWN:
        return printed_level_points(value, scheme)
    levels = own_levels(rule)
    for lower, upper in zip(levels, levels[1:], strict=False):
        if value <= upper.level:
            share = Fraction(value - lower.level) / Fraction(upper.level - lower.level)
            return round_half_up(Fraction(lower.score) + share * Fraction(upper.score - lower.score))
    return levels[-1].score


def shuffled(words: Iterable[str], key: str) -> tuple[str, ...]:
    """Return comments in an order that says nothing of who wrote them, the same each time; empty ones go."""
    kept = [text.strip() for text in words if text.strip()]
    return tuple(sorted(kept, key=lambda text: sha256(f"{key}\n{text}".encode()).digest()))


def entry_code(secret: str, sheet_id: int) -> str:
    """Return the code on a blank sheet: six letters and figures that tell nothing of the rater.

    Letters that look like figures are left out, since the code is read off paper.
    """
    letters = "ABCDEFGHJKLMNPQRTUVWXY346789"
    number = int.from_bytes(sha256(f"{secret}/{sheet_id}".encode()).digest()[:8], "big")
    code = ""
    for _place in range(6):
        number, at = divmod(number, len(letters))
        code += letters[at]
    return code


def propose(person: Colleague, people: Sequence[Colleague]) -> tuple[tuple[RaterGroup, int], ...]:
    """Return whom to ask about a person besides the manager: peers of the same department, then subordinates.

    The peers are the next ones after the person in the order of `people`, going round, so that nobody is asked
    more often than the others of the department.
    """
    at = next((place for place, one in enumerate(people) if one.id == person.id), 0)
    ring = [*people[at + 1 :], *people[:at]]
    peers = [
        one.id
        for one in ring
        if one.department_id is not None
        and one.department_id == person.department_id
        and one.id != person.manager_id
        and one.manager_id != person.id
    ]
    below = [one.id for one in people if one.manager_id == person.id and one.id != person.id]
    return tuple((RaterGroup.PEER, one) for one in peers[:PEERS_PROPOSED]) + tuple(
        (RaterGroup.SUBORDINATE, one) for one in below
    )


def check_rater(
    group: RaterGroup,
    rater_id: int | None,
    name: str,
    *,
    ratee_id: int,
    manager_id: int | None,
    asked: Iterable[tuple[int | None, str]],
) -> tuple[Problem, ...]:
    """Return why somebody can't be asked about a person. `asked`: (employee, outsider's name) of those who are.

    The manager rates on the form itself and the person has a part of their own, so neither gets a sheet.
    """
    name = " ".join(name.split())
    if group is RaterGroup.SELF or (rater_id is not None and rater_id == ratee_id):
        return (Problem("rater", "rater_is_ratee"),)
    if group is RaterGroup.SUPERIOR:
        return (Problem("rater", "rater_is_manager"),)
    if rater_id is None and not name:
        return (Problem("rater", "rater_missing"),)
    if rater_id is not None and rater_id == manager_id:
        return (Problem("rater", "rater_is_manager"),)
    for known_id, known_name in asked:
        same = rater_id == known_id if rater_id is not None else known_id is None and known_name == name
        if same:
            return (Problem("rater", "rater_twice", {"name": name}),)
    return ()
