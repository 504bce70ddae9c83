"""How long the explorer's pages take on a large run.

    python -m benchmarks.explorer make FOLDER [--documents 5000] [--indicators 100000]
    python -m benchmarks.explorer measure FOLDER [--rounds 3]

`make` writes a run of made-up reports through the project's own store: sixty-three provinces, a dozen years, forty
things counted, texts whose offsets are true. `measure` starts `chitieu serve` on it, asks for the first page, then for
each other with the clock running, and prints milliseconds: the first time, the median of further times, and the least
processor time of any (of all the server's threads), which other programs at work on the machine do not swell.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.organisations.provinces import Province, province_now, provinces_at
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES
from pipeline.store import write_tables
from pipeline.tabulate.arrow import arrow_table

_THINGS = tuple(
    (f"{what} {where}".strip(), unit, scale)
    for what, unit, scale in (
        ("đoàn viên được kết nạp", "đoàn viên", 8000), ("công đoàn cơ sở được thành lập", "CĐCS", 90),
        ("lao động được giải quyết việc làm", "lao động", 20000), ("hộ nghèo", "hộ", 15000),
        ("thỏa ước lao động tập thể được ký kết", "bản", 400), ("nhà Mái ấm công đoàn được hỗ trợ", "nhà", 60),
        ("doanh nghiệp thành lập mới", "doanh nghiệp", 1200), ("công nhân được khám sức khỏe", "người", 30000),
        ("suất quà được trao", "suất", 5000), ("học sinh trúng tuyển lớp 10", "học sinh", 12000),
    )
    for where in ("", "khu vực ngoài nhà nước", "trong các khu công nghiệp", "là nữ")
)  # fmt: skip
_ROLES = ("result", "result", "result", "target", "target_rate", "change")
_PERIODS = (("{y}", "01-01", "12-31"), ("{y}-01/{y}-06", "01-01", "06-30"), ("{y}-01/{y}-09", "01-01", "09-30"))
_TALK = (
    "Ban Thường vụ chỉ đạo các cấp công đoàn bám sát chương trình công tác, phối hợp với chính quyền đồng cấp chăm lo "
    "đời sống đoàn viên, người lao động, nhất là ở những doanh nghiệp gặp khó khăn về đơn hàng.",
    "Công tác tuyên truyền được đổi mới về nội dung và hình thức, gắn với Tháng Công nhân, các ngày lễ lớn và "
    "sinh hoạt chính trị tại cơ sở; tình hình tư tưởng của công nhân lao động cơ bản ổn định.",
    "Một số cấp ủy, người đứng đầu chưa quan tâm đúng mức đến việc đối thoại tại nơi làm việc; việc kiểm tra, giám sát "
    "có nơi còn hình thức, chậm khắc phục những hạn chế đã được chỉ ra.",
    "Thời gian tới tiếp tục rà soát doanh nghiệp đủ điều kiện thành lập tổ chức công đoàn, hướng dẫn thương lượng tập "
    "thể, đổi mới phương thức hoạt động theo hướng gần cơ sở, dễ nhớ, dễ làm.",
)


def _id(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


class _Text:
    """A text that is written line by line and knows where it is."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.at = 0

    def add(self, line: str) -> int:
        """Append a line; where it begins."""
        start = self.at
        self.lines.append(line)
        self.at += len(line) + 1
        return start


def _empty(table: str, **cells: Any) -> dict[str, Any]:
    row: dict[str, Any] = {c.name: [] if c.type == "list" else None for c in TABLES[table].columns}
    return {**row, **cells}


