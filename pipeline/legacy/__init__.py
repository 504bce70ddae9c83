"""Text in the encodings that Vietnamese had before Unicode: TCVN3, VNI, VISCII, VPS, Windows-1258.

What stands in which encoding is decided by the text, for each stretch of it: files mix encodings, and a third of those
that declare fonts of one hold Unicode.
"""

from pipeline.legacy.document import Converted, convert_blocks, looks_legacy
from pipeline.legacy.syllables import is_syllable
from pipeline.legacy.tables import ENCODINGS, convert

__all__ = ["ENCODINGS", "Converted", "convert", "convert_blocks", "is_syllable", "looks_legacy"]
