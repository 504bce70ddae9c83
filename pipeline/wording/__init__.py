"""How what the tables hold is told to people, in Vietnamese and English: codes, columns, numbers, days and periods.

Charts, exports, the report, the explorer and the terminal all ask here, so that one thing has one name everywhere.
"""

from pipeline.wording.catalogue import indicator_name
from pipeline.wording.codes import all_codes, named
from pipeline.wording.headings import heading, headings
from pipeline.wording.language import LANGUAGES, Language, Words
from pipeline.wording.numbers import NO_BREAK_SPACE, compact, number
from pipeline.wording.times import edtf, moment

__all__ = [
    "LANGUAGES",
    "NO_BREAK_SPACE",
    "Language",
    "Words",
    "all_codes",
    "compact",
    "edtf",
    "heading",
    "headings",
    "indicator_name",
    "moment",
    "named",
    "number",
]
