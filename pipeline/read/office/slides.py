"""Slides as blocks: the title, and what stands below it in the order people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Block

_HEADING_MAX = 250


@dataclass(frozen=True, slots=True)
class Shape:
    """Something on a slide that holds text."""

    blocks: tuple[Block, ...]
    top: int | None
    """Where it stands on the slide, in any unit; null where the slide's design says so."""
    left: int | None
    is_title: bool = False


def slide_blocks(shapes: Sequence[Shape], band: int) -> list[Block]:
    """Blocks of a slide: its title first, then from top to bottom, side by side from left to right.

    Args:
        shapes: in the order of the file, which is kept for those without a place of their own; they come first, as
            what a design foresees is what a slide is about.
        band: height within which shapes stand side by side, in the unit of their places.
    """
    titles = [shape for shape in shapes if shape.is_title]
    foreseen = [shape for shape in shapes if not shape.is_title and shape.top is None]
    placed = _in_reading_order([shape for shape in shapes if not shape.is_title and shape.top is not None], band)
    return [block for shape in (*titles, *foreseen, *placed) for block in shape.blocks]


def _in_reading_order(shapes: Sequence[Shape], height: int) -> list[Shape]:
    ordered: list[Shape] = []
    band: list[Shape] = []
    for shape in sorted(shapes, key=lambda s: s.top or 0):
        if band and (shape.top or 0) > (band[0].top or 0) + height:
            ordered += sorted(band, key=lambda s: s.left or 0)
            band = []
        band.append(shape)
    return ordered + sorted(band, key=lambda s: s.left or 0)


def text_blocks(lines: Sequence[str], page: int, heading: bool = False) -> list[Block]:
    """Paragraphs of a shape as blocks; a title's lines are one heading.

    Args:
        lines: the paragraphs, none of them blank.
        page: number of the slide.
        heading: the shape is the slide's title.
    """
    title = " ".join(" ".join(lines).split())
    if heading and title and len(title) <= _HEADING_MAX:
        return [Block(title, "heading", 1, page)]
    return [Block(line, page=page) for line in lines]


__all__ = ["Shape", "slide_blocks", "text_blocks"]
