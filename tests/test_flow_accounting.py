"""Nothing lost: in a folder of good and bad files of every kind, every path ends in exactly one place."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from tests.conftest import Command
from tests.file_samples import docx_of, paragraph, pdf_of

Expected = dict[str, str]
"""Source → what becomes of it: a status, or `failed:` and the code."""


def report(i: int) -> str:
    return f"BÁO CÁO số {i}\nNăm {2000 + i % 25}, kết nạp {1000 + i} đoàn viên theo Kế hoạch số {i + 1}/KH-LĐLĐ.\n"


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


class Mixture:
    """A folder of many small files, and what must become of each."""

    def __init__(self, root: Path, count: int) -> None:
        self.root, self.expected = root, Expected()
        self.random = random.Random(count)
        pdf = pdf_of([[report(10**6)]])
        kinds = [*_GOOD] * 3 + [*_BAD]
        for i in range(count):
            folder = f"tỉnh {i % 7}/" if i % 3 else ""
            kinds[self.random.randrange(len(kinds))](self, i, folder, pdf)

    def put(self, source: str, data: bytes, what: str) -> None:
        path = self.root / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.expected[source] = what

    def text(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}báo cáo {i}.txt", report(i).encode(), "done")

    def page(self, i: int, folder: str, pdf: bytes) -> None:
        body = "".join(f"<p>{line}</p>" for line in report(i).splitlines())
        self.put(f"{folder}tin {i}.html", f"<html><body><h1>Tin {i}</h1>{body}</body></html>".encode(), "done")

    def word(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}công văn {i}.docx", docx_of("".join(map(paragraph, report(i).splitlines()))), "done")

    def printed(self, i: int, folder: str, pdf: bytes) -> None:
        # Bytes behind the end make it another file with the same page.
        self.put(f"{folder}bản in {i}.pdf", pdf + b"\n%% %d\n" % i, "done")

    def copy(self, i: int, folder: str, pdf: bytes) -> None:
        names = [s for s, what in self.expected.items() if what == "done" and ".zip/" not in s]
        if names:
            chosen = self.random.choice(names)
            # Behind its original in the order of paths, so that the original is the one that is listed.
            self.put(f"{chosen}~bản sao {i}{Path(chosen).suffix}", (self.root / chosen).read_bytes(), "duplicate")

    def archive(self, i: int, folder: str, pdf: bytes) -> None:
        source = f"{folder}hồ sơ {i}.zip"
        members = {"a.txt": report(i + 10**5).encode(), "trong/b.html": f"<p>{report(i + 2 * 10**5)}</p>".encode()}
        self.put(source, _zip({**members, "c.txt": b""}), "")
        del self.expected[source]
        self.expected |= {f"{source}/a.txt": "done", f"{source}/trong/b.html": "done"}
        self.expected[f"{source}/c.txt"] = "failed:empty_file"

    def empty(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}trống {i}.txt", b"", "failed:empty_file")

    def garbage(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}rác {i}.bin", self.random.randbytes(6000) + b"\x00", "failed:unsupported_type")

    def cut_off(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}cụt {i}.pdf", pdf[: 400 + i % 200], "failed:")

    def misnamed(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}sai {i}.docx", self.random.randbytes(6000) + b"\x00", "failed:")

    def broken_link(self, i: int, folder: str, pdf: bytes) -> None:
        source = f"{folder}liên kết {i}.txt"
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        (self.root / source).symlink_to("không có.txt")
        self.expected[source] = "failed:unreadable_file"

    def link_out(self, i: int, folder: str, pdf: bytes) -> None:
        source = f"{folder}ra ngoài {i}.txt"
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        (self.root / source).symlink_to("/etc/hostname")
        self.expected[source] = "ignored"

    def hidden(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}~$khóa {i}.docx", b"x", "ignored")

    def draft(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}nháp {i}.tmp", report(i).encode(), "ignored")

    def pipe(self, i: int, folder: str, pdf: bytes) -> None:
        source = f"{folder}ống {i}"
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(self.root / source)
        self.expected[source] = "ignored"

    def dead_archive(self, i: int, folder: str, pdf: bytes) -> None:
        self.put(f"{folder}hỏng {i}.zip", _zip({"a.txt": report(i).encode()})[:24], "failed:")


_GOOD = (Mixture.text, Mixture.text, Mixture.page, Mixture.word, Mixture.printed, Mixture.copy, Mixture.archive)
_BAD = (
    Mixture.empty, Mixture.garbage, Mixture.cut_off, Mixture.misnamed, Mixture.broken_link, Mixture.link_out,
    Mixture.hidden, Mixture.draft, Mixture.pipe, Mixture.dead_archive,
)  # fmt: skip


def test_every_path_of_a_mixed_folder_is_accounted_for(tmp_path: Path, chitieu: Command) -> None:
    mixture = Mixture(tmp_path / "in", 2000)
    result = chitieu("run", "in", "--out", "out", "-w", "2", "--exclude", "*.tmp", timeout=900)
    assert result.returncode == 3, result.stderr
    assert result.stderr == ""
    out = tmp_path / "out"

    told = pq.read_table(out / "inputs.parquet").to_pylist()
    found = {row["source"]: f"failed:{row['reason']}" if row["status"] == "failed" else row["status"] for row in told}
    assert len(found) == len(told), "no path stands there twice"
    assert set(found) == set(mixture.expected)
    wrong = {s: (what, found[s]) for s, what in mixture.expected.items() if not found[s].startswith(what)}
    assert wrong == {}

    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    counts = Counter(status.partition(":")[0] for status in found.values())
    assert record["inputs_seen"] == len(mixture.expected)
    assert record["inputs_done"] == counts["done"]
    assert record["inputs_skipped"] == counts["duplicate"] + counts["ignored"]
    assert record["inputs_failed"] == counts["failed"]
    assert record["inputs_seen"] == sum(record[f"inputs_{name}"] for name in ("done", "skipped", "failed"))
    assert record["failures"] == dict(Counter(s.partition(":")[2] for s in found.values() if s.startswith("failed")))

    documents = pq.read_table(out / "documents.parquet", columns=["source", "also_at"]).to_pylist()
    errors = pq.read_table(out / "errors.parquet", columns=["source", "error"]).to_pylist()
    listed = [row["source"] for row in documents] + [path for row in documents for path in row["also_at"]]
    failed = {row["source"]: row["error"] for row in errors}
    assert sorted(listed) == sorted(s for s, what in found.items() if what in ("done", "duplicate"))
    assert failed == {s: what.partition(":")[2] for s, what in found.items() if what.startswith("failed")}
    assert len(errors) == len(failed)
    assert "Lỗi / failures" in result.stdout

    again = chitieu("run", "in", "--out", "out", "--exclude", "*.tmp", timeout=300)
    assert again.returncode == 3, again.stderr
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["inputs_done"] == 0
    assert record["inputs_unchanged"] == counts["done"]
    assert record["inputs_seen"] == sum(record[f"inputs_{name}"] for name in ("done", "skipped", "failed"))
    assert record["inputs_seen"] == len(mixture.expected)
