"""Writes docs/commands.md from the command line's own help.

python docs/reference.py            # rewrite
python docs/reference.py --check    # exit 1 where the page is out of date
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "commands.md"


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its subcommands, in their order."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in dict.fromkeys(action.choices.values()):
                yield from _commands(sub)


def page() -> str:
    """All helps as one Markdown page."""
    # Help is as wide as the terminal, which must not matter here.
    os.environ["COLUMNS"] = "110"
    from pipeline.cli import _parser

    head = "# Commands\n\nMade from `--help`, which says the same: `python docs/reference.py`.\n"
    return head + "".join(f"\n## {p.prog}\n\n```text\n{p.format_help().rstrip()}\n```\n" for p in _commands(_parser()))


def main() -> int:
    """Write, or compare."""
    if "--check" in sys.argv[1:]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
