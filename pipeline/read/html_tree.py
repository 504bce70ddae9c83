"""From a page's source to a tree that can be walked: however deeply it is nested, without what nobody sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from pipeline.errors import input_error
from pipeline.read.markup_blocks import HTML, is_hidden, is_small_form
from pipeline.read.raised import raised_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_HEAD = regex.compile(r"^\s*<\?xml[^>]*\?>")
_NO_FRAMES = regex.compile(r"</?noframes\b[^>]*>", regex.IGNORECASE)
_NO_BODY = regex.compile(r"</?(?:frameset|frame)\b[^>]*>", regex.IGNORECASE)
_DEEPEST = 120
"""Elements within each other that are kept apart; the parser's own limit is 256, and other libraries recurse."""
_TAG = regex.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)[^<>]*>|<!--|<[!?][^<>]*>")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp"))
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_UNSEEN = frozenset(["script", "style", "template", "noscript"])
_FIGURES = regex.compile(r"\s*\d{1,3}\s*")
_LAST_CHARACTERS = 12


def parsed(source: str) -> _Element:
    """The tree of a page.

    Nesting deeper than a parser follows is taken apart: the innermost elements then stand side by side, and no text is
    lost. Frames show what they hold for browsers that know none.

    Args:
        source: the decoded page.

    Raises:
        InputError: `no_text` where there is no element.
    """
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    source = _XML_HEAD.sub("", source.replace("\x00", ""))
    if "<noframes" in source.lower():
        source = _NO_BODY.sub("", _NO_FRAMES.sub("", source))
    try:
        parser = HTMLParser()
        root = document_fromstring(source, parser=parser)
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            root = document_fromstring("".join(_flattened(source)))
    except ParserError as error:
        raise input_error("no_text") from error
    _mend_raised(root)
    return root


def visible_source(root: _Element) -> str:
    """A page's source again, without elements that are not shown.

    Args:
        root: of the page; it stays as it is.
    """
    from copy import deepcopy

    from lxml.html import tostring

    copy = deepcopy(root)
    hidden = [
        element
        for element in copy.iter()
        if isinstance(element.tag, str) and (element.tag in _UNSEEN or is_hidden(element))
    ]
    for element in hidden:
        parent = element.getparent()
        if parent is None or element.tag in ("html", "body"):
            continue
        # What follows an element is its tail: it stays.
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + (element.tail or "")
        else:
            parent.text = (parent.text or "") + (element.tail or "")
        parent.remove(element)
    for form in copy.iter("form"):
        # Around a whole page it is no form to whoever looks for the page's text.
        form.tag = form.tag if is_small_form(form) else "div"
    return str(tostring(copy, encoding="unicode"))


def _flattened(source: str) -> Iterator[str]:
    """The source with elements nested too deeply left out, a line end where one of them would have made some."""
    broken = False
    for text, is_break in _shallow(source):
        if is_break:
            broken = True
            continue
        if broken and not text.isspace():
            yield "<br>"
            broken = False
        yield text


def _shallow(source: str) -> Iterator[tuple[str, bool]]:
    """Text and tags of the source but those nested too deeply; the flag tells places where such a one broke a line."""
    open_tags: list[str] = []
    names = Counter[str]()
    at = 0
    low = source.lower()
    last_comment = source.rfind("-->")
    while True:
        match = _TAG.search(source, at)
        if match is None:
            yield source[at:], False
            return
        if match.start() > at:
            yield source[at : match.start()], False
        at = match.end()
        name = (match["name"] or "").lower()
        if match[0] == "<!--":
            at = source.find("-->", at) + 3 if at <= last_comment else at
        elif name in _VOID:
            yield match[0], False
        elif name in _RAW and not match["end"]:
            end = low.find(f"</{name}", at)
            end = end if end >= 0 else len(source)
            if name in ("title", "textarea"):
                yield f"{match[0]}{source[at:end]}</{name}>", False
            closing = source.find(">", end)
            at = closing + 1 if closing >= 0 else len(source)
        elif name and not match["end"]:
            deep = len(open_tags) >= _DEEPEST
            names[name] += 1
            open_tags.append(name)
            if not deep:
                yield match[0], False
            elif name in HTML.blocks:
                yield "", True
        elif names[name]:
            while open_tags:
                last = open_tags.pop()
                names[last] -= 1
                if len(open_tags) < _DEEPEST:
                    yield f"</{last}>", False
                elif last in HTML.blocks:
                    yield "", True
                if last == name:
                    break


def _mend_raised(root: _Element) -> None:
    """Raised figures as plain text shows them: `2.942¹` is no five-digit number."""
    for element in root.iter("sup"):
        text = "".join(map(str, element.itertext()))
        if not _FIGURES.fullmatch(text):
            continue
        before = _text_before(element)
        shown = raised_text(before, text.strip())
        for child in list(element):
            element.remove(child)
        element.text = shown[len(before) :]


def _text_before(element: _Element) -> str:
    """The last characters before an element in its paragraph."""
    pieces: list[str] = []
    at: _Element | None = element
    while at is not None and sum(map(len, pieces)) < _LAST_CHARACTERS:
        previous = at.getprevious()
        parent = at.getparent()
        if previous is not None:
            if isinstance(previous.tag, str):
                pieces.append("".join(map(str, previous.itertext())) + (previous.tail or ""))
                if previous.tag in HTML.blocks or previous.tag in HTML.breaks:
                    break
            else:
                pieces.append(previous.tail or "")
            at = previous
            continue
        if parent is None:
            break
        pieces.append(parent.text or "")
        if parent.tag in HTML.blocks:
            break
        at = parent
    return "".join(reversed(pieces))[-_LAST_CHARACTERS:]


__all__ = ["parsed", "visible_source"]
