"""The look: contrast of every role, one place for colours, a size that follows the zoom."""

import re

import pytest
from PySide6.QtGui import QFontInfo, QPalette

from perfdesk import paths
from perfdesk.desktop import icons, theme
from perfdesk.desktop.theme import FILL_ROLES, GROUNDS, TEXT_ROLES, Theme, contrast

BOTH = pytest.mark.parametrize("look", [Theme("light"), Theme("dark")], ids=["light", "dark"])


@pytest.fixture(autouse=True)
def light_afterwards(qapp):
    yield
    theme.apply(qapp, "light")


@BOTH
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_words_can_be_read_on_every_ground(look, role):
    for ground in GROUNDS:
        assert contrast(look.colour(role), look.colour(ground)) >= 4.5, ground


@BOTH
@pytest.mark.parametrize("role", [*FILL_ROLES, "focus"])
def test_fills_stand_out_from_the_card(look, role):
    assert contrast(look.colour(role), look.colour("card")) >= 3.0


@BOTH
def test_borders_of_fields_stand_out_from_card_and_window(look):
    assert contrast(look.colour("input"), look.colour("card")) >= 3.0
    assert contrast(look.colour("input"), look.colour("window")) >= 3.0


@BOTH
def test_words_on_filled_buttons_can_be_read(look):
    for fill in ("app.fill", "imp.fill"):
        assert contrast(look.colour("on.fill"), look.colour(fill)) >= 4.5


def test_contrast_is_that_of_the_standard():
    look = Theme("light")
    assert round(contrast(look.colour("ink"), look.colour("selection")), 2) == 11.97
    assert round(contrast(look.colour("app.fill"), look.colour("card")), 2) == 6.85


def test_a_change_of_look_reaches_palette_words_and_icons(qapp, qtbot):
    from perfdesk.views.parts import button

    theme.apply(qapp, "light")
    made = button("print", icon="print")
    qtbot.addWidget(made)
    before = made.icon().pixmap(16, 16).toImage()
    theme.apply(qapp, "dark")

    assert qapp.palette().color(QPalette.ColorRole.Window) == Theme("dark").colour("window")
    assert theme.colour("ink") == Theme("dark").colour("ink")
    assert made.icon().pixmap(16, 16).toImage() != before


def test_zoom_makes_words_larger_within_90_and_150_percent(qapp):
    for asked, shown in ((100, 100), (150, 150), (300, 150), (50, 90)):
        theme.apply(qapp, "light", asked)
        assert qapp.font().pointSizeF() == pytest.approx(theme.base_points() * shown / 100)


def test_no_size_falls_under_0_85_of_the_base():
    assert min(ratio for ratio, _bold in theme.RATIOS.values()) >= 0.85


def test_chinese_is_shown_without_a_font_of_the_system(qapp):
    theme.apply(qapp, "light")
    assert QFontInfo(qapp.font()).family() == theme.font_family() == "Noto Sans SC"


def test_the_stylesheet_is_small_and_every_placeholder_is_known(qapp):
    source = paths.resource("perfdesk.qss").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 130
    assert "#" not in re.sub(r"QWidget#\w+", "", source)
    for look in (Theme("light"), Theme("dark")):
        assert "@" not in look.stylesheet()


def test_no_other_file_holds_a_colour_as_a_number():
    root = paths.resource("icons").parents[1] / "perfdesk"
    found = [
        file.name
        for folder in ("views", "models", "charts", "desktop")
        for file in (root / folder).rglob("*.py")
        if file.name != "theme.py" and re.search(r"#[0-9a-fA-F]{6}\b", file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_icon_draws_something_in_the_colour_asked_for(qapp):
    theme.apply(qapp, "light")
    for name in icons.names():
        image = icons.pixmap(name, 24, "err").toImage()
        inked = [
            image.pixelColor(x, y)
            for x in range(24)
            for y in range(24)
            if image.pixelColor(x, y).alpha() > 200
        ]
        assert inked, name
        if name not in ("logo", "arrow-down", "arrow-up", "check-on"):
            assert any(abs(colour.red() - theme.colour("err").red()) < 30 for colour in inked), name


def test_an_icon_has_twice_the_pixels_on_a_screen_twice_as_fine(qapp):
    drawn = icons.pixmap("print", 16, ratio=2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (32, 2.0)
