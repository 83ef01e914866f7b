"""A small workbook as people send it, and how tests of the people page look at the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

NAMES = ["王磊", "李娜", "周建国", "马超", "孙浩", "郭建军", "许文斌", "唐丽", "丁磊", "何静", "田野", "郑雪"]
ROWS: list[list[Any]] = [
    ["红杉精密有限公司员工花名册"],
    ["手机", "所属单位", "职工号", "员工姓名", "直属领导", "进厂时间"],
    ["13812345678", "销售部", "S-001", "周建国", "红杉", "2016.3.1"],
    ["13912345678", "销售部", "S-017", "李娜", "周建国", "2023年4月10日"],
    ["13712345678", "销售部", "S-019", "王磊", "周建国", 45017],
    ["13612345678", "销售部", "S-021", "马超", "周建国", "2024/7/15"],
    ["13512345678", "销售部", "S-021", "孙浩", "周建国", "2025-02-17"],
    ["15112345678", "生产部", "P-007", "唐丽", "周建国", "2O20.5.6"],
    ["15812345678", "质量部", "Q-004", None, "周建国", "2022.4.11"],
]


def write(folder: Path, more: int = 0) -> Path:
    """Write the list: 4 rows that are fine or doubtful (row 3), 3 that can't come in (rows 7, 8, 9)."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for at in range(more):
        book.active.append(["13512345678", "生产部", f"M-{at:05}", f"张{at}", "周建国", "2020-01-02"])
    path = folder / "花名册.xlsx"
    book.save(path)
    return path


def saved(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Read a firm file as another program would."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def staff(path: Path) -> list[tuple[Any, ...]]:
    """Return number and name of everybody but the owner."""
    return saved(path, "SELECT number, name FROM employee WHERE number != '000' ORDER BY number")


def type_words(field: QWidget, text: str) -> None:
    """Type as an input method does: Qt's own key clicks know Latin letters only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
