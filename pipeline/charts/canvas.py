"""What all charts share: numbers, ticks, text that fits, the frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

from pipeline.wording import Language, number

PALETTE = ("#0b5cad", "#c2410c", "#0f766e", "#8b3fa0", "#a16207", "#be185d", "#4d7c0f", "#475569")
"""Eight colours apart from each other, also for most colour-blind readers, each at least 4.5:1 on white."""
SOFT = "#cbd5e1"
"""Lines behind the marks."""

FONT_SIZE = 13
_WIDE = frozenset("mwMWĐƯƠÂÔÊĂQOGDHNUACKVXYRBPSTEZ%")
_NARROW = frozenset("iljtfrI.,:;'|!()[] -/")


def exact(value: float, language: Language) -> str:
    """A number as a mark says it on hovering: to the hundredth."""
    return number(value, language, 2)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values from at most `low` to at least `high`, about `count` of them."""
    low = low if math.isfinite(low) else 0.0
    high = max(high if math.isfinite(high) else low, low)
    if high - low < 1e-6 * max(1.0, abs(low)):
        high = low + max(1.0, abs(low) * 1e-3)
    raw = (high - low) / max(1, count - 1)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= raw * 0.999)
    first = math.floor(low / step)
    last = math.ceil(high / step)
    return [i * step for i in range(first, last + 1)]


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide a text is, in pixels, in the sans-serif of whatever machine shows it."""
    return size * sum(0.8 if c in _WIDE else 0.36 if c in _NARROW else 0.62 for c in text)


def fitted(text: str, width: float, size: float = FONT_SIZE) -> str:
    """The text, cut with `…` where it is wider than `width` pixels."""
    text = " ".join(text.split())
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def shape(tag: str, content: str = "", /, **attributes: object) -> str:
    """One element; `font_size` becomes `font-size`, numbers are rounded, null attributes are left out."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


def _plain(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def label(text: str, x: float, y: float, /, **attributes: object) -> str:
    """A text; escaped here."""
    return shape("text", escape(text), x=float(x), y=float(y), **attributes)


def mark(drawn: str, told: str, href: str | None) -> str:
    """A mark with what it says on hovering, a link where there is somewhere to go."""
    inner = f"<title>{escape(told)}</title>{drawn}"
    return shape("a", inner, href=href) if href else f"<g>{inner}</g>"


def frame(parts: Iterable[str], width: float, height: float, title: str) -> str:
    """The whole picture; as wide as the place it stands in, at most `width`.

    Without a title screen readers pass over it: the page tells the same in words.
    """
    told = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_plain(float(width))} {_plain(float(height))}" '
        f'width="{_plain(float(width))}" height="{_plain(float(height))}" {told} '
        f'font-family="system-ui, sans-serif" font-size="{FONT_SIZE}" fill="currentColor">{"".join(parts)}</svg>'
    )


def legend(names: Sequence[str], width: float, top: float) -> tuple[list[str], float]:
    """Coloured squares with names, in as many lines as they need.

    Returns:
        the shapes, and how high they are.
    """
    parts, x, y = [], 0.0, top
    for i, name in enumerate(names):
        shown = fitted(name, width - 24)
        needed = 24 + text_width(shown) + 14
        if x and x + needed > width:
            x, y = 0.0, y + 20
        parts.append(shape("rect", x=x, y=y, width=12, height=12, rx=2, fill=PALETTE[i % len(PALETTE)]))
        parts.append(label(shown, x + 18, y + 11))
        x += needed
    return parts, y + 24 - top
