"""Charts of the explorer's numbers: each mark is a link to the sentence that states it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import shorten

from markupsafe import Markup

from pipeline import charts
from pipeline.explore.screen import Screen
from pipeline.explore.series import Pair, Point, Subject

_WIDTHS = {"wide": 880, "narrow": 330}
"""Drawn for a desk and for a telephone: a picture that is only scaled down cannot be read there."""


def _both(draw: Callable[[int], str]) -> Markup:
    """A picture for either width of screen; the style sheet shows one of them."""
    drawn = []
    for name, width in _WIDTHS.items():
        # An image may hold no links; a group may.
        picture = draw(width).replace('role="img"', 'role="group"', 1)
        drawn.append(Markup('<div class="only-{}">{}</div>').format(name, Markup(picture)))
    return Markup("").join(drawn)


def _link(screen: Screen, point: Point) -> str:
    return screen.document(point.row["doc_id"], point.row["char_start"], point.row["char_end"])


def trend(screen: Screen, points: Sequence[Point], subject: Subject, title: str) -> Markup:
    """Lines over time, one a province or organisation."""
    shown = [
        charts.Point(p.name, p.ends, p.value, screen.period(p.period), _link(screen, p))
        for p in sorted(points, key=lambda p: (p.name, p.ends))
    ]
    return _both(
        lambda width: charts.trend(shown, width=width, language=screen.language, title=title, unit=subject.unit_shown)
    )


def rank(screen: Screen, points: Sequence[Point], subject: Subject, title: str) -> Markup:
    """A bar for each province or organisation, highest first."""
    rows = [charts.Bar(p.name, p.value, _link(screen, p), p.row["surface"]) for p in points]
    return _both(
        lambda width: charts.bars(rows, width=width, language=screen.language, title=title, unit=subject.unit_shown)
    )


def compare(screen: Screen, points: Sequence[Point], subject: Subject, title: str) -> Markup:
    """Bars of several periods beside each other."""
    periods = list(dict.fromkeys(p.period for p in sorted(points, key=lambda p: (p.ends, p.period))))
    groups = []
    for name in dict.fromkeys(p.name for p in points):
        own = {p.period: p for p in points if p.name == name}
        groups.append(
            charts.Group(
                name,
                tuple(own[period].value if period in own else None for period in periods),
                tuple(_link(screen, own[period]) if period in own else None for period in periods),
            )
        )
    words = [screen.period(period) for period in periods]
    return _both(
        lambda width: charts.compare(
            groups, words, width=width, language=screen.language, title=title, unit=subject.unit_shown
        )
    )


def targets(screen: Screen, pairs: Sequence[Pair], title: str) -> Markup:
    """Results as per cent of their targets: what is wanted is at 100 everywhere, so that unlike things can be seen."""
    rows = [
        charts.Target(
            shorten(": ".join(filter(None, (pair.name, pair.label))), 44, placeholder=" …"),
            100.0,
            round(100 * pair.share, 1),
            screen.document(pair.result["doc_id"], pair.result["char_start"], pair.result["char_end"]),
        )
        for pair in pairs
        if pair.share is not None and 0 <= pair.share <= 3
    ]
    words = (screen.column("result"), screen.column("target"))
    return _both(
        lambda width: charts.targets(rows, words, width=width, language=screen.language, title=title, unit="%")
    )


def years(screen: Screen, counts: Sequence[tuple[int, int, int]], title: str) -> Markup:
    """Documents that cite a directive, by year, and those of them that report numbers on it."""
    groups = [charts.Group(str(year), (float(citing), float(reporting))) for year, citing, reporting in counts]
    words = (screen.word("directive.citing"), screen.word("directive.reporting"))
    narrow = (("wide", 400), ("narrow", 310))
    drawn = [
        Markup('<div class="only-{}">{}</div>').format(
            name, Markup(charts.compare(groups, words, width=width, language=screen.language, title=title))
        )
        for name, width in narrow
    ]
    return Markup("").join(drawn)
