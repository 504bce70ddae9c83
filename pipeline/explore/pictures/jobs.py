"""What the explorer asks its drawing process for, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; shares of the picture's width and height, from its upper left."""

Problem = Literal["gone", "changed", "no_page", "broken", "slow", "no_tool"]
"""`gone`: the file is not there; `changed`: it is another one now; `no_page`: it has no such page; `broken`: it cannot
be drawn; `slow`: it takes too long; `no_tool`: a program that recognises characters is missing."""

Found = Literal["text", "ocr", "none"]
"""How a spot was found: by the page's own characters, by recognising them, or not at all."""


class PictureError(Exception):
    """There is no picture; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to be marked on a page, and what stands around them in `documents.text`."""

    surface: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Job:
    """One picture."""

    doc_id: str
    places: tuple[tuple[str, str], ...]
    """(path or URL of the file, its source), wherever the document was found."""
    media_type: str
    page: int
    """From 1."""
    width: int
    """Of the picture, dots."""
    recognised: bool = False
    """Whether characters of this document were recognised."""
    encoding: str = "none"
    """`documents.encoding_fixed`."""
    wanted: Wanted | None = None
    strip: bool = False
    """Only the surroundings of the spot, where it is found."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture."""

    png: bytes
    width: int
    """Dots."""
    height: int
    boxes: tuple[Box, ...] = ()
    """Of the wanted words, one for each line of them, on the whole page."""
    found: Found = "none"
