"""Names of what a calibration looks at: the firm, a department, a group of people compared with each other."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.domain.calibration_board import Board, Guided, Scope, ScopeKind, View
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.words import CALIBRATION_REASONS


def scopes(board: Board, names: Mapping[int, str]) -> list[tuple[Scope, str]]:
    """Return what may be looked at, with its name and people: firm, groups, departments."""
    found = [(Scope(), _("Whole firm · {count} people").format(count=len(board.people)))]
    if len(board.pools) > 1:
        for at, guided in enumerate(board.pools):
            words = _("Group: {name} · {count}")
            name = pool_name(guided, names)
            found.append((Scope(ScopeKind.POOL, at), words.format(name=name, count=len(guided.pool.members))))
    units = {one.department_id for one in board.people.values()}
    above = set()
    for unit in units:
        while unit is not None and unit not in above:
            above.add(unit)
            unit = board.parents.get(unit)
    if len(above) > 1:
        for unit, name in names.items():
            if unit in above:
                scope = Scope(ScopeKind.DEPARTMENT, unit)
                words = _("Department: {name} · {count}")
                found.append((scope, words.format(name=name, count=len(board.in_scope(scope)))))
    return found


def table_of(board: Board, view: View) -> list[list[str]]:
    """Return the board as rows for a sheet or a note to the meeting: titles first, then people, best total first."""
    codes = [grade.code for grade in board.grades]
    now = {form_id: at for at, ids in enumerate(view.columns) for form_id in ids}
    rows = [
        [
            _("Employee number"),
            _("Name"),
            _("Department"),
            in_context("column", "Total"),
            _("By standard"),
            _("Now"),
            _("By rank and seats"),
            _("Reason"),
        ]
    ]
    for form_id in view.people:
        one = board.people[form_id]
        wanted = board.suggested.get(form_id)
        rows.append(
            [
                one.number,
                pick(one.name, one.name_en),
                pick(one.department_zh, one.department_en),
                f"{one.total:.2f}" if one.total is not None else "",
                codes[one.standard or 0],
                codes[now[form_id]],
                codes[wanted] if wanted is not None else "",
                _(CALIBRATION_REASONS[one.reason.value]) if one.reason is not None else "",
            ]
        )
    return rows


def pool_name(guided: Guided, names: Mapping[int, str]) -> str:
    """Return a few words for a pool: 管理人员, 生产部, 仓储部、配送部等 4 个部门."""
    pool = guided.pool
    if pool.is_managers:
        return _("Managers")
    known = [names[unit] for unit in pool.units if unit is not None and unit in names]
    if not known:
        return _("Everybody else")
    if len(pool.units) == 1:
        return known[0]
    if pool.top_id is not None and pool.top_id in names:
        return _("{name} and below").format(name=names[pool.top_id])
    if len(known) <= 2:
        return _(" and ").join(known)
    return _("{names} and others, {count} departments").format(names=known[0], count=len(pool.units))
