"""The print page: who, what and how many; the preview numbers nothing, saving and printing do."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListWidget

from perfdesk import texts
from perfdesk.desktop import language, theme
from perfdesk.desktop.print_work import PrintWork
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import CauseCode
from perfdesk.store.change import Deed
from perfdesk.store.schema import form
from perfdesk.views.print_page import PrintPage
from tests.documents.builders import ACTION_WORDS, GAP_WORDS
from tests.views import print_firm

WAIT = 15_000


@pytest.fixture(scope="session")
def print_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("print") / "小店.perfdesk"
    print_firm.build(path)
    return path


@pytest.fixture(scope="module")
def work(qapp):
    """The worker of the program outlives its pages."""
    work = PrintWork()
    yield work
    work.close()


class Shown:
    """The page as the window shows it, with dialogs that answer at once and note what they were asked."""

    def __init__(self, qtbot, work, path: Path, folder: Path):
        self.qtbot, self.folder = qtbot, folder
        self.firm = print_firm.opened(path)
        self.asked, self.opened, self.places, self.positions = [], [], [], []
        self.answer = folder / "面谈表.pdf"
        self.printer = None
        self.page = PrintPage(self.firm, work, self._folder, self._file, self._printer, self.opened.append)
        qtbot.addWidget(self.page)
        self.page.place_wanted.connect(lambda key, place: self.places.append((key, place)))
        self.page.position_changed.connect(self.positions.append)
        self.cycle = self.firm.cycles.current()
        self.lines = self.firm.results.standings(self.cycle.id)
        self.page.resize(1120, 720)
        self.page.show_cycle(self.cycle.id)
        self.page.show()

    def _file(self, _parent, suggested):
        self.asked.append(suggested)
        return self.answer

    def _folder(self, _parent, folder):
        self.asked.append(folder)
        return self.answer

    def _printer(self, _parent):
        return self.printer

    def come(self, *names):
        wanted = [line.form_id for line in self.lines if line.name in names]
        self.page.show_place(form_ids=wanted)
        self.see()

    def see(self):
        """Wait for the preview of what is chosen now."""
        page = self.page
        self.qtbot.waitUntil(
            lambda: (
                not page._later.isActive()
                and page._previewing is None
                and page.preview.sheet.image is not None
            ),
            timeout=WAIT,
        )

    def press(self, name):
        button = self.page.findChild(QAbstractButton, name)
        assert button is not None and button.isEnabled(), name
        # At the left: a tick box takes no press beside its words.
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))

    def save(self):
        self.press("printSave")
        self.finish()

    def finish(self):
        self.qtbot.waitUntil(lambda: self.page._task is None, timeout=WAIT)

    @property
    def said(self):
        return self.page.notice.text.text() if self.page.notice.isVisible() else ""

    def text(self, path=None):
        return "\n".join(page.extract_text() for page in PdfReader(path or self.answer).pages)


@pytest.fixture
def shown(qtbot, qapp, work, print_file, tmp_path):
    theme.apply(qapp, "light")
    path = tmp_path / "firm" / print_file.name
    path.parent.mkdir()
    shutil.copyfile(print_file, path)
    shown = Shown(qtbot, work, path, tmp_path)
    yield shown
    work.stop()
    shown.firm.close(with_backup=False)


def test_one_press_saves_the_papers_of_all_twelve_on_four_pages(shown):
    shown.come("李娜")
    assert shown.page.preview.count.text() == "第 1 页 / 共 4 页"
    shown.save()
    assert len(PdfReader(shown.answer).pages) == 4
    assert all(name in shown.text() for name in print_firm.NAMES)
    assert shown.said == f"已写 12 张到 {shown.answer}"
    assert shown.asked == [shown.firm.path.parent / "2026 年三季度 面谈表.pdf"]


def test_the_preview_gives_out_no_number_and_saving_does(shown):
    shown.come("李娜")
    assert print_firm.numbers(shown.firm) == []
    shown.save()
    assert print_firm.numbers(shown.firm) == [f"P0-2026-{n:04} R1 zh_CN" for n in range(1, 13)]
    assert "P0-2026-0012" in shown.text()


def test_printing_again_keeps_number_and_revision_until_something_changes(shown):
    shown.come("李娜")
    shown.save()
    before = print_firm.numbers(shown.firm)
    shown.save()
    assert print_firm.numbers(shown.firm) == before

    item = shown.firm.appraisal.sheet(shown.lines[0].form_id).items[4]
    shown.firm.appraisal.enter(item.id, "5")
    shown.page.refresh()
    shown.save()
    assert print_firm.numbers(shown.firm) == [*before, "P0-2026-0001 R2 zh_CN"]


def test_nothing_is_numbered_when_the_dialog_is_left(shown):
    shown.come("李娜")
    shown.answer = None
    shown.press("printSave")
    shown.printer = None
    shown.press("printPrint")
    assert shown.page._task is None
    assert print_firm.numbers(shown.firm) == []


def test_an_english_paper_comes_from_a_chinese_window_with_the_same_number(shown):
    shown.come("李娜")
    shown.save()
    shown.press("segment_en")
    shown.see()
    shown.answer = shown.folder / "english.pdf"
    shown.save()
    assert "Employee's signature" in shown.text()
    assert len(PdfReader(shown.answer).pages) == 4
    assert shown.page.save_button.text() == "保存 PDF…"
    assert shown.asked[1].name == "2026 Q3 Review sheets.pdf"
    assert print_firm.numbers(shown.firm)[-1] == "P0-2026-0012 R1 en"


def test_one_pdf_per_person_with_both_papers_in_it(shown):
    shown.come("李娜", "马超")
    shown.press("printPlan")
    shown.press("printByPerson")
    shown.answer = shown.folder / "out"
    shown.save()
    files = sorted(shown.answer.iterdir())
    assert [len(PdfReader(file).pages) for file in files] == [2, 1]
    assert ["李娜" in file.name for file in files] == [True, False]
    assert shown.said == f"已写 3 张到 {shown.answer}"


def test_three_to_a_page_goes_with_review_sheets_in_one_file_only(shown):
    shown.come("李娜")
    assert shown.page.choices.compact.isChecked()
    shown.press("printPlan")
    shown.see()
    assert not shown.page.choices.compact.isEnabled()
    assert shown.page.preview.pages == 13
    shown.press("printPlan")
    shown.press("printCompact")
    shown.see()
    assert shown.page.preview.pages == 12


def test_two_people_that_were_chosen_are_what_one_begins_with(shown):
    shown.come("李娜", "马超")
    assert [line.name for line in shown.page.people.ticked()] == ["李娜", "马超"]
    assert shown.page.preview.pages == 1
    shown.press("segment_all")
    shown.see()
    assert shown.page.preview.pages == 4


def test_a_press_anywhere_in_a_row_unticks_it(shown):
    shown.come("李娜")
    ticks = shown.page.findChild(QListWidget, "printTicks")
    row = ticks.visualItemRect(ticks.item(2))
    shown.qtbot.mouseClick(ticks.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert "单雄信" not in [line.name for line in shown.page.people.ticked()]
    assert len(shown.page.people.ticked()) == 11
    assert shown.page.people.who.choice() == "own"
    ticks.setCurrentRow(0)
    shown.qtbot.keyClick(ticks, Qt.Key.Key_Space)
    assert len(shown.page.people.ticked()) == 10
    shown.see()
    shown.save()
    assert "单雄信" not in shown.text()
    assert "李娜" not in shown.text()
    assert "王小明" in shown.text()


def test_a_department_leaves_the_others_out(shown):
    shown.come("李娜")
    combo = shown.page.findChild(QComboBox, "printDepartment")
    combo.setCurrentIndex(combo.findText("销售"))
    assert [line.name for line in shown.page.people.ticked()] == ["李娜", "马超"]
    shown.see()
    assert shown.page.preview.pages == 1


def test_nobody_ticked_is_said_and_can_not_be_saved(shown):
    shown.come("李娜")
    shown.page.people.tick(())
    assert shown.page.preview.empty.title.text() == "没有勾选任何人"
    assert not shown.page.save_button.isEnabled()
    assert not shown.page.print_button.isEnabled()


def test_what_to_know_before_printing_leads_to_where_it_is_dealt_with(shown):
    shown.come("李娜")
    gaps, totals = shown.page.warnings.texts()
    assert gaps == "李娜 还有 1 个差距没有行动"
    assert totals == "分还没打完，总分可能还会变：王小明"
    by_name = {line.name: line for line in shown.lines}
    shown.press("printGapsGo")
    shown.press("printTotalsGo")
    shown.qtbot.waitUntil(lambda: len(shown.places) == 2)
    assert shown.places == [
        (key, {"employee_id": by_name[name].employee_id, "form_id": by_name[name].form_id})
        for key, name in (("review", "李娜"), ("score", "王小明"))
    ]
    shown.page.people.tick([by_name["马超"].form_id])
    assert shown.page.warnings.texts() == []


def test_a_character_that_no_font_has_is_named(shown):
    shown.firm.people.edit_employee(shown.lines[3].employee_id, "name", "马\U00020505")
    shown.page.refresh()
    shown.come("李娜")
    shown.qtbot.waitUntil(lambda: len(shown.page.warnings.texts()) == 3, timeout=WAIT)
    assert "U+20505" in shown.page.warnings.texts()[2]


def with_gaps(shown, words):
    """Give 王小明 five gaps with causes in `words`, and actions for three of them."""
    line = next(line for line in shown.lines if line.name == "王小明")
    for n, item in enumerate(shown.firm.appraisal.sheet(line.form_id).items):
        shown.firm.appraisal.enter(item.id, "2")
        shown.firm.improvement.set_cause(item.id, CauseCode.KS, words=words)
        if n < 3:
            shown.firm.improvement.add_action(item.id, ACTION_WORDS, line.employee_id, date(2026, 10, 30 - n))
    shown.page.refresh()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_somebody_with_five_gaps_keeps_the_third_of_a_page(shown, language):
    with_gaps(shown, GAP_WORDS)
    shown.come("李娜")
    if language == "en":
        shown.press("segment_en")
        shown.see()
    assert shown.page.preview.pages == 4
    assert not shown.page.warnings.long.isVisible()
    shown.save()
    first = PdfReader(shown.answer).pages[0].extract_text()
    assert all(name in first for name in print_firm.NAMES[:3])
    assert "".join(first.split()).count(ACTION_WORDS) == 3


def test_whose_text_is_too_long_for_a_third_of_a_page_is_named_and_keeps_the_order(shown):
    with_gaps(shown, GAP_WORDS * 5)
    shown.come("李娜")
    shown.qtbot.waitUntil(shown.page.warnings.long.isVisible, timeout=WAIT)
    assert shown.page.warnings.texts()[-1] == "内容太多，三分之一页放不下，单独占一页：王小明"
    shown.save()
    pages = [page.extract_text() for page in PdfReader(shown.answer).pages]
    assert "李娜" in pages[0] and "单雄信" not in pages[0]
    assert "王小明" in pages[1]
    last = next(n for n, page in enumerate(pages) if "单雄信" in page)
    assert last > 1 and "王小明" not in pages[last]
    by_name = {line.name: line for line in shown.lines}
    shown.page.people.tick([by_name["马超"].form_id])
    shown.see()
    assert not shown.page.warnings.long.isVisible()


def test_the_pages_can_be_turned_and_widened(shown):
    shown.come("李娜")
    preview = shown.page.preview
    first = preview.sheet.image.copy()
    shown.press("printNextPage")
    shown.see()
    assert (preview.page, preview.back.isEnabled()) == (2, True)
    assert preview.sheet.image != first
    assert shown.positions[-1].startswith("第 2 页 / 共 4 页")
    shown.qtbot.keyClick(preview.area, Qt.Key.Key_End)
    assert preview.page == 4
    assert not preview.forward.isEnabled()
    shown.see()
    narrow = preview.sheet.image.width()
    shown.press("segment_width")
    shown.qtbot.waitUntil(lambda: preview.sheet.image.width() > narrow, timeout=WAIT)
    shown.qtbot.keyClick(preview.area, Qt.Key.Key_Home)
    assert preview.page == 1


def test_the_whole_page_fits_its_pane_and_follows_its_size(shown):
    shown.come("李娜")
    area, sheet = shown.page.preview.area, shown.page.preview.sheet
    assert sheet.height() <= area.viewport().height() + 2
    assert sheet.width() <= area.viewport().width() + 2
    high = sheet.height()
    shown.page.resize(1120, 560)
    shown.qtbot.waitUntil(lambda: sheet.height() < high)
    assert sheet.height() <= area.viewport().height() + 2


def test_a_printer_gets_as_many_pages_as_the_preview_shows(shown, tmp_path):
    shown.come("李娜")
    shown.printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    shown.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    shown.printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    shown.press("printPrint")
    assert shown.page.busy.isVisible()
    shown.finish()
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == shown.page.preview.pages == 4
    assert len(print_firm.numbers(shown.firm)) == 12
    assert shown.said == "已把 12 张送到打印机"


def test_cancel_leaves_nothing_half_done_and_says_so(shown):
    shown.come("李娜")
    shown.page.choices.compact.setChecked(False)
    shown.press("printSave")
    shown.press("printCancel")
    shown.finish()
    assert not list(shown.folder.glob("*.part"))
    assert not shown.answer.exists()
    assert shown.said.startswith("已停止")
    assert shown.page.save_button.isEnabled()


def test_a_file_that_is_open_elsewhere_is_named_and_stays_as_it_was(shown, monkeypatch):
    shown.come("李娜", "马超")
    shown.answer.write_bytes(b"old")

    def refuse(*_paths):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    shown.save()
    monkeypatch.undo()
    assert shown.said.startswith(f"{shown.answer} 正在别的程序里打开")
    assert shown.answer.read_bytes() == b"old"
    assert not list(shown.folder.glob("*.part"))


def test_what_was_saved_can_be_opened_and_so_can_its_folder(shown):
    shown.come("李娜")
    shown.answer = shown.folder / "without ending"
    shown.save()
    for name in ("notice0", "notice1"):
        shown.press(name)
    assert shown.opened == [shown.folder / "without ending.pdf", shown.folder]


def test_back_and_esc_go_where_one_came_from(shown):
    shown.come("李娜")
    shown.press("printBack")
    shown.page.activateWindow()
    shown.qtbot.waitUntil(shown.page.isActiveWindow)
    shown.qtbot.keyClick(shown.page.people.list, Qt.Key.Key_Escape)
    assert shown.places == [("review", {"form_id": shown.lines[0].form_id})] * 2


def test_a_read_only_file_can_be_printed_without_numbers(shown, qtbot, work):
    from perfdesk.controllers.clock import fixed
    from perfdesk.controllers.firm import open_firm

    reading = open_firm(shown.firm.path, fixed(print_firm.NOW), read_only=True)
    page = PrintPage(reading, work, ask_file=lambda _parent, _path: shown.answer)
    qtbot.addWidget(page)
    page.show_cycle(shown.cycle.id)
    page.save()
    qtbot.waitUntil(lambda: page._task is None, timeout=WAIT)
    assert len(PdfReader(shown.answer).pages) == 4
    assert print_firm.numbers(shown.firm) == []
    work.stop()
    reading.close(with_backup=False)


def test_every_control_has_a_name_and_english_words_after_a_change_of_language(shown, qapp):
    shown.come("李娜")
    shown.save()
    language.use(qapp, "en")
    try:
        shown.page.retranslate()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        controls = [
            part
            for kind in (QAbstractButton, QComboBox, QListWidget)
            for part in shown.page.findChildren(kind)
            if part.isVisible() or part in shown.page.actions()
        ]
        assert len(controls) > 15
        for part in controls:
            assert part.objectName() and part.accessibleName(), part
        assert shown.page.save_button.text() == "Save PDF…"
        assert shown.said.startswith("Wrote 12 papers to")
        # Nobody chose a language for the papers: they follow the window.
        assert shown.page.choices.chosen().language == "en"
        words = [part.accessibleName() for part in controls if part.objectName() != "segment_zh_CN"]
        own = set(print_firm.NAMES)
        assert not [word for word in words if any("一" <= one <= "鿿" for one in word) and word not in own]
    finally:
        language.use(qapp, "zh_CN")
        texts.use("zh_CN")


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_words_of_the_choices_are_cut(shown, zoom):
    app = QApplication.instance()
    theme.apply(app, "light", zoom)
    try:
        shown.come("李娜")
        shown.page.resize(1280 - (152 if zoom == 100 else 60), 700)
        for part in shown.page.splitter.widget(0).findChildren(QAbstractButton):
            if part.isVisible():
                assert part.width() >= part.sizeHint().width() - 1, part.objectName()
    finally:
        theme.apply(app, "light")


def offered(shown) -> list[str]:
    boxes = shown.page.choices.boxes
    return [kind for kind in boxes if not boxes[kind].isHidden()]


def switch_on(shown, *switches) -> None:
    for switch in switches:
        shown.firm.settings.set_switch(switch, on=True)
    shown.page.show_cycle(shown.cycle.id)


def test_five_questions_offer_no_formal_paper(shown):
    assert offered(shown) == ["review", "plan"]
    assert shown.page.choices.chosen().kinds == ("review",)
    assert shown.page.choices.pay.isHidden()


def test_formal_papers_are_offered_where_their_switches_are_on(shown):
    switch_on(shown, Switch.SELF_SCORE)
    assert offered(shown) == ["review", "plan", "appraisal", "score-sheet"]
    switch_on(shown, Switch.INTERVIEWS, Switch.TARGETS_FIRST, Switch.AMENDMENTS)
    assert offered(shown) == ["review", "plan", "appraisal", "notice", "targets", "score-sheet", "appeal"]
    assert shown.page.choices.pay.isHidden()
    switch_on(shown, Switch.PAY)
    assert not shown.page.choices.pay.isHidden() and not shown.page.choices.pay.isChecked()


def test_several_kinds_go_into_one_pdf_person_by_person_and_get_numbers(shown):
    switch_on(shown, Switch.SELF_SCORE, Switch.RATERS)
    shown.page.people.tick([line.form_id for line in shown.lines[:2]])
    shown.press("printReview")
    shown.press("printAppraisal")
    shown.press("printScoreSheet")
    shown.see()
    assert not shown.page.choices.compact.isEnabled()
    shown.save()

    text = "".join(shown.text().split())
    wanted = ["P1-2026-0001", "P2-2026-0001", "P1-2026-0002", "P2-2026-0002"]
    places = [text.find(f"编号{number}") for number in wanted]
    assert places == sorted(places) and places[0] >= 0
    assert [line.split()[0] for line in print_firm.numbers(shown.firm)] == [
        "P1-2026-0001",
        "P1-2026-0002",
        "P2-2026-0001",
        "P2-2026-0002",
    ]


def test_the_name_of_a_file_with_many_kinds_stays_short(shown):
    switch_on(shown, Switch.SELF_SCORE, Switch.TARGETS_FIRST)
    for name in ("printAppraisal", "printTargets", "printScoreSheet"):
        shown.press(name)
    shown.see()
    shown.save()
    assert shown.asked[-1].name.count("+") == 0 and "单据" in shown.asked[-1].name


def test_with_large_text_the_choices_scroll_and_the_list_keeps_its_room(shown, qapp):
    switch_on(shown, *Switch)
    theme.apply(qapp, "light", 150)
    shown.page.resize(1120, 690)
    qapp.processEvents()
    try:
        assert shown.page.minimumSizeHint().height() <= 690
        assert shown.page.people.list.height() >= 96
    finally:
        theme.apply(qapp, "light")


def test_one_may_come_for_certain_kinds(shown):
    switch_on(shown, Switch.SELF_SCORE)
    shown.page.show_place(form_ids=[shown.lines[0].form_id], kinds=("score-sheet",))
    assert shown.page.choices.chosen().kinds == ("score-sheet",)
    shown.page.show_place(form_ids=[shown.lines[0].form_id], kinds=("notice",))  # not offered
    assert shown.page.choices.chosen().kinds == ("review",)


def test_who_has_no_notice_is_named_before_anything_is_printed(shown):
    switch_on(shown, Switch.INTERVIEWS)
    scored = [line for line in shown.lines if line.name in ("李娜", "王小明")]
    with shown.firm._file.change(Deed("test")) as change:
        change.update(form, next(line.form_id for line in scored if line.name == "李娜"), state="CALIBRATED")
    shown.page.show_place(form_ids=[line.form_id for line in scored], kinds=("notice",))
    told = shown.page.warnings.notices
    shown.qtbot.waitUntil(lambda: not told.isHidden(), timeout=WAIT)
    assert "王小明" in told.words.text() and "李娜" not in told.words.text()
