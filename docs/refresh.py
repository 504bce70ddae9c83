"""Puts measured facts into README.md, between its markers: an excerpt of the demo's output, and the scores.

    python docs/refresh.py            # rewrite (make docs)
    python docs/refresh.py --check    # exit 1 where the README is no longer true: a score off by more than 0.02, or
                                      # more than half of the excerpt's rows changed

The scores are those kept in tests/scores.json, which a test measures anew.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
EXCERPT_OF = "txt/bc_ldld_quangbinh_2023.txt"
_SAMPLES = sum(1 for _ in (ROOT / "corpus" / "gold").glob("*.json"))
_SETS = (
    ("corpus", f"{_SAMPLES} tài liệu mẫu / samples"),
    ("shared/seeds", "thật / real: seeds"),
    ("shared/dev", "thật / real: dev"),
)
_LAYERS = (
    ("references.numbered", "văn bản có số hiệu / numbered references"),
    ("references.short", "dẫn tắt / short forms"),
    ("references.named", "dẫn theo tên / named documents"),
    ("dates", "ngày, thời kỳ / dates and periods"),
    ("organisations", "tổ chức / organisations"),
    ("organisations.name", "… đúng tên đầy đủ / with full name"),
    ("indicators", "chỉ tiêu: trị số, loại / indicators: value and kind"),
    ("indicators.full", "… cả vai trò, nhãn / with role and label too"),
)


def excerpt() -> str:
    """The first indicators of one sample document, and the documents it cites, as Markdown tables."""
    from pipeline import extract_file

    rows = extract_file(ROOT / "corpus" / EXCERPT_OF, EXCERPT_OF)
    indicators = [
        [row["label"], row["surface"], f"{row['value']:,g}" if row["value"] < 1e6 else f"{row['value']:,.0f}",
         row["unit"] or "", row["comparator"], row["role"], row["period"] or "", row["org"] or ""]
        for row in rows.indicators[:8]
    ]  # fmt: skip
    references = [
        [row["surface"], row["symbol"] or "", row["date"] or "", row["issuer"] or "", row["relation"]]
        for row in rows.document_references
        if not row["is_self"]
    ][:4]
    return "\n\n".join(
        [
            "`indicators`:",
            _table(["label", "surface", "value", "unit", "comparator", "role", "period", "org"], indicators),
            "`document_references`:",
            _table(["surface", "symbol", "date", "issuer", "relation"], references),
        ]
    )


def scores() -> str:
    """The kept scores as a Markdown table."""
    kept = json.loads((ROOT / "tests" / "scores.json").read_text(encoding="utf-8"))
    rows = [[name, *(f"{kept[of][layer]:.3f}" for of, _ in _SETS)] for layer, name in _LAYERS]
    return _table(["F1", *(name for _, name in _SETS)], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def refreshed(text: str, parts: dict[str, str]) -> str:
    """The README with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced."""
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"README.md has no markers for {name}")
        text = pattern.sub(lambda match, part=part: f"{match[1]}\n{part}\n\n{match[2]}", text)  # type: ignore[misc]
    return text


def outdated(before: str, after: str) -> list[str]:
    """Lines of the README that are no longer near enough to what is measured now."""
    complaints = []
    for old, new in zip(_rows(before, "scores"), _rows(after, "scores"), strict=True):
        pairs = zip(old[1:], new[1:], strict=True)
        if old[0] != new[0] or any(a != b and abs(float(a) - float(b)) > 0.02 for a, b in pairs):
            complaints.append(" | ".join(old))
    shown, now = _rows(before, "excerpt"), _rows(after, "excerpt")
    gone = [" | ".join(row) for row in shown if row not in now]
    return complaints + (gone if len(gone) > len(shown) / 2 else [])


def _rows(text: str, name: str) -> list[list[str]]:
    """Cells of the tables between two markers."""
    part = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    return [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]


def main(arguments: list[str]) -> int:
    """Rewrite or check. Returns the exit code."""
    before = README.read_text(encoding="utf-8")
    after = refreshed(before, {"excerpt": excerpt(), "scores": scores()})
    if "--check" in arguments:
        complaints = outdated(before, after)
        print(*complaints, sep="\n")
        return int(bool(complaints))
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
