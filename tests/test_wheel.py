"""The wheel is whole: installed alone, it runs from an empty folder and finds its own resources."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds PerfDesk as installed from the wheel; its packages come from this Python."""
    folder = tmp_path_factory.mktemp("installed 安装")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--target", str(folder), str(wheel)], check=True)
    return folder


def run_installed(installed: Path, folder: Path, *arguments: str) -> str:
    child = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def test_the_wheel_carries_each_resource_and_each_module_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for folder, target in (("resources", "perfdesk/resources"), ("perfdesk", "perfdesk")):
        files = {
            f"{target}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert files <= set(names)
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith(("tests/", "build/")) or ".pyc" in name]


def test_the_installed_wheel_knows_its_own_resources_from_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "import sys, perfdesk; from perfdesk import paths, texts; print(perfdesk.__file__);"
        "print(paths.resource('fonts', 'NotoSansSC-Regular.ttf').stat().st_size);"
        "print(texts.translator('zh_CN')(sys.argv[1]), end='')"
    )
    catalogue = gettext.translation("perfdesk", ROOT / "resources" / "i18n", ["zh_CN"])
    english = min(message for message in vars(catalogue)["_catalog"] if message and message.isalpha())
    module, font_bytes, chinese = run_installed(installed, tmp_path, "-c", code, english).splitlines()

    assert Path(module).is_relative_to(installed)
    assert int(font_bytes) > 10**7
    assert chinese == catalogue.gettext(english) != english


def test_the_installed_wheel_makes_the_sample_firm_and_finds_no_fault_in_it(
    installed: Path, tmp_path: Path
) -> None:
    run_installed(installed, tmp_path, "-m", "perfdesk", "new", "x.perfdesk", "--sample")
    run_installed(installed, tmp_path, "-m", "perfdesk", "check", "x.perfdesk")

    assert [file.name for file in tmp_path.glob("*.perfdesk")] == ["x.perfdesk"]
