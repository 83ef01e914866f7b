"""Pages of a PDF as images, for the preview and for the printer: PDFium draws the very bytes that are saved."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_PDFIUM = threading.Lock()  # PDFium may be called by one thread at a time


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # loads a library of 7 MB: when the first page is drawn, not with the window

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of every page in points."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(at) for at in range(len(document)))


def render_page(pdf: bytes, page: int, scale: float) -> QImage:
    """Draw a page (from 0) at `scale` pixels to a point. May be called in any thread.

    PDFium draws straight into the image: a page at 300 dpi takes 33 MB, and a copy as much again.
    """
    with _opened(pdf) as document:
        opened = document[page]
        wide, high = (math.ceil(length * scale) for length in opened.get_size())
        image = QImage(wide, high, QImage.Format.Format_RGB32)
        bits = image.bits()

        def into_image(width: int, height: int, format: int, rev_byteorder: bool = False) -> Any:
            from pypdfium2 import PdfBitmap

            memory = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(bits)
            stride = image.bytesPerLine()
            return PdfBitmap.new_native(width, height, format, rev_byteorder, memory, stride)

        bitmap = opened.render(scale=scale, prefer_bgrx=True, bitmap_maker=into_image)
        bitmap.close()
        opened.close()
    return image
