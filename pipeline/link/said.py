"""All that is said in a run, held as small as can be."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.link.units import NAMES, Unit, block_of, read_unit

_DRAWERS = 64
"""Units are laid away by their block; one drawer is opened at a time."""
_LOOSE_CHARS = 400_000
"""Characters that a drawer holds before they are packed: units resemble each other, and pack to a tenth."""
_DIGEST = 12


class Said:
    """Everything that is said in a run: each unit once, with how many documents say it."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._weights = array("l")
        self._drawers = [_Drawer() for _ in range(_DRAWERS)]
        self._names = _Drawer()

    def add(self, units: Iterable[str]) -> array[int]:
        """Take in the units of some documents.

        Returns:
            the number of each.
        """
        numbers, weights = array("l"), self._weights
        for unit in units:
            number = self._numbers.setdefault(_digest(unit), len(weights))
            if number == len(weights):
                weights.append(0)
                self._drawer(block_of(unit)).put(unit)
            weights[number] += 1
            numbers.append(number)
        return numbers

    def __len__(self) -> int:
        return len(self._weights)

    def names(self) -> list[str]:
        """The units of documents known by name, in an order that does not depend on where they were said."""
        return sorted(self._names.all())

    def numbers(self) -> Iterator[tuple[str, list[str]]]:
        """The others, block by block, each in such an order."""
        for drawer in self._drawers:
            for block, texts in groupby(sorted(drawer.all()), key=block_of):
                yield block, list(texts)

    def number(self, text: str) -> int:
        """The number of one unit."""
        return self._numbers[_digest(text)]

    def weight(self, number: int) -> int:
        """How many documents say one unit."""
        return self._weights[number]

    def read(self, text: str) -> Unit:
        """One unit."""
        number = self.number(text)
        return read_unit(text, number, self._weights[number])

    def _drawer(self, block: str) -> _Drawer:
        return self._names if block == NAMES else self._drawers[zlib.crc32(block.encode()) % _DRAWERS]


class _Drawer:
    def __init__(self) -> None:
        self._loose: list[str] = []
        self._chars = 0
        self._packed: list[bytes] = []

    def put(self, unit: str) -> None:
        self._loose.append(unit)
        self._chars += len(unit)
        if self._chars >= _LOOSE_CHARS:
            # JSON texts hold no line breaks.
            self._packed.append(zlib.compress("\n".join(self._loose).encode(), 1))
            self._loose, self._chars = [], 0

    def all(self) -> Iterator[str]:
        for packed in self._packed:
            yield from zlib.decompress(packed).decode().split("\n")
        yield from self._loose


def _digest(unit: str) -> bytes:
    return hashlib.blake2b(unit.encode(), digest_size=_DIGEST).digest()


__all__ = ["Said"]
