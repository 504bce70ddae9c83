"""Evidence found once serves every matrix of the same tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline.compliance.matrix import Options, build_matrix, find_evidence


def _tables() -> dict[str, list[dict[str, Any]]]:
    documents = [
        {"doc_id": f"{n:016}", "source": f"{n}.txt", "title": "", "doc_kind": "report", "symbol": f"{n}/BC-LĐLĐ",
         "issuer_id": f"i{n}", "issuer": f"LĐLĐ tỉnh {place}", "province_code": code, "province": place,
         "province_now_code": code, "province_now": now, "issued_on": day}
        for n, (place, now, code, day) in enumerate(
            [("Hà Nam", "Ninh Bình", "35", "2022-05-01"), ("Ninh Bình", "Ninh Bình", "37", "2023-05-01")]
        )
    ]  # fmt: skip
    references = [
        {"doc_id": f"{n:016}", "page": None, "char_start": 10, "char_end": 20, "surface": "Chỉ thị 5-CT/TW",
         "symbol": "5-CT/TW", "relation": "cites", "is_self": False, "directive_id": "d" * 16, "form": "numbered",
         "sentence": "Theo Chỉ thị 5-CT/TW, đơn vị đã làm.", "doc_type": "chỉ thị", "candidates": [], "issuer": None,
         "title": None}
        for n in range(2)
    ]  # fmt: skip
    directive = {
        "directive_id": "d" * 16, "symbol": "5-CT/TW", "issuer": "Ban Bí thư", "level": "central", "date": None,
        "title": None, "n_provinces": 2, "n_documents": 2, "doc_id": None, "conflicts": [], "year": None,
        "province": None, "doc_type": "chỉ thị",
    }  # fmt: skip
    return {
        "documents": documents,
        "document_references": references,
        "directives": [directive],
        "indicators": [],
        "errors": [],
    }


@pytest.mark.parametrize(
    "options",
    [Options(), Options(now=True), Options(by="issuer"), Options(since=dt.date(2023, 1, 1))],
    ids=["then", "now", "issuer", "since"],
)
def test_evidence_found_once_gives_the_same_matrix(options: Options) -> None:
    tables = _tables()
    evidence = find_evidence(tables)
    assert len(evidence) == 2
    fresh = build_matrix(tables, options)
    assert build_matrix(tables, options, evidence) == fresh
    assert any(cell.status == "cites" for cell in fresh.cells.values())
