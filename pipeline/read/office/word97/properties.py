"""Properties of characters, paragraphs and table rows in a Word 97–2003 file: the few that change what is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from struct import unpack_from

# Operand sizes by the top three bits of a property's code (2.2.5.1); null: the operand says its own.
_SIZES: tuple[int | None, ...] = (1, 1, 2, 4, 2, 2, None, 3)
_DEF_TABLE, _CHANGE_TABS = 0xD608, 0xC615
_HUGE = frozenset((0x6645, 0x6646, 0x646B))
_MAX_EDGES = 65


@dataclass(frozen=True, slots=True)
class CharProps:
    """What is known of some characters; null: nothing is said, so the style decides."""

    font: int | None = None
    caps: bool | None = None
    hidden: bool | None = None
    deleted: bool = False
    style: int | None = None
    symbol: str | None = None
    """The character drawn in place of the one in the text."""


@dataclass(frozen=True, slots=True)
class ParaProps:
    """What is known of a paragraph."""

    style: int = 0
    in_table: bool = False
    row_end: bool = False
    depth: int | None = None
    """How many tables it stands in."""
    inner_cell_end: bool = False
    inner_row_end: bool = False
    outline: int | None = None
    """0 outermost; 9 is body text."""
    list_id: int | None = None
    list_level: int | None = None
    edges: tuple[int, ...] = ()
    """Of a row's end: where its cells begin and end across the page, in twips."""
    merged_above: frozenset[int] = frozenset()
    """Cells that a merged one above them swallows."""
    merged_left: frozenset[int] = frozenset()
    """Cells that a merged one to their left swallows."""


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Properties one by one: code and operand; what does not fit ends them."""
    at = 0
    while at + 2 < len(data):
        code: int = unpack_from("<H", data, at)[0]
        at += 2
        size = _SIZES[code >> 13]
        if size is None:
            if code == _DEF_TABLE:
                size = int(unpack_from("<H", data, at)[0]) - 1 if at + 2 <= len(data) else 0
                at += 2
            elif code == _CHANGE_TABS and data[at] == 255:
                return
            else:
                size = data[at]
                at += 1
        yield code, data[at : at + size]
        at += size


def char_props(data: bytes, base: CharProps | None = None) -> CharProps:
    """Character properties from their bytes, laid over others."""
    props = base or CharProps()
    for code, operand in sprms(data):
        if not operand:
            continue
        value = operand[0]
        if code == 0x4A4F and len(operand) > 1:
            props = replace(props, font=unpack_from("<H", operand)[0])
        elif code == 0x083B:
            props = replace(props, caps=_toggled(value))
        elif code == 0x083C:
            props = replace(props, hidden=_toggled(value))
        elif code == 0x0800:
            props = replace(props, deleted=value == 1)
        elif code == 0x4A30 and len(operand) > 1:
            props = replace(props, style=unpack_from("<H", operand)[0])
        elif code == 0x6A09 and len(operand) > 3:
            props = replace(props, symbol=chr(unpack_from("<HH", operand)[1]))
        elif code == 0x2A33:
            props = replace(props, font=None, caps=None, hidden=None)
    return props


def _toggled(value: int) -> bool | None:
    """0 and 1 say so; 128 asks the style, 129 the opposite of it, which for these is as good as on."""
    return None if value == 128 else value != 0


def para_props(data: bytes, base: ParaProps | None = None, huge: Callable[[int], bytes] | None = None) -> ParaProps:
    """Paragraph and row properties from their bytes, laid over others.

    Args:
        data: without the style number.
        base: what holds where nothing is said.
        huge: gives the properties at an offset of the data stream.
    """
    props = base or ParaProps()
    for code, operand in sprms(data):
        if not operand:
            continue
        value = operand[0]
        if code == 0x2416:
            props = replace(props, in_table=value != 0)
        elif code == 0x2417:
            props = replace(props, row_end=value != 0)
        elif code == 0x6649 and len(operand) > 3:
            props = replace(props, depth=max(0, min(unpack_from("<i", operand)[0], 100)))
        elif code == 0x244B:
            props = replace(props, inner_cell_end=value != 0)
        elif code == 0x244C:
            props = replace(props, inner_row_end=value != 0)
        elif code == 0x2640:
            props = replace(props, outline=value)
        elif code == 0x260A:
            props = replace(props, list_level=value)
        elif code == 0x460B and len(operand) > 1:
            props = replace(props, list_id=unpack_from("<h", operand)[0])
        elif code in _HUGE and huge and len(operand) > 3:
            props = para_props(huge(unpack_from("<I", operand)[0]), props)
        elif code == _DEF_TABLE:
            props = _row(operand, props)
    return props


def _row(operand: bytes, props: ParaProps) -> ParaProps:
    """A row's cells (2.9.324): their edges, and which of them are swallowed by merged ones."""
    count = operand[0]
    if count + 1 > _MAX_EDGES or len(operand) < 1 + 2 * (count + 1):
        return props
    edges = unpack_from(f"<{count + 1}h", operand, 1)
    above, left = set(), set()
    at = 1 + 2 * (count + 1)
    for cell in range(count):
        if at + 20 * cell + 2 > len(operand):
            break
        flags: int = unpack_from("<H", operand, at + 20 * cell)[0]
        if flags & 3 == 2:
            left.add(cell)
        if (flags >> 5) & 3 == 1:
            above.add(cell)
    return replace(props, edges=tuple(edges), merged_above=frozenset(above), merged_left=frozenset(left))


__all__ = ["CharProps", "ParaProps", "char_props", "para_props", "sprms"]
