"""Keep a small firm file of this revision of the tables under tests/files, with its rows as JSON.

    python build/keep_revision.py

Run once for each new revision, before the release that brings it: later versions are tested against it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk.store.schema import SCHEMA_REVISION  # noqa: E402 - the path comes first
from tests.builders import small_firm  # noqa: E402
from tests.store.dump import raw_rows  # noqa: E402


def main() -> int:
    # The audit trail names account and computer; the kept file is nobody's.
    os.environ["LOGNAME"], platform.node = "zhou", lambda: "office"
    kept = ROOT / "tests" / "files" / f"revision-{SCHEMA_REVISION}.perfdesk"
    with tempfile.TemporaryDirectory() as folder:
        file = small_firm(Path(folder))
        file.close(with_backup=False)
        kept.write_bytes(file.path.read_bytes())
    rows = json.dumps(raw_rows(kept), ensure_ascii=False, indent=1, default=repr)
    kept.with_suffix(".json").write_text(rows + "\n", encoding="utf-8")
    print(f"{kept.name}: {kept.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
