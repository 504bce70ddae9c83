"""What `chitieu compliance` and `chitieu cite` do: read the tables, print or write the answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pipeline.compliance.cite import Citation, citations, conflicting, in_words, is_symbol, matching, unresolved
from pipeline.compliance.load import compliance, load_tables
from pipeline.compliance.matrix import By, Matrix
from pipeline.compliance.render import to_csv, to_html, to_json, to_table, to_xlsx
from pipeline.store.cells import neutral
from pipeline.wording import Language

Format = Literal["table", "csv", "xlsx", "html", "json"]
_TEXT_FORMATS: dict[str, Callable[[Matrix, Language], str]] = {
    "table": to_table,
    "csv": to_csv,
    "html": to_html,
    "json": lambda matrix, _: to_json(matrix),
}


def print_compliance(
    out_dir: Path,
    *,
    require: Path | None,
    by: By,
    now: bool,
    since: dt.date | None,
    until: dt.date | None,
    form: Format,
    target: Path | None,
    language: Language,
    only_with_documents: bool,
) -> None:
    """Make the matrix and write it to `target`, or print it.

    Args:
        target: file to write; null: standard output, or for a workbook `compliance.xlsx` in `out_dir`.
        language: of headers and statuses; a page holds both languages and opens in this one.
        only_with_documents: leave out provinces that have neither documents nor failed files.

    Raises:
        ComplianceError: see `pipeline.compliance.load.compliance`.
        OSError: `target` cannot be written.
    """
    matrix = compliance(
        out_dir, by=by, now=now, require=require, since=since, until=until, all_rows=not only_with_documents
    )
    if form == "xlsx":
        path = target or out_dir / "compliance.xlsx"
        to_xlsx(matrix, path, language)
        print(path)
        return
    text = _TEXT_FORMATS[form](matrix, language)
    if target is None:
        sys.stdout.write(text)
        return
    # Excel shows Vietnamese in a CSV only where the file begins with a byte-order mark.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    partial = target.with_name(target.name + ".partial")
    partial.write_text(text, encoding=encoding, newline="")
    os.replace(partial, target)
    print(target)


def print_citations(out_dir: Path, symbol: str | None, form: Literal["table", "csv", "json"]) -> bool:
    """Print who cites a directive; without a symbol, what is unresolved or in conflict.

    A number or a name that several directives bear prints which those are, for the user to choose.

    Args:
        out_dir: folder of a run.
        symbol: symbol, number or name.
        form: how to print.

    Returns:
        Whether anything was found.

    Raises:
        ComplianceError: there are no tables in `out_dir`.
    """
    tables = load_tables(out_dir)
    if symbol is None:
        return _print_open_questions(tables)
    meant = matching(tables, symbol)
    if form == "table" and len(meant) > 1 and not is_symbol(symbol):
        _print_choices(meant)
        return True
    found = citations(tables, symbol)
    records = [_record(c) for c in found]
    if form == "json":
        for record in records:
            print(json.dumps(record, ensure_ascii=False))
    elif form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, list(_record_columns()))
        writer.writeheader()
        writer.writerows({k: neutral(str(v or "")) for k, v in record.items()} for record in records)
        sys.stdout.write(out.getvalue())
    else:
        _print_as_text(found)
    return bool(found)


def _record_columns() -> tuple[str, ...]:
    return ("symbol", "issuer", "date", "directive_id", "source", "province", "relation", "page", "surface", "sentence")


def _record(citation: Citation) -> dict[str, object]:
    directive, document, reference = citation.directive, citation.document, citation.reference
    return {
        "symbol": directive["symbol"],
        "issuer": directive["issuer"],
        "date": directive["date"],
        "directive_id": directive["directive_id"],
        "source": document["source"],
        "province": document["province"],
        "relation": reference["relation"],
        "page": reference["page"],
        "surface": reference["surface"],
        "sentence": reference["sentence"],
    }


def _print_as_text(found: list[Citation]) -> None:
    last = None
    for citation in found:
        directive, document, reference = citation.directive, citation.document, citation.reference
        if directive["directive_id"] != last:
            last = directive["directive_id"]
            facts = (directive["symbol"], directive["issuer"], directive["date"], directive["title"])
            print(" ".join(filter(None, facts)))
        page = f", tr. {reference['page']}" if reference["page"] else ""
        print(f"  {document['province'] or '-'} · {document['source']}{page} · {reference['relation']}")
        print(f"    {reference['sentence']}")


def _print_choices(directives: list[Mapping[str, Any]]) -> None:
    print(f"Có {len(directives)} văn bản như thế, hãy ghi đủ số, ký hiệu / several match, give the whole symbol:")
    for directive in directives:
        title = f": {directive['title']}" if directive["title"] and directive["symbol"] else ""
        print(f"  {in_words(directive)}{title} ({directive['n_documents']} văn bản dẫn / citing)")


def _print_open_questions(tables: dict[str, list[dict[str, object]]]) -> bool:
    open_forms, conflicts = unresolved(tables), conflicting(tables)
    print("Chưa xác định / unresolved:")
    for document, reference, candidates in open_forms:
        print(f"  {document['source']} · {reference['surface']} → {' | '.join(candidates) or '-'}")
        print(f"    {reference['sentence']}")
    print("Mâu thuẫn / conflicts:")
    for directive in conflicts:
        print(f"  {directive['symbol'] or directive['title']}: {'; '.join(directive['conflicts'])}")
    return bool(open_forms or conflicts)
