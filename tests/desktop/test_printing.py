"""Printing: the pages of the PDF come out on a printer, each once, on paper of their size."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from perfdesk.desktop.paper_preview import render_page
from perfdesk.desktop.printing import RESOLUTION, PrinterFault, print_pdf
from perfdesk.desktop.tasks import Cancelled, Progress


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("printing")


@pytest.fixture(scope="module")
def pdf(folder):
    """An upright page, a wide one, an upright one; each with a black block in its upper left quarter."""
    canvas = Canvas(str(folder / "source.pdf"))
    for wide, high in ((595.28, 841.89), (841.89, 595.28), (595.28, 841.89)):
        canvas.setPageSize((wide, high))
        canvas.rect(40, high - 140, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return (folder / "source.pdf").read_bytes()


def to_file(path):
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def printer(qapp, tmp_path):
    return to_file(tmp_path / "printed.pdf")


@pytest.fixture(scope="module")
def printed(qapp, pdf, folder):
    """The three pages as they came out, how many were counted, what was told, and the printer after it."""
    printer, told = to_file(folder / "printed.pdf"), []
    count = print_pdf(pdf, printer, Progress(lambda *said: told.append(said[:2])))
    return folder / "printed.pdf", count, told, printer


def quiet():
    return Progress(lambda *_said: None)


def test_every_page_comes_out_once_on_paper_of_its_size(printed):
    path, count, told, _printer = printed
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    assert count == 3
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("page", [0, 1, 2])
def test_the_print_is_edge_to_edge_where_the_pdf_has_it(printed, page):
    image = render_page(printed[0].read_bytes(), page, 1)
    assert image.pixelColor(90, 90).value() < 30
    around = ((34, 90), (146, 90), (90, 34), (90, 146))
    assert [image.pixelColor(*at).value() > 220 for at in around] == [True] * 4


def test_it_is_printed_at_300_dots_per_inch_without_the_margins_of_the_printer(printed):
    printer = printed[3]
    assert printer.resolution() == RESOLUTION == 300
    assert printer.fullPage()


def test_a_stopped_print_ends_after_the_page_it_is_at(pdf, printer):
    told = []

    def tell(done, _total, _text):
        told.append(done)
        if done == 1:
            progress.cancel()

    progress = Progress(tell)
    with pytest.raises(Cancelled):
        print_pdf(pdf, printer, progress)
    assert told == [0, 1]


def test_a_printer_that_takes_nothing_is_named(pdf, printer, tmp_path):
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    with pytest.raises(PrinterFault, match="no such folder"):
        print_pdf(pdf, printer, quiet())
