"""Makes the sample documents and their gold from the marked texts in `corpus/marked/`.

    python corpus/build.py              # write txt/ md/ html/ docx/ pdf/ gold/
    python corpus/build.py --check      # write nothing; exit 1 where a committed text or gold file differs
    python corpus/build.py --lint STEM  # numbers and likely organisations that no mark covers, to read over

A marked text is the document with its annotations written into it by hand, so text and gold cannot drift apart;
`corpus/README.md` describes the marks. Needs python-docx and lxml; making the PDFs needs the `dev` extra
(reportlab, and font-roboto for a font with Vietnamese letters).
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

OPEN = re.compile(r"\{([DONSMI])([?!]?):")
LAYERS = {
    "D": "dates",
    "O": "organisations",
    "N": "references",
    "S": "references",
    "M": "references",
    "I": "indicators",
}
FORMS = {"N": "numbered", "S": "short", "M": "named"}
KINDS = {"c": "count", "m": "money", "p": "percent", "q": "measure"}
COMPARATORS = ("=", "~", ">", ">=", "<", "<=")
ROLES = ("result", "target", "target_rate", "share", "change", "index", "baseline", "rate")
MAGNITUDE = r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
NUMBER_HEAD = re.compile(
    rf"^[-−+]?[\d.,]+(?:\s*{MAGNITUDE})*(?:\s*[\d.,]+\s*{MAGNITUDE})*"
    rf"(?:\s*(?:-|–|đến)\s*[\d.,]+(?:\s*{MAGNITUDE})*)?\s*"
)
TEXT_FORMATS = ("txt", "md", "html")
FORMATS = (*TEXT_FORMATS, "docx", "pdf")


class MarkError(ValueError):
    """A mark that says too little, or something the guide does not know."""


@dataclass
class Sample:
    """One document of ours: what is known of it, its plain text (docx, pdf: its layout script), its gold."""

    stem: str
    head: dict[str, str]
    text: str
    gold: dict[str, Any]
    covered: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def format(self) -> str:
        return self.head["format"]


def reader_text(surface: str, fmt: str) -> str:
    """`surface` as a reader sees it: no tags or entities in HTML, a line break is one blank."""
    if fmt == "html":
        surface = html.unescape(re.sub(r"<[^>]+>", "", surface))
    return re.sub(r"\s+", " ", surface).strip()


def date_item(surface: str, fields: list[str]) -> dict[str, Any]:
    if len(fields) != 1:
        raise MarkError(f"date {surface!r}: one field, its EDTF value")
    return {"surface": surface, "edtf": fields[0]}


def organisation_item(surface: str, fields: list[str]) -> dict[str, Any]:
    return {"surface": surface, "name": fields[0] if fields and fields[0] else surface}


def reference_item(form: str, surface: str, fields: list[str], is_self: bool) -> dict[str, Any]:
    named = dict(f.split("=", 1) for f in fields if re.match(r"(type|symbol|date|provision)=", f))
    if len(named) != len(fields):
        raise MarkError(f"reference {surface!r}: fields are type= symbol= date= provision=")
    before, _, last = surface.rpartition(" ")
    doc_type = named.get("type") or (re.sub(r"\s+số:?$", "", before.lower()) if form == "numbered" and before else None)
    symbol = named.get("symbol") or (last if form == "numbered" else None)
    if form == "short" and "symbol" not in named:
        raise MarkError(f"short reference {surface!r}: which symbol?")
    if doc_type is None:
        raise MarkError(f"reference {surface!r}: type=")
    item: dict[str, Any] = {
        "surface": surface,
        "form": form,
        "doc_type": None if doc_type == "null" else doc_type,
        "symbol": None if symbol == "null" else symbol,
        "date": named.get("date"),
    }
    if "provision" in named:
        item["provision"] = named["provision"]
    if is_self:
        item["self"] = True
    return item


def indicator_item(surface: str, fields: list[str]) -> dict[str, Any]:
    units = [f[2:] for f in fields if f.startswith("u=")]
    fields = [f for f in fields if not f.startswith("u=")]
    if len(fields) not in (2, 3):
        raise MarkError(f"indicator {surface!r}: VALUE KIND [COMPARATOR] [ROLE] | label | period")
    low, kind, *rest = fields[0].split()
    comparator = next((r for r in rest if r in COMPARATORS), "=")
    role = next((r for r in rest if r in ROLES), "result")
    if kind not in KINDS or set(rest) - {comparator, role}:
        raise MarkError(f"indicator {surface!r}: {fields[0]!r}")
    unit = units[0] if units else NUMBER_HEAD.sub("", surface)
    if not units and kind == "m" and unit in ("", "đồng"):
        unit = "đồng"
    if not units and kind == "p" and unit == "":
        unit = "%"
    if not unit:
        raise MarkError(f"indicator {surface!r}: u= (its unit)")
    values = [float(v) for v in low.split("..")]
    numbers: list[float | int] = [int(v) if v.is_integer() else v for v in values]
    item: dict[str, Any] = {"surface": surface, "value": numbers[0]}
    if len(numbers) == 2:
        item["value_high"] = numbers[1]
    return item | {
        "kind": KINDS[kind],
        "unit": unit,
        "comparator": comparator,
        "role": role,
        "label": fields[1],
        "period": fields[2] if len(fields) == 3 and fields[2] != "-" else None,
    }


def unmark(marked: str, fmt: str, stem: str) -> tuple[str, dict[str, Any], list[tuple[int, int, str]]]:
    """Text without marks, gold, and what the marks cover as (start, end, layer letter).

    Raises:
        MarkError: a mark is malformed or left open.
    """
    out: list[str] = []
    length = 0
    found: list[tuple[int, str, dict[str, Any]]] = []
    covered: list[tuple[int, int, str]] = []
    # An open mark: letter, flag, where its text began, where its fields began (null while in its text).
    stack: list[tuple[str, str, int, int | None]] = []
    i = 0
    while i < len(marked):
        opening = OPEN.match(marked, i)
        in_fields = bool(stack) and stack[-1][3] is not None
        if opening and not in_fields:
            stack.append((opening[1], opening[2], length, None))
            i = opening.end()
            continue
        char = marked[i]
        if stack and not in_fields and char in "|}":
            letter, flag, start, _ = stack[-1]
            stack[-1] = (letter, flag, start, i + 1 if char == "|" else i)
            i += char == "|"
            continue
        if in_fields and char == "}":
            letter, flag, start, fields_from = stack.pop()
            assert fields_from is not None
            raw = marked[fields_from:i]
            fields = [f.strip() for f in re.sub(r"\s+", " ", raw).split("|")] if raw.strip() else []
            surface = reader_text("".join(out)[start:], fmt)
            if letter == "D":
                item = date_item(surface, fields)
            elif letter == "O":
                item = organisation_item(surface, fields)
            elif letter == "I":
                item = indicator_item(surface, fields)
            else:
                item = reference_item(FORMS[letter], surface, fields, flag == "!")
            if flag == "?":
                item["optional"] = True
            found.append((start, LAYERS[letter], item))
            covered.append((start, length, letter))
            i += 1
            continue
        if not in_fields:
            out.append(char)
            length += 1
        i += 1
    if stack:
        raise MarkError(f"{stem}: mark left open: {''.join(out)[stack[-1][2] :][:60]!r}")
    gold: dict[str, Any] = {"id": stem, "references": [], "dates": [], "organisations": [], "indicators": []}
    for _, layer, item in sorted(found, key=lambda f: f[0]):
        gold[layer].append(item)
    return "".join(out), gold, covered


def load(path: Path) -> Sample:
    """Read one marked text.

    Raises:
        MarkError: its head lacks a field or a mark is malformed.
    """
    raw = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    head_text, _, body = raw.partition("\n----\n")
    head = dict(line.split(": ", 1) for line in head_text.splitlines() if ": " in line)
    missing = {"format", "genre", "doc_kind"} - set(head)
    if missing or head["format"] not in FORMATS:
        raise MarkError(f"{path.name}: head lacks {', '.join(sorted(missing)) or 'a known format'}")
    try:
        text, gold, covered = unmark(body, head["format"], path.stem)
    except (MarkError, ValueError) as error:
        raise MarkError(f"{path.name}: {error}") from error
    return Sample(path.stem, head, text, gold, covered)


def samples() -> list[Sample]:
    """All samples, by name."""
    return [load(p) for p in sorted((HERE / "marked").glob("*.marked"))]


def metadata_row(sample: Sample) -> dict[str, Any]:
    """The sample's row of `metadata.json`."""
    row: dict[str, Any] = {"id": sample.stem}
    for name in ("doc_kind", "symbol", "issuer", "province", "issued_on", "title"):
        row[name] = sample.head.get(name)
    also = {
        name.removeprefix("also."): [None if v.strip() == "null" else v.strip() for v in value.split(";;")]
        for name, value in sample.head.items()
        if name.startswith("also.")
    }
    return row | ({"also": also} if also else {})


