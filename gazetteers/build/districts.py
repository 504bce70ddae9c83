"""Write gazetteers/districts.csv: districts of the 63 provinces as they stood in 2025, with those that ended before.

    python gazetteers/build/districts.py

Source: the address mapping bundled with underthesea (Apache-2.0), itself derived from vietnamadminunits (MIT). The
district level ended on 1 July 2025 (constitutional amendment, resolution 203/2025/QH15). Run it again only to take a
newer mapping: lines the file has already, those added by hand among them, stay as they are.
"""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path

_TYPES = ("Thành phố", "Thị xã", "Quận", "Huyện")
_SOURCE = "underthesea address mapping (vietnamadminunits 1.0.4)"


def main() -> None:
    mapping = json.loads((files("underthesea.address") / "data" / "mapping.json").read_text(encoding="utf-8"))
    codes = {entry["name"]: entry["code"] for entry in mapping["old_province_names"].values()}
    rows = {}
    for ward in mapping["ward_mapping"]:
        full = " ".join(ward["old_district"].split())
        kind = next(t for t in _TYPES if full.lower().startswith(t.lower()))
        rows[codes[ward["old_province"]], kind.lower(), full[len(kind) :].strip()] = ("", "2025-06-30", _SOURCE)
    target = Path(__file__).parent.parent / "districts.csv"
    with target.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = (row["province_code"], row["type"], row["name"])
            rows[key] = (row["valid_from"], row["valid_to"], row["source"])
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["province_code", "type", "name", "valid_from", "valid_to", "source"])
        for (code, kind, name), (start, end, source) in sorted(rows.items()):
            writer.writerow([code, kind, name, start, end, source])


if __name__ == "__main__":
    main()
