"""One step of 500 forms as one deed, beside the bare rows of it. Runs in a child and prints JSON."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.files import NOW, big_firm, opened
from bench.measure import Measured, alternate, child, middle, milliseconds
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import FormState

FORMS = 500


def states(rounds: int) -> list[Measured]:
    said = child("states", rounds)
    note = (
        "ours looks at every item of every form for what is missing, and keeps the trail and the way back; "
        "anchor: the same rows written by sqlite3 in one transaction"
    )
    name = f"{FORMS} forms one state on, one deed"
    return [Measured(name, middle(said["ours"]), middle(said["bare"]), "ms", 40, 20, note=note)]


def _measure(rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as given:
        path, plain = Path(given) / "states.perfdesk", Path(given) / "plain.perfdesk"
        path.write_bytes(big_firm(FORMS, 1).read_bytes())
        firm = opened(path)
        firm.settings.set_switch(Switch.SELF_SCORE, on=True)
        firm.close(with_backup=False)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE form SET state = ?", (FormState.SELF_SCORED,))
            connection.commit()
        shutil.copyfile(path, plain)
        firm = opened(path)
        ids = [head.id for head in firm.cycles.heads(1)]

        def ours() -> float:
            taken = milliseconds(lambda: firm.cycles.advance(ids))
            moved = firm.cycles.counts(1)[FormState.MANAGER_SCORED]
            assert moved == FORMS, moved
            firm.history.undo()
            return taken

        with closing(sqlite3.connect(plain)) as connection:
            connection.execute("PRAGMA synchronous = FULL")

            def bare() -> float:
                return milliseconds(lambda: _write(connection, ids))

            times = alternate(rounds, ours, bare)
        firm.close(with_backup=False)
    return {"ours": times[0], "bare": times[1]}


def _write(connection: sqlite3.Connection, ids: list[int]) -> None:
    at = NOW.isoformat()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "UPDATE form SET state = ?, scored_at = ?, version = version + 1 WHERE id = ?",
        [(FormState.MANAGER_SCORED, at, form_id) for form_id in ids],
    )
    connection.executemany(
        "INSERT INTO form_step (version, form_id, from_state, to_state, at) VALUES (1, ?, ?, ?, ?)",
        [(form_id, FormState.SELF_SCORED, FormState.MANAGER_SCORED, at) for form_id in ids],
    )
    connection.commit()


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
