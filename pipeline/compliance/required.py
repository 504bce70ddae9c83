"""The directives a user asks for, as columns: matched with the registry by symbol, body and year."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.compliance.matrix import MatrixColumn, Row, column_of
from pipeline.link.bodies import same_body
from pipeline.link.symbols import symbol_facts

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class ComplianceError(ValueError):
    """A wrong folder or a wrong list of required directives; the message is for the user, in both languages."""


def required_columns(path: Path, directives: Sequence[Row]) -> tuple[MatrixColumn, ...]:
    """The directives a CSV file asks for, in its order.

    Args:
        path: UTF-8 CSV with a column `symbol` and optionally `issuer`, `date`, `title`.
        directives: the registry of the run; a required one that is not in it becomes a column without evidence,
            one that fits several becomes several columns. A title in the file is the column's; else what
            the registry leaves open the file fills in.

    Raises:
        ComplianceError: the file is no UTF-8 CSV, has no column `symbol`, or a line has none.
    """
    by_key: dict[str, list[Row]] = {}
    for directive in directives:
        if directive["symbol"]:
            by_key.setdefault(symbol_facts(directive["symbol"]).key, []).append(directive)
    columns: list[MatrixColumn] = []
    for line, want in enumerate(_lines(path), 2):
        symbol, issuer, date, title = ((want.get(name) or "").strip() for name in ("symbol", "issuer", "date", "title"))
        date = _iso(date)
        if not symbol:
            raise ComplianceError(f"{path}, dòng {line}: thiếu số, ký hiệu. / line {line}: no symbol.")
        fitting = [d for d in by_key.get(symbol_facts(symbol).key, []) if _fits(d, issuer, date)]
        for directive in sorted(fitting, key=lambda d: (d["date"] or "", d["directive_id"])):
            known = column_of(directive)
            # Whoever asks knows the directive by the title of the list; one that fits several names none of them.
            label = (title if len(fitting) == 1 else "") or known.label or title
            known = replace(known, label=label, issuer=known.issuer or issuer or None)
            columns.append(replace(known, date=known.date or date or None))
        if not fitting:
            columns.append(MatrixColumn(None, symbol, title, issuer or None, date or None))
    return tuple(columns)


def _lines(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            if "symbol" not in (reader.fieldnames or ()):
                raise ComplianceError(
                    f"{path}: thiếu cột «symbol» ở dòng đầu. / {path}: the first line must name a column “symbol”."
                )
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ComplianceError(
            f"{path}: không phải tệp CSV mã UTF-8; hãy lưu lại dưới dạng “CSV UTF-8”. / "
            f"{path}: no CSV file in UTF-8; save it again as “CSV UTF-8”."
        ) from error


def _fits(directive: Mapping[str, object], issuer: str, date: str) -> bool:
    symbol, known, day = (str(directive[name] or "") for name in ("symbol", "issuer", "date"))
    province = str(directive["province"]) if directive["province"] else None
    year = day[:4] or str(directive["year"] or "")
    return (not issuer or not known or same_body(symbol, issuer, known, province)) and (
        not date or not year or date[:4] == year
    )


def _iso(date: str) -> str:
    """`15/10/2020` as `2020-10-15`; what is no such date stays."""
    written = _DAY.fullmatch(date)
    return f"{written[3]}-{int(written[2]):02d}-{int(written[1]):02d}" if written else date
