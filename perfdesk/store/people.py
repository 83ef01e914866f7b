"""People, departments and positions in the file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from perfdesk.domain.people import Department, Employee, Position
from perfdesk.store.rows import day
from perfdesk.store.schema import (
    audit_entry,
    department,
    employee,
    employee_private,
    firm,
    metadata,
    position,
)

_manager = employee.alias("manager")


def employees(connection: Connection, *, include_left: bool = True) -> list[Employee]:
    """Return everybody, by number."""
    found = _employees().order_by(employee.c.number)
    if not include_left:
        found = found.where(employee.c.left_on.is_(None))
    return [_employee(row) for row in connection.execute(found).mappings()]


def active_ids(connection: Connection) -> frozenset[int]:
    """Return those who work here now."""
    return frozenset(connection.scalars(select(employee.c.id).where(employee.c.left_on.is_(None))))


def names_of_active(connection: Connection) -> list[tuple[int, str, str]]:
    """Return (id, name, English name) of those who work here now, by number."""
    found = select(employee.c.id, employee.c.name, employee.c.name_en).where(employee.c.left_on.is_(None))
    return [tuple(row) for row in connection.execute(found.order_by(employee.c.number))]


def appraised_count(connection: Connection) -> int:
    """Return how many who work here now are appraised."""
    found = select(func.count()).where(employee.c.left_on.is_(None), employee.c.is_appraised == 1)
    return connection.scalar(found) or 0


def one_employee(connection: Connection, employee_id: int) -> Employee | None:
    row = connection.execute(_employees().where(employee.c.id == employee_id)).mappings().first()
    return _employee(row) if row else None


def departments(connection: Connection) -> list[Department]:
    found = (
        select(
            department.c.id,
            department.c.code,
            department.c.name_zh,
            department.c.name_en,
            func.count(employee.c.id),
        )
        .outerjoin(employee, (employee.c.department_id == department.c.id) & employee.c.left_on.is_(None))
        .group_by(department.c.id)
        .order_by(department.c.code, department.c.id)
    )
    return [Department(*row) for row in connection.execute(found)]


def positions(connection: Connection) -> list[Position]:
    found = (
        select(
            position.c.id,
            position.c.code,
            position.c.name_zh,
            position.c.name_en,
            position.c.template_id,
            func.count(employee.c.id),
        )
        .outerjoin(employee, (employee.c.position_id == position.c.id) & employee.c.left_on.is_(None))
        .group_by(position.c.id)
        .order_by(position.c.id)
    )
    return [Position(*row) for row in connection.execute(found)]


def templates_of(connection: Connection) -> dict[int, int]:
    """Return the template that each person's position has, by person."""
    found = select(employee.c.id, position.c.template_id).join(
        position, position.c.id == employee.c.position_id
    )
    return {row.id: row.template_id for row in connection.execute(found) if row.template_id is not None}


def has_history(connection: Connection, employee_id: int) -> bool:
    """Return whether anything but the person's own data names the person: a form, an action, a recognition,
    an entry of the audit trail, the firm as its owner."""
    columns = [*_columns_to(employee, employee, employee_private), audit_entry.c.actor_id, firm.c.owner_id]
    return any(_is_there(connection, column, employee_id) for column in columns)


def is_on_forms(connection: Connection, table: Table, row_id: int) -> bool:
    """Return whether a department or position stands on forms or plans, which keep it."""
    return any(_is_there(connection, column, row_id) for column in _columns_to(table, employee))


def _columns_to(table: Table, *but: Table) -> list[Column[Any]]:
    return [
        column
        for other in metadata.sorted_tables
        if other not in but
        for column in other.columns
        if any(key.column is table.c.id for key in column.foreign_keys)
    ]


def _is_there(connection: Connection, column: Column[Any], value: int) -> bool:
    return connection.scalar(select(column).where(column == value).limit(1)) is not None


def _employees() -> Any:
    return (
        select(
            employee,
            department.c.name_zh.label("department_zh"),
            department.c.name_en.label("department_en"),
            position.c.name_zh.label("position_zh"),
            position.c.name_en.label("position_en"),
            _manager.c.name.label("manager_name"),
        )
        .outerjoin(department, department.c.id == employee.c.department_id)
        .outerjoin(position, position.c.id == employee.c.position_id)
        .outerjoin(_manager, _manager.c.id == employee.c.manager_id)
    )


def _employee(row: Any) -> Employee:
    return Employee(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        name_en=row["name_en"],
        department_id=row["department_id"],
        department_zh=row["department_zh"] or "",
        department_en=row["department_en"] or "",
        position_id=row["position_id"],
        position_zh=row["position_zh"] or "",
        position_en=row["position_en"] or "",
        manager_id=row["manager_id"],
        manager=row["manager_name"] or row["manager_words"],
        level=row["level"],
        hired_on=day(row["hired_on"]),
        left_on=day(row["left_on"]),
        note=row["note"],
        is_acting=bool(row["is_acting"]),
        is_appraised=bool(row["is_appraised"]),
        search_key=row["search_key"],
    )
