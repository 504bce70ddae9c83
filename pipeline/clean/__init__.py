"""Clean: from a reader's blocks to the text as stored."""

from pipeline.clean.text import clean

__all__ = ["clean"]
