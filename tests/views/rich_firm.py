"""A seller's form with everything on it: check-ins, evidence, points, own levels, words, OKR, a required level."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import INDICATORS, Switch
from perfdesk.domain.okr import KeyResult
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.progress import CheckIn
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Commitment, Direction, ItemClass, KeyResultKind, Method
from tests.controllers.builders import own_card
from tests.views.score_firm import NOW, TARGETS, form_of, item_of

WHO, OTHER = "马超", "徐静"
LEVELS = [
    {"level": "1", "score": "60", "zh": "需要帮助", "en": "needs help"},
    {"level": "2", "score": "100", "zh": "独立完成", "en": "works alone"},
    {"level": "3", "score": "115", "zh": "能带别人", "en": "leads others"},
]
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def build(path: Path) -> None:
    """Make the firm: targets first, no self score, OKR for reference."""
    switches = (INDICATORS | {Switch.OKR}) - {Switch.SELF_SCORE}
    firm = new_firm(path, "红杉精密", "周建国", clock.fixed(NOW), switches=switches)
    people = [
        EmployeeDraft(number=f"S-{at:03}", name=name, name_en=f"Person {at}", position="销售代表")
        for at, name in enumerate((OTHER, WHO), 20)
    ]
    firm.people.import_people(people, with_backup=False)
    cycle = firm.cycles.current()
    assert cycle is not None
    firm.cycles.add_forms(cycle.id)
    mine = form_of(firm, WHO)
    for card in _cards():
        firm.appraisal.add_item(mine, firm.library.add_card(card))
    for code, weight in (("SAL-02", "10"), ("H-01", "5"), ("O-01", "5")):
        firm.appraisal.set_weight(item_of(firm, mine, code).id, Decimal(weight))
    forms = [form_of(firm, name) for name in (WHO, OTHER)]
    for form_id in forms:
        for code, target in TARGETS.items():
            firm.appraisal.set_target(item_of(firm, form_id, code).id, Decimal(target))
    assert not firm.cycles.advance(forms)
    sales, judged = (item_of(firm, mine, code).id for code in ("SAL-01", "C02"))
    for month, actual in ((7, "120000"), (8, "260000")):
        firm.check_ins.add(
            CheckIn(0, date(2026, month, 20), Decimal(actual), Decimal(520000), 6, item_id=sales)
        )
    firm.check_ins.add(CheckIn(0, date(2026, 8, 14), words="样品延误，改走空运", item_id=judged))
    _okr(firm, mine)
    firm.close(with_backup=False)


def _cards():
    judged = {"unit": "level", "item_class": ItemClass.BEHAVIOUR}
    yield own_card(
        "H-01",
        name_zh="客户评价",
        rule=Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "HUNDRED"}),
        **judged,
    )
    own = Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "OWN", "levels": LEVELS})
    yield own_card("O-01", name_zh="安全操作", rule=own, **judged)
    words = Rule(Method.WORDS, Direction.HIGHER)
    yield own_card("W-01", name_zh="交接与总结", unit="", item_class=ItemClass.WORDS, rule=words)


def _okr(firm: Firm, form_id: int) -> None:
    objective = firm.okr.add_objective(form_id, "把华东做成第二个稳定市场", Commitment.COMMITTED)
    metric = KeyResult(0, 0, 0, "新签客户", KeyResultKind.METRIC, "count", Decimal(0), Decimal(10))
    firm.okr.add_key_result(objective, metric)
    firm.okr.add_key_result(objective, KeyResult(0, 0, 0, "华东仓库启用", KeyResultKind.MILESTONE))
