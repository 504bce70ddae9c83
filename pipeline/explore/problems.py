"""What a page raises when it cannot show what it was asked for."""

from __future__ import annotations


class NotFoundError(Exception):
    """What an address asks for is not in this run.

    Args:
        key: of the sentence in `words.csv` that says so.
        values: what the sentence names in braces.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.shown = values
