"""Names of what a calibration looks at: the firm, a department, a group of people compared with each other."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.domain.calibration_board import Board, Guided, Scope, ScopeKind
from perfdesk.texts import _


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


def pool_name(guided: Guided, names: Mapping[int, str]) -> str:
    """Return a few words for a pool: 管理人员, 生产部, 仓储部、配送部等 4 个部门."""
    pool = guided.pool
    if pool.is_managers:
        return _("Managers")
    known = [names[unit] for unit in pool.units if unit in names]
    if not known:
        return _("Everybody else")
    if len(pool.units) == 1:
        return known[0]
    if pool.top_id is not None and pool.top_id in names:
        return _("{name} and below").format(name=names[pool.top_id])
    if len(known) <= 2:
        return _(" and ").join(known)
    return _("{names} and others, {count} departments").format(names=known[0], count=len(pool.units))