def outputs() -> dict[Path, str]:
    """Every text file the marked texts give: documents in text formats, gold, metadata."""
    made: dict[Path, str] = {}
    all_samples = samples()
    for sample in all_samples:
        if sample.format in TEXT_FORMATS:
            made[HERE / sample.format / f"{sample.stem}.{sample.format}"] = sample.text
        made[HERE / "gold" / f"{sample.stem}.json"] = json.dumps(sample.gold, indent=1, ensure_ascii=False) + "\n"
    rows = [metadata_row(s) for s in all_samples]
    made[HERE / "metadata.json"] = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    return made


LIKELY = (
    r"(?<!^)(?<![\d.,/])\d[\d.,/]*(?<![.,/])|LĐLĐ|UBND|HĐND|UBMTTQ\w*|BHXH|TLĐ|CTCP|"
    r"Công ty|Công đoàn [\p{Lu}]|Tổng \w+|Ngân hàng|Đảng|Nhà nước|"
    r"(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Tt]hị|[Qq]uận|[Đđ]ảng) [uủ][yỷ]|Ủy ban|Hội đồng|Quốc hội|Chính phủ|Bộ [\p{Lu}]\w+|"
    r"Sở [\p{Lu}]\w+|Ban [\p{Lu}]\w+|Hội [\p{Lu}]\w+|Đoàn [\p{Lu}]\w+|Liên đoàn|Liên minh|Cục|Chi cục|Công an|"
    r"Trường|Trung tâm|Bệnh viện|Mặt trận|Trung ương|Quỹ|Luật|Nghị quyết|Nghị định|Chỉ thị|Quyết định|Kế hoạch|"
    r"Chương trình|Thông tư|Công văn|Hướng dẫn|Kết luận|Đề án|Điều lệ|Quy chế|"
    r"(?:tháng|[Nn]ăm|ngày|[Qq]uý) [\dIVX]+"
)


