"""Firm files that several window tests share: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.views.page import Page
    from perfdesk.views.review_page import ReviewPage
    from perfdesk.views.score_page import ScorePage


@pytest.fixture(scope="session")
def review_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.views import review_firm

    path = tmp_path_factory.mktemp("review") / "红杉精密.perfdesk"
    review_firm.build(path)
    return path


@pytest.fixture(scope="session")
def simple_review_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.views import review_firm

    path = tmp_path_factory.mktemp("review") / "小店.perfdesk"
    review_firm.build(path, people=3, simple=True)
    return path


@pytest.fixture
def open_copy(tmp_path: Path) -> Iterator[Callable[..., Firm]]:
    """Open a copy of a firm file under the fixed clock; closed after the test."""
    from perfdesk.controllers import clock
    from perfdesk.controllers.firm import open_firm
    from tests.views.review_firm import TODAY

    opened = []

    def open_it(source: Path, **options: bool) -> Firm:
        path = tmp_path / source.name
        shutil.copyfile(source, path)
        firm = open_firm(path, clock.fixed(TODAY), **options)
        opened.append(firm)
        return firm

    yield open_it
    for firm in opened:
        firm.close(with_backup=False)


@pytest.fixture
def show_review(qtbot, tmp_path: Path) -> Callable[[Firm], ReviewPage]:
    """Show the Review page of a firm as the window does: told of each change, current cycle chosen."""
    from PySide6.QtCore import QSettings

    from perfdesk.desktop import theme
    from perfdesk.views.review_page import ReviewPage

    def show(firm: Firm, width: int = 1140, height: int = 730) -> ReviewPage:
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        page = ReviewPage(firm, settings=QSettings(str(tmp_path / "ui.ini"), QSettings.Format.IniFormat))
        firm.announce.subscribe(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show_cycle(firm.settings.settings().current_cycle_id)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.views import shop_firm

    path = tmp_path_factory.mktemp("shop") / "机加工.perfdesk"
    shop_firm.build(path)
    return path


@pytest.fixture
def shop(shop_file: Path, tmp_path: Path) -> Iterator[Firm]:
    """A copy of the machine shop, open under its fixed clock."""
    from perfdesk.controllers import clock
    from perfdesk.controllers.firm import open_firm
    from tests.views.shop_firm import TODAY

    path = tmp_path / shop_file.name
    shutil.copyfile(shop_file, path)
    firm = open_firm(path, clock.fixed(TODAY))
    yield firm
    firm.close(with_backup=False)


@pytest.fixture
def show_page(qtbot) -> Callable[..., Page]:
    """Show a page as the window does: told of each change, with the current cycle chosen."""
    from PySide6.QtWidgets import QApplication

    from perfdesk.desktop import theme
    from perfdesk.desktop.bridge import Bridge

    def show(page: Page, firm: Firm, width: int = 1140, height: int = 730) -> Page:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if not app.styleSheet() or theme.current() != theme.Theme("light", 100, theme.font_family()):
            theme.apply(app, "light")
        bridge = Bridge(firm.announce, firm.history, parent=page)
        bridge.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show_cycle(firm.settings.settings().current_cycle_id)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show


@pytest.fixture(scope="session")
def score_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Firm files of each kind of `score_firm.build`."""
    from tests.views import score_firm

    folder = tmp_path_factory.mktemp("score")
    files = {kind: folder / f"{kind}.perfdesk" for kind in ("draft", "running", "simple")}
    for kind, path in files.items():
        score_firm.build(path, kind)
    return files


@pytest.fixture
def open_score(score_files: dict[str, Path], tmp_path: Path) -> Iterator[Callable[..., Firm]]:
    """Open a copy of a firm file by its kind; closed after the test."""
    from perfdesk.controllers import clock
    from perfdesk.controllers.firm import open_firm
    from tests.views.score_firm import NOW

    opened = []

    def open_it(kind: str = "running", *, read_only: bool = False) -> Firm:
        path = tmp_path / f"{kind}.perfdesk"
        shutil.copyfile(score_files[kind], path)
        opened.append(open_firm(path, clock.fixed(NOW), read_only=read_only))
        return opened[-1]

    yield open_it
    for firm in opened:
        firm.close(with_backup=False)


@pytest.fixture
def show_score(qtbot) -> Callable[[Firm], ScorePage]:
    """Show the Score page of a firm as the window does: told of each change, current cycle chosen."""
    from perfdesk.desktop import theme
    from perfdesk.views.score_page import ScorePage

    def show(firm: Firm, width: int = 1140, height: int = 730) -> ScorePage:
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        page = ScorePage(firm)
        firm.announce.subscribe(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show_cycle(firm.settings.settings().current_cycle_id)
        page.show()
        with qtbot.waitActive(page):
            page.activateWindow()
        return page

    return show
