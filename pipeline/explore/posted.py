"""Forms that come in: read whole, and only from our own pages."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Request

_LARGEST = 256 * 2**10
"""Bytes of a form; the longest field of ours is a title."""
_FORM = "application/x-www-form-urlencoded"


class ForeignFormError(Exception):
    """A form that was not made by a page of ours, or one of an earlier start of the program."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form."""

    fields: Mapping[str, str]

    def get(self, name: str) -> str:
        """A field without blanks at its ends; empty where it is missing."""
        return self.fields.get(name, "").strip()

    def number(self, name: str) -> int | None:
        """A field that is a whole number, not negative."""
        value = self.get(name)
        return int(value) if value.isdecimal() and len(value) < 10 else None

    def beginning(self, prefix: str) -> dict[str, str]:
        """Fields whose name begins so, by the rest of their name."""
        return {name[len(prefix) :]: value for name, value in self.fields.items() if name.startswith(prefix)}

    def back(self, otherwise: str) -> str:
        """The page of ours that the form stood on."""
        return own_address(self.get("back"), otherwise)


def own_address(given: str, otherwise: str) -> str:
    """An address that is a page of ours; another instead of one that is not."""
    parts = urlsplit(given)
    ours = given.startswith("/") and not given.startswith("//") and "\\" not in given and given.isprintable()
    return given if ours and not parts.scheme and not parts.netloc else otherwise


async def _posted(request: Request) -> Posted:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    if kind != _FORM or not length.isdecimal() or int(length) > _LARGEST:
        raise ForeignFormError
    given = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    fields = {name: values[-1] for name, values in given.items()}
    if not hmac.compare_digest(fields.get("token", "").encode(), str(request.app.state.token).encode()):
        raise ForeignFormError
    return Posted(fields)


Form = Annotated[Posted, Depends(_posted)]
"""Parameter type of pages that a form is sent to."""