def _directives(chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for n in range(300):
        level = ("central", "ministry", "province")[min(n // 60, 2)]
        kind, tail, issuer = {
            "central": ("chỉ thị", "CT/TW", "Ban Bí thư Trung ương Đảng"),
            "ministry": ("chương trình", "CTr-TLĐ", "Tổng Liên đoàn Lao động Việt Nam"),
            "province": ("kế hoạch", "KH-LĐLĐ", "Liên đoàn Lao động tỉnh"),
        }[level]
        year = chance.randint(2014, 2025)
        symbol = f"{n + 1}-{tail}" if level == "central" else f"{n + 1}/{tail}"
        rows.append(
            _empty(
                "directives", directive_id=_id("directive", n), symbol=symbol, doc_type=kind, issuer=issuer,
                level=level, issuer_id=_id("issuer", issuer), date=f"{year}-{chance.randint(1, 12):02}-15", year=year,
                title=f"về nhiệm vụ số {n + 1} của tổ chức công đoàn", n_documents=1, n_mentions=1, n_provinces=1,
            )
        )  # fmt: skip
    return rows


def _document(
    n: int, per_document: int, places: tuple[Province, ...], directives: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(n)
    place, year = places[n % len(places)], 2014 + n // len(places) % 12
    now, doc_id = province_now(place), _id("document", n)
    issuer = f"Liên đoàn Lao động {place.full_name}"
    span, first, last = _PERIODS[n // 756 % len(_PERIODS)]
    period, issued = span.format(y=year), dt.date(year, 12, 1 + n % 28)
    title = f"BÁO CÁO Kết quả hoạt động công đoàn năm {year} của {place.full_name}, số {n}"
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    text = _Text()
    text.add(issuer.upper())
    text.add(title)
    for i in range(per_document):
        label, unit, scale = chance.choice(_THINGS)
        role, value = chance.choice(_ROLES), chance.randint(1, scale)
        directive = chance.choice(directives) if chance.random() < 0.35 else None
        surface = f"{value:,}".replace(",", ".") + f" {unit}"
        opening = cited = ""
        if directive:
            cited = f"{directive['doc_type'].capitalize()} số {directive['symbol']}"
            opening = f"Thực hiện {cited} của {directive['issuer']}, "
        sentence = f"{opening}các cấp công đoàn {place.name} có {surface} ({label}), kỳ báo cáo {period}."
        start = text.add(sentence)
        at = start + sentence.index(surface)
        tables["indicators"].append(
            _empty(
                "indicators", indicator_id=_id("indicator", n, i), doc_id=doc_id, char_start=at, surface=surface,
                char_end=at + len(surface), page=1 + i // 8, sentence=sentence, section="I. KẾT QUẢ > 1. Số liệu",
                label=label, value=float(value), kind="count", unit=unit, comparator="=", role=role, period=period,
                period_start=dt.date.fromisoformat(f"{year}-{first}"),
                period_end=dt.date.fromisoformat(f"{year}-{last}"), org=issuer, org_id=f"org-{place.province_id}",
                province_code=place.code, method="rule",
                directive_id=directive["directive_id"] if directive else None,
                confidence=chance.choice((0.6, 0.8, 0.95)),
                arithmetic=chance.choice((None, None, None, "ok", "mismatch" if i % 20 == 0 else "ok")),
            )
        )  # fmt: skip
        if directive:
            at = start + sentence.index(cited)
            tables["document_references"].append(
                _empty(
                    "document_references", ref_id=_id("ref", n, i), doc_id=doc_id, char_start=at, sentence=sentence,
                    char_end=at + len(cited), page=1 + i // 8, surface=cited, form="numbered", relation="implements",
                    doc_type=directive["doc_type"], symbol=directive["symbol"], issuer=directive["issuer"],
                    directive_id=directive["directive_id"], is_self=False, method="rule", confidence=0.9,
                )
            )  # fmt: skip
        for table, words, cells in (
            ("organisations", f"công đoàn {place.name}", {"mention_id": _id("org", n, i), "name": issuer,
             "org_type": "union", "level": "province", "province_code": place.code, "method": "rule",
             "confidence": 0.9}),
            ("dates", period, {"date_id": _id("date", n, i), "edtf": period, "kind": "period"}),
        ):  # fmt: skip
            at = start + sentence.rindex(words)
            row = _empty(table, doc_id=doc_id, char_start=at, char_end=at + len(words), surface=words, **cells)
            tables[table].append({**row, "page": 1 + i // 8})
        text.add(_TALK[i % len(_TALK)])
    whole = "\n".join(text.lines)
    tables["documents"].append(
        _empty(
            "documents", doc_id=doc_id, source=f"{year}/{place.province_id}/bc_{n}.docx", text=whole,
            n_chars=len(whole),
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document", title=title,
            doc_kind="report", symbol=f"{n}/BC-LĐLĐ", issuer=issuer, issuer_id=f"org-{place.province_id}",
            province_code=place.code, province=place.name, province_now_code=now.code, province_now=now.name,
            issued_on=issued.isoformat(), period=period, text_source="docx", encoding_fixed="none",
            schema_version=SCHEMA_VERSION, pipeline_version=PIPELINE_VERSION,
            warnings=["Trang 2: chữ mờ, đọc chưa chắc. / Page 2: faint, not read for sure."] if n % 40 == 0 else [],
        )
    )  # fmt: skip
    return tables


def _count_citations(rows: dict[str, list[dict[str, Any]]]) -> None:
    place = {d["doc_id"]: d["province"] for d in rows["documents"]}
    citing: dict[str, list[str]] = {}
    for reference in rows["document_references"]:
        citing.setdefault(reference["directive_id"], []).append(reference["doc_id"])
    for directive in rows["directives"]:
        documents = citing.get(directive["directive_id"], [])
        directive["n_mentions"], directive["n_documents"] = max(1, len(documents)), max(1, len(set(documents)))
        directive["n_provinces"] = len({place[doc_id] for doc_id in documents})


def make(out: Path, documents: int, indicators: int) -> dict[str, int]:
    """Write a made run.

    Args:
        out: its folder.
        documents: how many; indicators: how many rows over all of them.

    Returns:
        rows by table.
    """
    chance = random.Random(0)
    places, directives = provinces_at(dt.date(2024, 1, 1)), _directives(chance)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    rows["directives"] = directives
    for n in range(documents):
        for name, found in _document(n, max(1, indicators // documents), places, directives).items():
            rows[name].extend(found)
    _count_citations(rows)
    for n in range(documents // 50):
        rows["errors"].append(
            _empty(
                "errors", source=f"2020/{places[n % 63].province_id}/scan_{n}.pdf", stage="read", error="encrypted_pdf",
                message="Tệp PDF có mật khẩu; hãy gỡ mật khẩu rồi chạy lại. / "
                "The PDF is protected by a password; remove the password and run again.",
                failed_at=dt.datetime(2026, 1, 1),
            )
        )  # fmt: skip
    info = {"inputs_seen": documents + documents // 50, "options": {"inputs": ["made"]}, "timings": {"extract": 1.0}}
    return write_tables({name: arrow_table(name, found) for name, found in rows.items()}, out, info)


def addresses(base: str) -> Iterator[tuple[str, str]]:
    """(what it is, address) of each page, in the order they are asked for."""
    directive, document = _id("directive", 61), _id("document", 7)
    yield "first page", base
    for name, path in (
        ("overview", ""),
        ("overview, provinces now", "?when=now"),
        ("indicators", "indicators"),
        ("indicators, one province", "indicators?province=Qu%E1%BA%A3ng+Tr%E1%BB%8B"),
        ("indicators, words without marks", "indicators?q=doan+vien+duoc+ket+nap"),
        ("indicators, last page sorted by value", "indicators?sort=-value&page=1000"),
        ("indicators, trend", "indicators?view=trend"),
        ("indicators, compare", "indicators?view=compare"),
        ("indicators, provinces ranked", "indicators?view=rank"),
        ("indicators, target and result", "indicators?view=target"),
        ("directives", "directives"),
        ("directives, provinces now, since 2020", "directives?when=now&from=2020-01-01"),
        ("a directive", f"directives/{directive}"),
        ("documents", "documents"),
        ("search, common words", "search?q=cong+doan"),
        ("search, with marks", "search?q=th%C6%B0%C6%A1ng+l%C6%B0%E1%BB%A3ng+t%E1%BA%ADp+th%E1%BB%83"),
        ("search, a symbol", "search?q=61%2FCTr-TL%C4%90"),
        ("document", f"document/{document}"),
        ("review", "review"),
    ):
        yield name, base + path


def _processor_ms(pid: int) -> float:
    """Processor time of a process so far; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(out: Path, rounds: int) -> None:
    """Start the explorer, ask for each page, print milliseconds."""
    command = [sys.executable, "-m", "pipeline.cli", "serve", str(out), "--port", "0"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            base = re.search(r"http://\S+", server.stdout.readline())
            assert base is not None, "the explorer did not start"
            worked = _processor_ms(server.pid)
            print(f"{'start':40} {1000 * (time.perf_counter() - started):8.0f} ms {'':11} {worked:8.0f} ms")
            for name, address in addresses(base[0]):
                times, spent, status, size = [], [], 0, 0
                for _ in range(1 if name == "first page" else rounds):
                    began, worked = time.perf_counter(), _processor_ms(server.pid)
                    try:
                        with urllib.request.urlopen(address, timeout=60) as answer:
                            size, status = len(answer.read()), answer.status
                    except urllib.error.HTTPError as error:
                        status = error.code
                    times.append(1000 * (time.perf_counter() - began))
                    spent.append(_processor_ms(server.pid) - worked)
                again = f"{statistics.median(times[1:]):8.0f} ms" if len(times) > 1 else " " * 11
                print(f"{name:40} {times[0]:8.0f} ms {again} {min(spent):8.0f} ms {size // 1024:5} KB  {status}")
        finally:
            server.terminate()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("folder", type=Path)
    making.add_argument("--documents", type=int, default=5000)
    making.add_argument("--indicators", type=int, default=100_000)
    measuring = commands.add_parser("measure")
    measuring.add_argument("folder", type=Path)
    measuring.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.command == "make":
        print(make(arguments.folder, arguments.documents, arguments.indicators))
    else:
        measure(arguments.folder, arguments.rounds)


if __name__ == "__main__":
    main()
