"""Which group of drawn shapes a shape of a Word 97–2003 file belongs to ([MS-ODRAW] 2.2)."""

from __future__ import annotations

from struct import unpack_from

_HEADER = 8
_GROUP, _SHAPE, _SHAPE_DATA, _DRAWING = 0xF003, 0xF004, 0xF00A, 0xF002
_MAX_DEPTH = 20


def shape_groups(data: bytes) -> dict[int, int]:
    """Number of a shape → number of the outermost group it is in, which alone is anchored in the text.

    Args:
        data: the drawings of the file; empty where it has none.
    """
    groups: dict[int, int] = {}
    for start, end in _records(data, 0, len(data), _DRAWING, gap=1):
        for top, behind in _records(data, start, end, _GROUP):
            # The first group is the page itself; what is in it is anchored.
            for inner, last in _records(data, top, behind, _GROUP):
                _collect(data, inner, last, groups, None, 0)
    return groups


def _collect(data: bytes, start: int, end: int, groups: dict[int, int], top: int | None, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    for inner, last in _records(data, start, end, _SHAPE):
        for at, _ in _records(data, inner, last, _SHAPE_DATA):
            shape: int = unpack_from("<I", data, at)[0]
            top = shape if top is None else top
            groups[shape] = top
    for inner, last in _records(data, start, end, _GROUP):
        _collect(data, inner, last, groups, top, depth + 1)


def _records(data: bytes, start: int, end: int, kind: int, gap: int = 0) -> list[tuple[int, int]]:
    """Contents of the records of one kind that lie side by side in `[start, end)`.

    Args:
        gap: bytes that may stand before a record without being part of one.
    """
    found: list[tuple[int, int]] = []
    at = start
    while at + _HEADER <= end:
        if gap and at and data[at + 3 : at + 4] != b"\xf0":
            at += gap
        if at + _HEADER > end:
            break
        name, length = unpack_from("<HI", data, at + 2)
        if name == kind:
            found.append((at + _HEADER, min(at + _HEADER + length, end)))
        at += _HEADER + length
    return found


__all__ = ["shape_groups"]
