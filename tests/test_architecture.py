"""Who may import whom. The table is for newcomers too: calls go down it, callbacks come up."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "perfdesk"

MAY_IMPORT = {  # besides the standard library and the folder itself; app.py alone may import everything
    "domain": [],
    "texts": ["paths"],  # gettext; problem codes to sentences
    "paths": [],
    "charts": [],  # plain shapes, drawn by documents and by views
    "store": ["domain", "paths", "sqlalchemy", "alembic", "pypinyin"],
    "documents": ["domain", "texts", "charts", "paths", "reportlab"],
    "sheets": ["domain", "texts", "openpyxl", "python_calamine"],
    "controllers": ["domain", "store", "documents", "sheets", "charts", "texts", "paths"],
    "command_line": ["controllers", "domain", "texts", "paths"],
    "desktop": ["controllers", "texts", "paths", "PySide6", "shiboken6", "pypdfium2"],
    "models": ["domain", "texts", "PySide6.QtCore", "PySide6.QtGui"],
    "views": ["domain", "models", "controllers", "charts", "desktop", "texts", "PySide6"],
    "__main__": ["launch", "app", "command_line"],
    "launch": ["app", "desktop", "views", "paths", "PySide6"],
}

LATE = {"alembic", "openpyxl", "pypinyin", "python_calamine", "reportlab", "sqlalchemy"}
"""Packages that take long to import; the window is painted before any of them is needed."""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of all that a module imports, also inside functions."""
    here = path.relative_to(PACKAGE.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def is_allowed(name: str, folder: str) -> bool:
    first, *rest = name.split(".")
    if first in sys.stdlib_module_names:
        return True
    if first == "perfdesk":
        # `from perfdesk import __version__` is a value of the package, not a module of another folder.
        return rest[0] in ("__version__", folder, *MAY_IMPORT[folder])
    return any(name == allowed or name.startswith(f"{allowed}.") for allowed in MAY_IMPORT[folder])


def test_every_module_imports_only_what_its_folder_may() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (folder := path.relative_to(PACKAGE).parts[0].removesuffix(".py")) not in ("__init__", "app")
        for line, name in imports(path)
        if not is_allowed(name, folder)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "folder", "allowed"),
    [
        ("decimal.Decimal", "domain", True),
        ("perfdesk.domain.scoring", "domain", True),
        ("perfdesk.store.people", "domain", False),
        ("PySide6.QtCore.Qt", "controllers", False),
        ("PySide6.QtCore.Qt", "models", True),
        ("PySide6.QtWidgets.QWidget", "models", False),
        ("sqlalchemy.orm.Session", "views", False),
        ("alembicate", "store", False),
    ],
)
def test_the_table_is_read_as_it_is_meant(name: str, folder: str, allowed: bool) -> None:
    assert is_allowed(name, folder) is allowed


def run_python(code: str, *arguments: str) -> str:
    """Run code in a child that has imported nothing yet; return what it printed."""
    child = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def test_what_the_window_imports_at_start_pulls_in_no_heavy_package() -> None:
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("views", "models", "desktop")
        for path in (PACKAGE / folder).rglob("*.py")
    )
    code = (
        "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"
    )

    loaded = run_python(code, "perfdesk.app", *modules).split()
    assert not LATE & set(loaded)


WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, NoQt())
from perfdesk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_command_line_works_where_qt_is_not_installed(tmp_path: Path) -> None:
    firm = str(tmp_path / "firm.perfdesk")
    run_python(WITHOUT_QT, "new", firm, "--sample")

    results = json.loads(run_python(WITHOUT_QT, "results", firm, "--json"))
    assert len(results["employees"]) > 30
    assert {type(one["total"]) for one in results["employees"]} <= {str, type(None)}
