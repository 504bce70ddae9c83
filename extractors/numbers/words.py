"""Numbers in words, alone or mixed with digits: `hai mươi mốt nghìn`, `2 tỷ 462 triệu`, `1 triệu rưỡi`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from gazetteers import read_table


@cache
def lexicon() -> dict[str, tuple[str, Decimal]]:
    """Word in lower case → (role, value); roles as in `gazetteers/number_words.csv`."""
    return {row["word"].lower(): (row["role"], Decimal(row["value"])) for row in read_table("number_words")}


def words_of(*roles: str) -> tuple[str, ...]:
    """The words that have one of `roles`, longest first."""
    return tuple(sorted((w for w, (role, _) in lexicon().items() if role in roles), key=lambda w: (-len(w), w)))


class _Reader:
    """Left-to-right evaluation; `state` is what the last token was."""

    def __init__(self, spoken: bool = False) -> None:
        self.spoken = spoken
        self.parts: list[tuple[Decimal, Decimal]] = []  # (value, scale it was multiplied by), scales falling
        self.group: Decimal | None = None  # what has been read since the last scale, below a thousand or a literal
        self.digit: Decimal | None = None  # the digit that `mươi` and `trăm` multiply
        self.state = "start"

    def feed(self, role: str, value: Decimal) -> bool:
        return bool(getattr(self, f"_{role}")(value))

    def _literal(self, value: Decimal) -> bool:
        if self.state not in ("start", "scale"):
            return False
        self.group, self.state = value, "literal"
        return True

    def _digit(self, value: Decimal) -> bool:
        if self.state not in ("start", "scale", "tens", "link", "hundred"):
            return False
        self.digit, self.state = value, "digit"
        self.group = (self.group or Decimal(0)) + value
        return True

    def _digit_after_tens(self, value: Decimal) -> bool:
        if (
            self.spoken
            and self.state == "digit"
            and self.digit is not None
            and self.digit > 1
            and self.group is not None
        ):
            # `hai mốt`, `bốn lăm`: the tens are not said.
            self.group += self.digit * 9 + value
            self.digit, self.state = None, "spoken"
            return True
        if self.state not in ("tens", "link") and not (self.state == "hundred" and value == 4):
            return False
        return self._digit(value)

    def _ten(self, value: Decimal) -> bool:
        if self.state not in ("start", "scale", "hundred", "link"):
            return False
        self.group, self.state, self.digit = (self.group or Decimal(0)) + value, "tens", None
        return True

    def _times(self, value: Decimal, state: str) -> bool:
        if self.state != "digit" or self.digit is None or self.group is None:
            return False
        self.group, self.digit, self.state = self.group + self.digit * (value - 1), None, state
        return True

    def _tens(self, value: Decimal) -> bool:
        return self._times(value, "tens")

    def _hundred(self, value: Decimal) -> bool:
        if self.state == "literal" and self.group is not None:
            self.group *= value
            self.state = "hundred"
            return True
        return self._times(value, "hundred")

    def _link(self, value: Decimal) -> bool:
        if self.state not in ("hundred", "scale"):
            return False
        self.state = "link"
        return True

    def _scale(self, value: Decimal) -> bool:
        if self.state in ("start", "link"):
            return False
        total = self.group or Decimal(0)
        while self.parts and self.parts[-1][1] < value:
            total += self.parts.pop()[0]
        if self.state == "scale" and self.group is None and total == 0:
            return False
        self.parts.append((total * value, value))
        self.group, self.digit, self.state = None, None, "scale"
        return True

    _suffix = _scale

    def _half_after(self, value: Decimal) -> bool:
        if self.state == "scale" and self.parts:
            amount, scale = self.parts[-1]
            self.parts[-1] = (amount + scale * value, scale)
        elif self.state in ("hundred", "tens") and self.group is not None:
            self.group += (100 if self.state == "hundred" else 10) * value
        elif self.spoken and self.state in ("digit", "literal") and self.group is not None:
            self.group += value
        else:
            return False
        self.state = "half"
        return True

    def _half(self, value: Decimal) -> bool:
        if self.state != "start":
            return False
        self.group, self.state = value, "literal"
        return True

    def total(self) -> Decimal | None:
        if self.state in ("start", "link"):
            return None
        return sum((value for value, _ in self.parts), Decimal(0)) + (self.group or Decimal(0))


def evaluate(tokens: Sequence[str | Decimal], spoken: bool = False) -> Decimal | None:
    """The value of a whole cardinal, or null where the tokens are not one.

    Args:
        tokens: words of `gazetteers/number_words.csv` in any case, and values of literals.
        spoken: also read what is only said (`hai mốt`, `hai rưỡi`), which in running text is something else.
    """
    reader, known = _Reader(spoken), lexicon()
    for token in tokens:
        role, value = ("literal", token) if isinstance(token, Decimal) else known.get(token.lower(), ("", Decimal(0)))
        if role in ("", "point", "sign") or not reader.feed(role, value):
            return None
    return reader.total()
