"""Make ready what PerfDesk needs: a fitting Python, `.venv` with the pinned packages, Qt's system libraries.

Only the standard library, and nothing newer than Python 3.7: an old Python has to be able to read this far to
say what is missing. Nothing outside `.venv` is touched, except that root on Debian or Ubuntu gets the missing
system packages installed; everyone else is told the one command.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

QT_PACKAGES = "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
SCREEN_PACKAGES = (
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libwayland-client0 libwayland-cursor0 libwayland-egl1 libcups2"
)
QT_PROBE = """
import ctypes, pathlib, sys, PySide6
from PySide6 import QtGui, QtPrintSupport, QtSvg, QtWidgets
plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
for name in sys.argv[1:]:
    ctypes.CDLL(str(plugins / name))
QtWidgets.QApplication(["probe", "-platform", "offscreen"])
"""


def prepare(*lists: str) -> Path:
    """Install the given requirement lists of build/ into `.venv` and return its Python.

    Ends the program with a sentence, in English and Chinese, when something is missing that the user must
    bring. A second call with unchanged lists only reads one small file.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console may lack Chinese
    files = [ROOT / "build" / name for name in lists]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files) + repr(screens()).encode())
    stamp = VENV / ("ready-" + "-".join(file.stem for file in files))
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted.hexdigest():
        return PYTHON
    if not _is_usable(PYTHON):
        _make_venv()
    _say("Installing the pinned packages into .venv …", "正在把固定版本的依赖装入 .venv …")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    for file in files:
        install += ["--requirement", str(file)]
    if subprocess.run(install, cwd=str(ROOT)).returncode:
        _stop(
            "pip could not install the packages: its message is above. It needs the internet once.",
            "pip 未能安装依赖，原因见上。首次运行需要联网。",
        )
    if sys.platform.startswith("linux"):
        _check_qt_libraries()
    stamp.write_text(wanted.hexdigest(), encoding="utf-8")
    return PYTHON


def child_environment() -> dict[str, str]:
    """Return the environment in which `python -m perfdesk` finds this tree from any folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONHOME", None)
    return environment


def has_screen() -> bool:
    return not sys.platform.startswith("linux") or bool(screens())


def screens() -> list[str]:
    """Return Qt's platform plugins that this Linux session calls for; empty without a screen."""
    if not sys.platform.startswith("linux"):
        return []
    plugins = [("WAYLAND_DISPLAY", "libqwayland.so"), ("DISPLAY", "libqxcb.so")]
    return [plugin for variable, plugin in plugins if os.environ.get(variable)]


def _make_venv() -> None:
    python = _fitting_python()
    _say(f"Making .venv with {python} …", f"正在用 {python} 建立 .venv …")
    make = [python, "-m", "venv", "--clear", str(VENV)]
    if _quietly(make) == 0 and _is_usable(PYTHON):
        return
    # Debian splits venv off from Python.
    version = subprocess.check_output(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], text=True
    )
    _install_system_packages(f"python{version.strip()}-venv")
    if subprocess.run(make).returncode or not _is_usable(PYTHON):
        _stop("Python could not make .venv: its message is above.", "Python 未能建立 .venv，原因见上。")


def _fitting_python() -> str:
    """Return a 64-bit Python from OLDEST to NEWEST: this one if it fits, else the newest found."""
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [[sys.executable], *([name] for name in [*names, "python3", "python"])]
    if sys.platform == "win32":
        found += [["py", f"-3.{minor}"] for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    question = (
        "import sys; "
        f"fits = {OLDEST} <= sys.version_info[:2] <= {NEWEST} and sys.maxsize > 2**32; "
        "print(sys.executable if fits else '')"
    )
    for command in found:
        path = shutil.which(command[0])
        if not path:
            continue
        answer = subprocess.run(
            [path, *command[1:], "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        if answer.returncode == 0 and answer.stdout.strip():
            return answer.stdout.strip()
    this = sys.version.split()[0]
    _stop(
        f"PerfDesk needs a 64-bit Python 3.11, 3.12, 3.13 or 3.14; this one is {this}, "
        "and no other was found. Install one, then run this again.",
        f"PerfDesk 需要 64 位的 Python 3.11、3.12、3.13 或 3.14；当前是 {this}，也没有找到别的。"
        "请安装其中之一，再运行一次。",
    )


def _is_usable(python: Path) -> bool:
    """Tell whether `.venv` is whole: it may have been made by a Python that is gone, or without pip."""
    question = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return python.exists() and _quietly([str(python), "-c", question]) == 0


def _check_qt_libraries() -> None:
    probe = [str(PYTHON), "-c", QT_PROBE, *screens()]
    if _quietly(probe) == 0:
        return
    _install_system_packages(QT_PACKAGES + (" " + SCREEN_PACKAGES if screens() else ""))
    answer = subprocess.run(probe, stderr=subprocess.PIPE, text=True)
    if answer.returncode:
        reason = (answer.stderr.strip().splitlines() or ["?"])[-1]
        _stop(f"Qt does not start: {reason}", f"Qt 无法启动：{reason}")


def _install_system_packages(packages: str) -> None:
    """Install Debian packages as root; otherwise end with the one command that does."""
    command = "apt-get install -y --no-install-recommends " + packages
    if not shutil.which("apt-get"):
        _stop(
            f"System libraries are missing. On Debian they are called: {packages}. "
            "Install what your system calls them, then run this again.",
            f"缺少系统库，在 Debian 上叫作：{packages}。请安装您系统中对应的软件包，再运行一次。",
        )
    if os.geteuid() != 0:
        _stop(
            "System packages are missing. Run this one command, then run this again:\n  sudo " + command,
            "缺少系统软件包。请先执行上面这一条命令，再运行一次。",
        )
    _say("Installing system packages: " + packages, "正在安装系统软件包 …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if _quietly(command.split(), environment):  # a bare image has no package lists yet
        subprocess.run(["apt-get", "update", "-qq"], env=environment, stdin=subprocess.DEVNULL)
        if subprocess.run([*command.split(), "-qq"], env=environment, stdin=subprocess.DEVNULL).returncode:
            _stop("apt-get failed: its message is above.", "apt-get 失败，原因见上。")


def _quietly(command: list[str], environment: dict[str, str] | None = None) -> int:
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).returncode


def _say(english: str, chinese: str) -> None:
    print(english + "\n" + chinese, file=sys.stderr, flush=True)


def _stop(english: str, chinese: str) -> NoReturn:
    _say(english, chinese)
    sys.exit(2)
