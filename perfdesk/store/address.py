"""A file's address as SQLite wants it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def address(path: Path, mode: str) -> str:
    """Return the URI that opens `path` in `mode` ("ro" or "rw"; neither makes a file that is not there).

    Written by hand because of shares: SQLite takes no server name before the path, so that the one of
    `Path.as_uri` fails for \\\\server\\firm; and because of # % ? in names, and of names that are no text.
    """
    plain = path.resolve().as_posix()
    return f"file://{'' if plain.startswith('/') else '/'}{quote(os.fsencode(plain), safe='/:')}?mode={mode}"
