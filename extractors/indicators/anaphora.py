"""Labels that point back (`số thu của đơn vị`), completed with the organisation the text has just named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import regex

from extractors.indicators.lexicon import fold
from extractors.model import Organisation

# A bare noun for the organisation spoken of, where the noun phrase ends.
_BACK = regex.compile(
    r"(?<=(?:của|tại|do)\s+)(?P<noun>đơn\s+vị|công\s+ty|ngân\s+hàng|tập\s+đoàn|doanh\s+nghiệp|chi\s+cục|chi\s+nhánh|bệnh\s+viện|"
    r"nhà\s+trường|cơ\s+quan)(?:\s+(?:này|mình))?(?=$|,|\s+(?:so|đạt|tăng|giảm|trong|được|đã)(?!\p{L}))",
    regex.IGNORECASE,
)
_ANY = frozenset(("đơn vị", "cơ quan", "doanh nghiệp"))
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
        if not any(
            word in label
            for word in ("đơn vị", "công ty", "ngân hàng", "tập đoàn", "chi ", "viện", "trường", "cơ quan")
        ):
            return label
        found = _BACK.search(label)
        if found is None:
            return label
        noun = fold(found["noun"])
        for organisation in reversed(self._all[: bisect_left(self._starts, at)]):
            if at - organisation.start > _REACH:
                break
            if (noun in _ANY or fold(organisation.surface).startswith(noun + " ")) and len(
                organisation.surface.split()
            ) > 2:
                name = " ".join(organisation.surface.split()[:_WORDS])
                return f"{label[: found.start()]}{name}{label[found.end() :]}"
        return label
