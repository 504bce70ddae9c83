"""PDF pages drawn piece by piece, for what flowing text cannot make: columns, raised figures, turned text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.file_samples import pdf_of

WIDTH, HEIGHT = 595, 842
SIZE = 11.0


@dataclass
class Page:
    """Commands in the order they are drawn; coordinates in points from the lower left."""

    turn: int = 0
    """`/Rotate` entry; content is drawn so that the page as shown is upright."""
    sideways: bool = False
    """Everything is drawn turned by 90 degrees on an upright page."""
    items: list[tuple[Any, ...]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> Page:
        """Draw a line of text."""
        self.items.append(("text", x, y, text, size))
        return self

    def raised(self, x: float, y: float, before: str, figures: str, after: str = "") -> Page:
        """Draw text with raised small figures in it."""
        self.items.append(("raised", x, y, before, figures, after))
        return self

    def upwards(self, x: float, y: float, text: str) -> Page:
        """Draw text that runs from the bottom up."""
        self.items.append(("upwards", x, y, text))
        return self

    def hidden(self, x: float, y: float, text: str) -> Page:
        """Draw text nobody sees."""
        self.items.append(("hidden", x, y, text))
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Page:
        """Draw the rules of a table."""
        self.items.append(("grid", xs, ys))
        return self

    def lines(self, x: float, y: float, lines: Iterable[str], step: float = 15.0, size: float = SIZE) -> Page:
        """Draw lines one below the other."""
        for i, line in enumerate(lines):
            self.text(x, y - i * step, line, size)
        return self


def width_of(text: str, size: float = SIZE) -> float:
    """Width of a line, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    pdf_of([["x"]])  # registers the font
    return float(stringWidth(text, "Sample", size))


def drawn_pdf(pages: Sequence[Page]) -> bytes:
    """The PDF with these pages."""
    from reportlab.pdfgen.canvas import Canvas

    pdf_of([["x"]])  # registers the font
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in pages:
        canvas.saveState()
        if page.turn == 90 or page.sideways:
            canvas.setPageSize((HEIGHT, WIDTH))
            canvas.translate(HEIGHT, 0)
            canvas.rotate(90)
        elif page.turn == 270:
            canvas.setPageSize((HEIGHT, WIDTH))
            canvas.translate(0, WIDTH)
            canvas.rotate(270)
        elif page.turn == 180:
            canvas.translate(WIDTH, HEIGHT)
            canvas.rotate(180)
        for item in page.items:
            _draw(canvas, *item)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    data = out.getvalue()
    return _turned(data, [page.turn for page in pages]) if any(page.turn for page in pages) else data


def _draw(canvas: Any, kind: str, *what: Any) -> None:
    if kind == "text":
        x, y, text, size = what
        canvas.setFont("Sample", size)
        canvas.drawString(x, y, text)
    elif kind == "raised":
        x, y, before, figures, after = what
        text = canvas.beginText(x, y)
        text.setFont("Sample", SIZE)
        text.textOut(before)
        text.setFont("Sample", SIZE * 0.6)
        text.setRise(SIZE * 0.35)
        text.textOut(figures)
        text.setFont("Sample", SIZE)
        text.setRise(0)
        text.textOut(after)
        canvas.drawText(text)
    elif kind == "upwards":
        x, y, string = what
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(90)
        canvas.setFont("Sample", SIZE)
        canvas.drawString(0, 0, string)
        canvas.restoreState()
    elif kind == "hidden":
        x, y, string = what
        text = canvas.beginText(x, y)
        text.setTextRenderMode(3)
        text.setFont("Sample", SIZE)
        text.textOut(string)
        canvas.drawText(text)
    else:
        xs, ys = what
        canvas.setLineWidth(0.5)
        canvas.grid(list(xs), list(ys))


def _turned(data: bytes, turns: Sequence[int]) -> bytes:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    for number, turn in enumerate(turns):
        document[number].set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
