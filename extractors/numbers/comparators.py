"""What stands around a number and says how exactly it holds: `khoảng`, `ít nhất`, `trở lên`."""

from __future__ import annotations

from functools import cache

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.model import Comparator
from gazetteers import read_table

_LINKS = ("có", "là", "từ")
"""May stand between a cue and its number."""
_SIGNS: dict[str, Comparator] = {"=": "=", "~": "~", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


@cache
def _tables() -> tuple[dict[str, Comparator], dict[str, Comparator], Ending, Cue]:
    before: dict[str, Comparator] = {}
    after: dict[str, Comparator] = {}
    for row in read_table("indicator_cues"):
        if row["kind"] == "comparator":
            before[row["cue"].lower()] = _SIGNS[row["value"]]
        elif row["kind"] == "comparator_after":
            after[row["cue"].lower()] = _SIGNS[row["value"]]

    def alternatives(cues: dict[str, Comparator]) -> str:
        longest = sorted(cues, key=lambda cue: (-len(cue), cue))
        return "|".join(r"\s+".join(map(regex.escape, cue.split())) for cue in longest)

    return (
        before,
        after,
        Ending(
            rf"(?<![\p{{L}}\d<>])(?P<cue>{alternatives(before)})\s*(?:(?:{'|'.join(_LINKS)})\s+)?$",
            regex.IGNORECASE,
        ),
        Cue(rf"\s*(?P<cue>{alternatives(after)})(?!\p{{L}})", regex.IGNORECASE),
    )


@cache
def _last_words() -> tuple[str, ...]:
    return tuple(sorted({cue.split()[-1] for cue in _tables()[0]}))


def _may_end(text: str) -> bool:
    """Whether a text in small letters ends with the last word of a cue, or with that and one of `_LINKS`."""
    said = text.rstrip()
    if said.endswith(_last_words()):
        return True
    return len(said) < len(text) and any(
        said.endswith(link) and said[: -len(link)].rstrip().endswith(_last_words()) for link in _LINKS
    )


def comparator_before(text: str) -> tuple[Comparator, int] | None:
    """The comparator that ends `text`, and the offset where it begins, or null.

    Args:
        text: what stands before the number.
    """
    before, _, ending, _ = _tables()
    # Cues are short: a bounded tail keeps the backward search cheap.
    cut = max(0, len(text) - 40)
    if not _may_end(text[cut:].lower()):
        return None
    found = ending.search(text[cut:])
    if found is None:
        return None
    return before[" ".join(found["cue"].lower().split())], cut + found.start()


def comparator_after(text: str) -> tuple[Comparator, int] | None:
    """The comparator that begins `text` (`trở lên`), and the offset where it ends, or null."""
    _, after, _, beginning = _tables()
    found = beginning.match(text)
    if found is None:
        return None
    return after[" ".join(found["cue"].lower().split())], found.end()


@cache
def _alone() -> dict[str, Comparator]:
    return {r["cue"]: _SIGNS[r["value"]] for r in read_table("indicator_cues") if r["kind"] == "comparator_alone"}


def comparator_alone(words: str) -> Comparator | None:
    """What `cao hơn 5%` says where nothing stands before it; in running text it says by how much.

    Args:
        words: all that stands before the number.
    """
    return _alone().get(" ".join(words.lower().split()))
