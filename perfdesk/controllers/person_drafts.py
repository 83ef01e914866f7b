"""What a person may look like who is added, imported or edited, before anything is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Problem
from perfdesk.store import library, names
from perfdesk.store.change import Change

NUMBER_LENGTH, NAME_LENGTH, NOTE_LENGTH = 40, 120, 4000


def draft_problems(draft: EmployeeDraft) -> list[Problem]:
    """Return what is wrong with a draft by itself."""
    problems = []
    if not draft.number.strip():
        problems.append(Problem("number", "number_missing", {"name": draft.name}))
    if not draft.name.strip():
        problems.append(Problem("name", "employee_without_name", {"number": draft.number}))
    for field, text, most in (
        ("number", draft.number, NUMBER_LENGTH),
        ("name", draft.name, NAME_LENGTH),
        ("name_en", draft.name_en, NAME_LENGTH),
        ("level", draft.level, NAME_LENGTH),
        ("note", draft.note, NOTE_LENGTH),
    ):
        problems += too_long(field, text, most)
    if draft.hired_on and draft.left_on and draft.hired_on > draft.left_on:
        problems.append(Problem("left_on", "leaves_before_joining"))
    return problems


def too_long(field: str, text: str, most: int) -> list[Problem]:
    if len(text) <= most:
        return []
    return [Problem(field, "text_too_long", {"most": most, "length": len(text)})]


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def tidy(draft: EmployeeDraft) -> EmployeeDraft:
    """Numbers and names are compared as the file will hold them: in NFC, without spaces around."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    texts: dict[str, Any] = {name: clean(text) for name, text in values.items() if isinstance(text, str)}
    return replace(draft, **texts)


def merged(row: Mapping[str, Any], columns: Mapping[str, Any], draft: EmployeeDraft) -> dict[str, Any]:
    """What an import writes over a person who is there: what it gives; a list of names says nothing about who
    may work with the program or who is appraised."""
    merged = {name: row[name] if value in (None, "") else value for name, value in columns.items()}
    for name in ("is_acting", "is_appraised"):
        merged[name] = row[name]
    if draft.is_acting:
        merged["is_acting"] = 1
    if not draft.is_appraised:  # those who have left, by the list
        merged["is_appraised"] = 0
    merged["search_key"] = names.search_key(merged["number"], merged["name"], merged["name_en"])
    return merged


_POSTS = {
    "SAL": "销售 客户经理 业务员 业务代表 商务 渠道 sales account",
    "CSV": "客服 客户服务 售后 customer support",
    "STO": "店长 门店 store",
    "ECO": "电商 网店 直播 e-commerce",
    "QUA": "质量 质检 检验 品质 品管 quality inspector",
    "PUR": "采购 purchas buyer procure",
    "WHS": "仓 库管 物流 配送 warehouse logistic storekeeper",
    "FIN": "财务 会计 出纳 成本 审计 financ accountant cashier",
    "HRA": "人事 人力 行政 招聘 薪酬 前台 hr human admin recruit",
    "RND": "研发 技术 工程师 设计 开发 软件 算法 r&d research engineer develop scientist",
    "PRD": "生产 操作 车间 班组 装配 焊 车工 铣 普工 制造 production operator shift manufactur machinist",
}
"""Words in the names of positions, by template; the longest word found decides."""


def fitting_template(change: Change, name_zh: str, name_en: str) -> int | None:
    """Guess the template of a new position by the words of its name; the user can choose another."""
    found = {template.code: template.id for template in library.templates(change.connection)}
    name = f"{name_zh} {name_en}".lower()
    fits = [
        (len(word), code)
        for code, words in _POSTS.items()
        if code in found
        for word in words.split()
        if re.search(rf"\b{re.escape(word)}" if word.isascii() else re.escape(word), name)
    ]
    return found[max(fits, key=lambda fit: fit[0])[1]] if fits else None
