"""Write gazetteers/org_provinces.csv: the bodies every province has, through its splits, mergers and renames.

    python gazetteers/build/org_provinces.py

Each row is one body of one province of `provinces.csv` that has an official code, with the id extraction gives it. A
body lives as long as its province; where name and code outlive a merger (Cà Mau, Cần Thơ) it is one body throughout.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from extractors.organisations.identity import organisation_id
from extractors.organisations.provinces import Province, all_provinces

_COLUMNS = ("org_id", "name", "type", "level", "province_ids", "valid_from", "valid_to", "successors", "source")
_BODIES = (
    ("Liên đoàn Lao động", "union", "Điều lệ Công đoàn Việt Nam"),
    ("Hội đồng nhân dân", "legislature", "Luật Tổ chức chính quyền địa phương"),
    ("Ủy ban nhân dân", "government", "Luật Tổ chức chính quyền địa phương"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", "association", "Luật Mặt trận Tổ quốc Việt Nam"),
)
_PARTY = "Điều lệ Đảng"


def names_of(province: Province) -> list[tuple[str, str, str]]:
    """(name, type, source) of its bodies, the party's committee first."""
    seat = "Thành ủy" if province.type == "thành phố" else "Tỉnh ủy"
    committee = f"{seat} {province.full_name if province.name == 'Hồ Chí Minh' else province.name}"
    return [(committee, "party", _PARTY), *((f"{head} {province.full_name}", kind, why) for head, kind, why in _BODIES)]


def rows() -> list[dict[str, str]]:
    """Every row of the table, the oldest provinces first, by body."""
    by_age = sorted(all_provinces(), key=lambda p: p.valid_from or dt.date.min)
    coded = {p.province_id: p for p in by_age if p.code}
    ids = {key: [organisation_id(name, p.code) for name, _, _ in names_of(p)] for key, p in coded.items()}
    table: dict[str, dict[str, str]] = {}
    for key, province in coded.items():
        for n, (name, kind, source) in enumerate(names_of(province)):
            after = [ids[successor][n] for successor in province.successor_ids if successor in ids]
            values = (
                ids[key][n],
                name,
                kind,
                "province",
                key,
                province.valid_from.isoformat() if province.valid_from else "",
                province.valid_to.isoformat() if province.valid_to else "",
                "|".join(dict.fromkeys(other for other in after if other != ids[key][n])),
                source,
            )
            row = dict(zip(_COLUMNS, values, strict=True))
            before = table.setdefault(row["org_id"], row)
            if before is not row:
                before |= {"province_ids": f"{before['province_ids']}|{key}"}
                before |= {column: row[column] for column in ("valid_to", "successors")}
    return list(table.values())


def main() -> None:
    target = Path(__file__).parent.parent / "org_provinces.csv"
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main()
