"""The limits of a run as options of the command line. Imports nothing slow: `--help` shows them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def size(text: str) -> int:
    """Bytes of a size as people write it: `500M`, `2G`, `1.5GB`, `4096`.

    Raises:
        ValueError: it is none, or not above zero.
    """
    shown = text.strip().upper().removesuffix("B").removesuffix("I").rstrip()
    unit = _UNITS.get(shown[-1:], 1)
    count = int(float(shown.rstrip("KMGT")) * unit)
    if count < 1:
        raise ValueError(text)
    return count


def seconds(text: str) -> float:
    """Seconds, above zero.

    Raises:
        ValueError: it is no number, or not above zero.
    """
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value


def number(text: str) -> int:
    """A whole number from 1.

    Raises:
        ValueError: it is none.
    """
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


_OPTIONS: Mapping[str, tuple[Callable[[str], float], str, str]] = {
    "max_seconds": (seconds, "S", "thời gian cho một tệp / time for a file (120)"),
    "page_seconds": (seconds, "S", "thêm cho mỗi trang quét / more for each scanned page (60)"),
    "max_memory": (size, "SIZE", "bộ nhớ cho một tệp / memory for a file (2G)"),
    "max_bytes": (size, "SIZE", "cỡ tệp lớn nhất / size of a file (200M)"),
    "max_pages": (number, "N", "số trang nhiều nhất / pages of a file (5000)"),
    "max_chars": (number, "N", "số ký tự nhiều nhất / characters of a document (5000000)"),
    "max_unpacked": (size, "SIZE", "cỡ sau khi bung nén / size when unpacked (500M)"),
    "max_ratio": (seconds, "R", "tỉ lệ nén lớn nhất / packed to unpacked (200)"),
    "max_members": (number, "N", "số tệp trong tệp nén / files in an archive (10000)"),
    "max_nesting": (number, "N", "số lớp nén lồng nhau / archives within archives (5)"),
}
"""Field of `pipeline.read.reader.Limits` → how it is read, what it is called, what it means and its default."""


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    group = parser.add_argument_group("giới hạn cho mỗi tệp / limits for each file")
    for name, (kind, metavar, meaning) in _OPTIONS.items():
        group.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar=metavar, help=meaning)


def limit_options(arguments: Mapping[str, Any]) -> dict[str, float]:
    """The limits that were given, of all arguments of a command."""
    return {name: arguments[name] for name in _OPTIONS if arguments.get(name) is not None}


__all__ = ["add_limits", "limit_options"]
