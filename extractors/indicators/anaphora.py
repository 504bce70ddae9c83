"""Labels that point back (`số thu của đơn vị`), completed with the organisation the text has just named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import regex

from extractors.cues import Cue
from extractors.indicators.lexicon import cue, cues, fold
from extractors.model import Organisation

_REACH = 900
"""Characters back within which a name is still in mind."""
_WORDS = 12


class Antecedents:
    """The organisations of one document, by place."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self._all = sorted(organisations, key=lambda o: o.start)
        self._starts = [o.start for o in self._all]

    def named(self, label: str, at: int) -> str:
        """A label with the organisation it points back to.

        Args:
            label: of a number.
            at: where the number begins, code points.
        """
        found = _back().search(label)
        if found is None:
            return label
        noun = fold(found["noun"])
        for organisation in reversed(self._all[: bisect_left(self._starts, at)]):
            if at - organisation.start > _REACH:
                break
            if (noun in _any() or fold(organisation.surface).startswith(noun + " ")) and len(
                organisation.surface.split()
            ) > 2:
                name = " ".join(organisation.surface.split()[:_WORDS])
                return f"{label[: found.start()]}{name}{label[found.end() :]}"
        return label


@cache
def _back() -> Cue:
    """A bare noun for the organisation spoken of, where the noun phrase ends."""
    return Cue(
        rf"(?<=(?:của|tại|do)\s+)(?P<noun>{cue('points_back')})(?:\s+(?:này|mình))?"
        r"(?=$|,|\s+(?:so|đạt|tăng|giảm|trong|được|đã)(?!\p{L}))",
        regex.IGNORECASE,
    )


@cache
def _any() -> frozenset[str]:
    """Nouns that stand for an organisation whatever its name begins with."""
    return frozenset(map(fold, cues("points_back", "any")))
