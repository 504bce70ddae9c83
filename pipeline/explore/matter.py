"""What documents say of directives, found once a run: the matrix and the directives' own pages are cut from it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.compliance.load import province_of_path, province_rows, tables_of
from pipeline.compliance.matrix import (
    By,
    Matrix,
    MatrixColumn,
    Options,
    Row,
    Told,
    build_matrix,
    column_of,
    find_evidence,
)
from pipeline.explore.data import Run
from pipeline.explore.fold import pattern_of


@dataclass(frozen=True, slots=True)
class Matter:
    """Directives, documents and failures of a run, and all evidence, by directive."""

    tables: Mapping[str, Sequence[Row]]
    told: Mapping[str, Sequence[Told]]
    """Directive id → what documents say of it."""


def matter_of(run: Run) -> Matter:
    """The matter of a run as it is now; made once, and again when the run or a decision changes."""
    return run.remembered("matter", lambda: _find(run))


def _find(run: Run) -> Matter:
    with run.read() as cursor:
        tables = tables_of(cursor, only_linked=True)
    told: dict[str, list[Told]] = defaultdict(list)
    for found in find_evidence(tables):
        told[found[1]].append(found)
    kept = {name: tables[name] for name in ("documents", "directives", "errors")}
    return Matter({**kept, "document_references": (), "indicators": ()}, told)


def columns_for(matter: Matter, words: str, levels: Sequence[str]) -> list[MatrixColumn]:
    """Directives to show, those that most provinces cite first.

    Args:
        matter: of `matter_of`.
        words: of the symbol, title or issuer; empty: any.
        levels: of `schema.LEVELS`; empty: central and ministry level, as `chitieu compliance` does.
    """
    import regex

    wanted = tuple(levels) or ("central", "ministry")
    pattern = regex.compile(pattern_of(words))
    chosen = [
        d
        for d in matter.tables["directives"]
        if d["level"] in wanted
        and d["directive_id"] in matter.told
        and d["symbol"]
        and pattern.search("\n".join(str(d[name] or "") for name in ("symbol", "title", "issuer", "doc_type")))
    ]
    chosen.sort(key=lambda d: (-d["n_provinces"], -d["n_documents"], d["symbol"], d["directive_id"]))
    return [column_of(directive) for directive in chosen]


def matrix_for(
    run: Run,
    columns: Sequence[MatrixColumn],
    *,
    by: By = "province",
    now: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
    all_rows: bool = False,
) -> Matrix:
    """The matrix over some directives, as `chitieu compliance` makes it.

    Args:
        run: which run.
        columns: which directives.
        by, now, since, until, all_rows: see `pipeline.compliance.load.compliance`.
    """
    matter = matter_of(run)
    told: Iterable[Told] = (t for c in columns for t in matter.told.get(c.directive_id or "", ()))
    rows = province_rows(now) if by == "province" and all_rows else ()
    places = _places_of_failures(run, now) if by == "province" else {}
    options = Options(by, now, since, until, tuple(columns), rows, places)
    return build_matrix(matter.tables, options, told)


def _places_of_failures(run: Run, now: bool) -> Mapping[str, str]:
    def find() -> Mapping[str, str]:
        errors = matter_of(run).tables["errors"]
        return {e["source"]: place.name for e in errors if (place := province_of_path(e["source"], now))}

    return run.remembered(("places of failures", now), find)
