"""Write gazetteers/districts.csv: districts of the 63 provinces as they stood in 2025, with a few that ended before.

    python gazetteers/build/districts.py

Source: the address mapping bundled with underthesea (Apache-2.0), itself derived from vietnamadminunits (MIT). The
district level ended on 1 July 2025 (constitutional amendment, resolution 203/2025/QH15). Run it again only to take a
newer mapping; lines added by hand belong in `_ENDED` below.
"""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path

_TYPES = ("Thành phố", "Thị xã", "Quận", "Huyện")
_SOURCE = "underthesea address mapping (vietnamadminunits 1.0.4)"

# name, type, province code (decision 124/2004/QĐ-TTg), last day, source
_ENDED = (
    ("2", "quận", "79", "2020-12-31", "1111/NQ-UBTVQH14"),
    ("9", "quận", "79", "2020-12-31", "1111/NQ-UBTVQH14"),
    ("Thủ Đức", "quận", "79", "2020-12-31", "1111/NQ-UBTVQH14"),
    ("Từ Liêm", "huyện", "01", "2013-12-26", "132/NQ-CP of 2013"),
    ("Thông Nông", "huyện", "04", "2020-02-29", "864/NQ-UBTVQH14 and 897/NQ-UBTVQH14"),
    ("Trà Lĩnh", "huyện", "04", "2020-02-29", "864/NQ-UBTVQH14 and 897/NQ-UBTVQH14"),
    ("Quảng Uyên", "huyện", "04", "2020-02-29", "864/NQ-UBTVQH14 and 897/NQ-UBTVQH14"),
    ("Phục Hòa", "huyện", "04", "2020-02-29", "864/NQ-UBTVQH14 and 897/NQ-UBTVQH14"),
    ("Hoành Bồ", "huyện", "22", "2019-12-31", "837/NQ-UBTVQH14"),
    ("Kỳ Sơn", "huyện", "17", "2019-12-31", "830/NQ-UBTVQH14"),
    ("Tây Trà", "huyện", "51", "2020-01-31", "867/NQ-UBTVQH14"),
    ("Đông Sơn", "huyện", "38", "2024-12-31", "1238/NQ-UBTVQH15"),
    ("Hoa Lư", "huyện", "37", "2024-12-31", "1318/NQ-UBTVQH15"),
)


def main() -> None:
    mapping = json.loads((files("underthesea.address") / "data" / "mapping.json").read_text(encoding="utf-8"))
    codes = {entry["name"]: entry["code"] for entry in mapping["old_province_names"].values()}
    rows = {}
    for ward in mapping["ward_mapping"]:
        full = " ".join(ward["old_district"].split())
        kind = next(t for t in _TYPES if full.lower().startswith(t.lower()))
        rows[codes[ward["old_province"]], kind.lower(), full[len(kind) :].strip()] = ("2025-06-30", _SOURCE)
    for name, kind, code, end, source in _ENDED:
        rows.setdefault((code, kind, name), (end, source))
    target = Path(__file__).parent.parent / "districts.csv"
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["province_code", "type", "name", "valid_from", "valid_to", "source"])
        for (code, kind, name), (end, source) in sorted(rows.items()):
            writer.writerow([code, kind, name, "", end, source])


if __name__ == "__main__":
    main()