def lint(sample: Sample) -> list[str]:
    """Numbers and names that no mark covers, each with some text around it: to be read, not to be obeyed."""
    import regex

    spans = [(s, e) for s, e, _ in sample.covered]
    dated = [(s, e) for s, e, letter in sample.covered if letter == "D"]
    text = sample.text
    if sample.format == "html":
        unseen = regex.compile(r"<head>.*?</head>|<(?:script|style).*?</(?:script|style)>|<[^>]*>|&#\d+;", regex.DOTALL)
        text = unseen.sub(lambda m: " " * len(m[0]), text)
    lines = []
    for m in regex.finditer(LIKELY, text, regex.MULTILINE):
        # A year inside the name of a document is a date of its own.
        covers = dated if regex.match(r"[Nn]ăm \d{4}", m[0]) else spans
        if not any(s <= m.start() and m.end() <= e for s, e in covers):
            around = text[max(0, m.start() - 50) : m.end() + 40].replace("\n", "⏎")
            lines.append(f"{m[0]!r:28} … {around}")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--lint", nargs="*", metavar="STEM", help="show what no mark covers")
    args = parser.parse_args()
    if args.lint is not None:
        for sample in samples():
            if not args.lint or sample.stem in args.lint:
                print(f"== {sample.stem}", *lint(sample), sep="\n")
        return 0
    made = outputs()
    if args.check:
        stale = [p for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"differs: {path.relative_to(HERE)}")
        return int(bool(stale))
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    import layout  # type: ignore[import-not-found]

    for sample in samples():
        if sample.format == "docx":
            layout.write_docx(sample.text, HERE / "docx" / f"{sample.stem}.docx")
        elif sample.format == "pdf":
            layout.write_pdf(sample.text, HERE / "pdf" / f"{sample.stem}.pdf")
    print(f"{len(made) - 1} files from {len(samples())} marked texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
