"""Paper comes out: pages of a PDF as images on a printer, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from perfdesk.desktop.paper_preview import POINTS_PER_INCH, page_sizes, render_page
from perfdesk.desktop.tasks import Progress

RESOLUTION = 300
"""Dots per inch. The printer's own 1,200 would take 530 MB for a page that looks the same."""


class PrinterFault(Exception):
    """The printer took nothing: it is off, gone, or the file it prints to can't be written."""


def ask_printer(parent: QWidget | None = None) -> QPrinter | None:
    """Ask which printer to use; None when the user thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if is_wanted else None


def print_pdf(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print every page, edge to edge on paper of the page's own size; return how many. Runs in a worker.

    Raises:
        PrinterFault: the printer can't be used.
        Cancelled: the user stopped it; the job is taken back as far as the printer lets us.
    """
    sizes = page_sizes(pdf)
    printer.setResolution(RESOLUTION)
    _fit(printer, sizes[0])
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    total = len(sizes) * copies
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterFault(printer.printerName() or printer.outputFileName())
    try:
        for done in range(total):
            progress.step(done, total)
            at = done % len(sizes)
            if done:
                _fit(printer, sizes[at])
                if not printer.newPage():
                    raise PrinterFault(printer.printerName() or printer.outputFileName())
            box = printer.pageLayout().fullRectPixels(RESOLUTION)
            painter.drawImage(box, render_page(pdf, at, RESOLUTION / POINTS_PER_INCH))
        progress.tell(total, total)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return total


def _fit(printer: QPrinter, size: tuple[float, float]) -> None:
    """Set the paper to a page's size in points; a printer without such paper keeps its own."""
    is_wide = size[0] > size[1]
    upright = QSizeF(min(size), max(size))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    paper = QPageSize(upright, QPageSize.Unit.Point, "", match)
    turned = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0))
    # The margins are in the page; without this the printer's own are kept free, and the page is moved by them.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
