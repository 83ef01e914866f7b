"""The papers as they will come out: one page at a time, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons, theme
from perfdesk.desktop.print_work import Preview, PrintWork
from perfdesk.desktop.tasks import Task
from perfdesk.texts import _
from perfdesk.views.parts import EmptyState, SegmentedSwitch
from perfdesk.views.parts.basics import label

WHOLE, WIDTH = "whole", "width"
_WAIT = 60  # milliseconds without another resize before a page is drawn anew
_MARGIN = 10


class PreviewPane(QWidget):
    """Shows a page of the papers, whole or as wide as the pane. Page up and down turn the pages.

    `page_changed(page, pages)` counts from 1; 0 pages when there is nothing to see.
    """

    page_changed = Signal(int, int)

    def __init__(self, work: PrintWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printPreview")
        self._work = work
        self._papers: Preview | None = None
        self._page = 0
        self._drawing: Task | None = None
        self._asked: tuple[int, float] | None = None
        self.sheet = _Sheet(self)
        self.area = QScrollArea(self)
        self.area.setObjectName("printPreviewArea")
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.sheet)
        self.sheet.setAutoFillBackground(False)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.installEventFilter(self)
        self.empty = EmptyState("print", "", "", "", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.area)
        self.back = self._turner("printPreviousPage", "chevron-left", self.previous_page)
        self.forward = self._turner("printNextPage", "chevron-right", self.next_page)
        self.count = label("", parent=self)
        self.count.setObjectName("printPageCount")
        self.zoom = SegmentedSwitch([(WHOLE, ""), (WIDTH, "")], self)
        self.zoom.setObjectName("printZoom")
        self.zoom.chosen.connect(self._fit)
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.back, self.count, self.forward):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self._draw)
        self.retranslate()
        self.say("", "")

    def show_papers(self, papers: Preview) -> None:
        """Show other papers; the same page stays open if they still have it."""
        self._papers, self._asked = papers, None
        self._page = min(self._page, len(papers.sizes) - 1)
        self.stack.setCurrentWidget(self.area)
        self._fit()

    def say(self, title: str, text: str) -> None:
        """Show words in the place of the papers: why there are none, or that they are being made."""
        self._papers = None
        self._stop_drawing()
        self.sheet.show_image(None)
        self.empty.set_texts(title, text)
        self.stack.setCurrentWidget(self.empty)
        self._tell()

    @property
    def pages(self) -> int:
        return len(self._papers.sizes) if self._papers else 0

    @property
    def page(self) -> int:
        """The page on show, from 1."""
        return self._page + 1

    def go_to(self, page: int) -> None:
        """Show a page, from 1."""
        wanted = min(max(page - 1, 0), max(0, self.pages - 1))
        if wanted != self._page:
            self._page = wanted
            self.area.verticalScrollBar().setValue(0)
            self._fit()

    def next_page(self) -> None:
        self.go_to(self.page + 1)

    def previous_page(self) -> None:
        self.go_to(self.page - 1)

    def retranslate(self) -> None:
        for made, word in ((self.back, _("Page before")), (self.forward, _("Next page"))):
            made.setAccessibleName(word)
            made.setToolTip(word)
        self.zoom.retranslate((_("Whole page"), _("Page width")))
        self.zoom.setAccessibleName(_("Size of the preview"))
        self.area.setAccessibleName(_("Preview"))
        self._tell()

    # -- what Qt calls --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_soon()

    def eventFilter(self, watched, event) -> bool:
        if watched is self.area and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            return self._turn_by_key(event.key())
        return super().eventFilter(watched, event)

    # -- inside --

    def _turn_by_key(self, key: int) -> bool:
        """Page down turns the page once its lower end is in sight; Home and End go to the first and last."""
        bar = self.area.verticalScrollBar()
        if key == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
            self.next_page()
        elif key == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
            self.previous_page()
        elif key == Qt.Key.Key_Home:
            self.go_to(1)
        elif key == Qt.Key.Key_End:
            self.go_to(self.pages)
        else:
            return False
        return True

    def _turner(self, name: str, icon: str, call) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName(name)
        made.setProperty("kind", "tool")
        icons.put(made, icon, "ink", 16)
        made.clicked.connect(call)
        return made

    def _scale(self) -> float:
        """Pixels of the window to a point."""
        assert self._papers is not None
        wide, high = self._papers.sizes[self._page]
        room = self.area.size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        if self.zoom.choice() == WIDTH:
            room.setWidth(room.width() - self.area.verticalScrollBar().sizeHint().width())
            return max(0.1, room.width() / wide)
        return max(0.1, min(room.width() / wide, room.height() / high))

    def _fit(self, *_choice: str) -> None:
        """Give the sheet its size and have the page drawn."""
        self._tell()
        if self._papers is not None:
            self._size_sheet()
            self._draw()

    def _fit_soon(self) -> None:
        if self._papers is not None:
            self._size_sheet()
            self._later.start()

    def _size_sheet(self) -> None:
        assert self._papers is not None
        scale, (wide, high) = self._scale(), self._papers.sizes[self._page]
        self.sheet.setFixedSize(round(wide * scale) + 2 * _MARGIN, round(high * scale) + 2 * _MARGIN)

    def _draw(self) -> None:
        if self._papers is None:
            return
        wanted = (self._page, self._scale() * self.devicePixelRatioF())
        if wanted == self._asked and (self._drawing is None or not self._drawing.progress.cancelled):
            return
        self._stop_drawing()
        if self._asked is None or self._asked[0] != self._page:
            self.sheet.show_image(None)
        self._asked = wanted
        self._drawing = self._work.draw(self._papers.pdf, *wanted, self._drawn)

    def _drawn(self, image: QImage) -> None:
        self._drawing = None
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.show_image(image)

    def _stop_drawing(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
            self._asked = None

    def _tell(self) -> None:
        pages = self.pages
        words = _("Page {page} of {pages}").format(page=self.page, pages=pages) if pages else ""
        self.count.setText(words)
        self.sheet.setAccessibleName(words)
        self.back.setEnabled(pages > 0 and self._page > 0)
        self.forward.setEnabled(self._page < pages - 1)
        self.zoom.setEnabled(pages > 0)
        self.page_changed.emit(self.page if pages else 0, pages)


class _Sheet(QWidget):
    """A sheet of paper with its margin; white while the page is being drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printSheet")
        self._image: QImage | None = None

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        paper = QRect(QPoint(_MARGIN, _MARGIN), self.size() - QSize(2 * _MARGIN, 2 * _MARGIN))
        if self._image is None:
            painter.fillRect(paper, theme.colour("card"))
        else:
            painter.drawImage(paper, self._image)
        painter.setPen(theme.colour("button"))
        painter.drawRect(paper)
