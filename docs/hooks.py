"""What MkDocs does with our pages beside the ordinary: files that are no pages are named, not linked."""

from __future__ import annotations

import re
from typing import Any

_OUT_OF_DOCS = re.compile(r"\[([^\]]+)\]\((\.\./[^)#\s]+)(?:#[^)]*)?\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Turn links that lead out of `docs/`, which work in the repository, into the path's name."""
    return _OUT_OF_DOCS.sub(lambda link: f"{link[1]} (`{link[2].removeprefix('../')}`)", markdown)
