"""Charts as plain SVG text, for pages that load nothing from anywhere.

Pure functions from rows to one `<svg>` each: presentation attributes only (no style, no script), every text escaped,
numbers as people write them in the page's language, each mark a link where the caller gives one.
"""

from pipeline.charts.bars import Bar, Group, Target, bars, compare, targets
from pipeline.charts.canvas import PALETTE
from pipeline.charts.trend import Point, trend

__all__ = [
    "PALETTE",
    "Bar",
    "Group",
    "Point",
    "Target",
    "bars",
    "compare",
    "targets",
    "trend",
]
