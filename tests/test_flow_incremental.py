"""A run after a run: only what changed is read, and the rows are those of a run that starts from nothing."""

from __future__ import annotations

import os
import random
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import input_error
from pipeline.flow import plan as plans
from pipeline.flow.discover import FoundFile
from pipeline.flow.plan import PruneError
from pipeline.store import tidy as tidying
from pipeline.store import writer
from pipeline.store.cache import CACHE_FOLDER
from pipeline.tabulate import DocumentRows, error_row
from tests.run_steps import Steps, honest, rows_of

_PLACES = ("An Giang", "Bạc Liêu", "Cao Bằng", "Đắk Nông")


def report(i: int) -> str:
    place = _PLACES[i % len(_PLACES)]
    return (
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place.upper()}\nSố: {i + 1}/BC-LĐLĐ\n{place}, ngày {i % 27 + 1} tháng 6 năm 2023\n\n"
        f"BÁO CÁO\nKết quả thực hiện Chương trình số 1563/CTr-TLĐ\n\n"
        f"Năm 2023, kết nạp {1000 + i} đoàn viên theo Kế hoạch số {i % 3 + 1}/KH-LĐLĐ và Chương trình 1563.\n"
    )


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not lie still for two seconds before they are believed to be as they were."""
    monkeypatch.setattr(plans, "_SETTLED", 0)


@pytest.fixture(autouse=True, scope="module")
def without_duckdb() -> Iterator[None]:
    """What is written from the tables follows from them, and takes most of the time of a small run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "write_duckdb", lambda file, *_: file.touch())
        patch.setattr(writer, "mismatch_record_of", lambda _: {"count": 0, "shown": []})
        yield


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    for i in range(6):
        write(tmp_path / "in" / f"{i}.txt", report(i))
    (tmp_path / "in" / "trống.txt").write_bytes(b"")
    return Steps(tmp_path / "in", tmp_path / "out")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def statuses(out: Path) -> dict[str, str]:
    rows = pq.read_table(out / "inputs.parquet").to_pylist()
    return {row["source"]: row["status"] for row in rows}


def fresh(steps: Steps, folder: Path) -> dict[str, list[dict[str, object]]]:
    """What a run from nothing over the same inputs gives."""
    shutil.rmtree(folder, ignore_errors=True)
    anew = Steps(steps.inputs, folder, steps.extract)
    anew.run()
    return anew.rows()


def test_an_unchanged_folder_is_not_read_and_nothing_is_written(steps: Steps) -> None:
    first = steps.run()
    assert (first.counts["inputs_done"], first.counts["inputs_failed"], len(steps.read)) == (6, 1, 7)
    before = {p.name: (p.stat().st_mtime_ns, p.stat().st_ino) for p in steps.out.glob("*.parquet")}
    again = steps.run()
    assert steps.read == []
    assert not steps.wrote
    assert (again.counts["inputs_done"], again.counts["inputs_unchanged"], again.counts["inputs_failed"]) == (0, 6, 1)
    after = {p.name: (p.stat().st_mtime_ns, p.stat().st_ino) for p in steps.out.glob("*.parquet")}
    assert {name for name in after if after[name] != before[name]} == {"inputs.parquet"}


def test_a_changed_file_replaces_its_rows_and_a_new_one_adds_its_own(steps: Steps, tmp_path: Path) -> None:
    steps.run()
    write(steps.inputs / "2.txt", report(22))
    write(steps.inputs / "sâu" / "mới.txt", report(33))
    account = steps.run()
    assert sorted(steps.read) == ["2.txt", "sâu/mới.txt"]
    assert (account.counts["inputs_done"], account.counts["inputs_unchanged"]) == (2, 5)
    assert steps.rows() == fresh(steps, tmp_path / "fresh")


def test_rows_of_a_file_that_is_gone_leave_only_when_asked(steps: Steps, tmp_path: Path) -> None:
    steps.run()
    everything = steps.rows()
    (steps.inputs / "3.txt").unlink()
    (steps.inputs / "trống.txt").unlink()
    kept = steps.run()
    assert steps.rows() == everything
    assert (kept.counts["inputs_seen"], kept.counts["inputs_unchanged"], kept.counts["inputs_kept"]) == (5, 5, 2)
    assert statuses(steps.out)["3.txt"] == "kept"
    assert kept.failed == (), "a failure of a file that is gone is none of this run's"
    write(steps.inputs / "mới.txt", report(9))
    steps.run()
    assert len(steps.rows()["documents"]) == 7
    pruned = steps.run(prune=True)
    assert pruned.counts["inputs_kept"] == 0
    assert steps.read == []
    assert steps.rows() == fresh(steps, tmp_path / "fresh")


def test_an_empty_input_folder_is_not_pruned(steps: Steps) -> None:
    steps.run()
    everything = steps.rows()
    shutil.rmtree(steps.inputs)
    steps.inputs.mkdir()
    with pytest.raises(PruneError):
        steps.run(prune=True)
    steps.run()
    assert steps.rows() == everything


def test_failures_are_tried_again_only_when_there_is_reason_to(steps: Steps) -> None:
    def slow(file: FoundFile) -> tuple[DocumentRows, ...]:
        if file.source != "4.txt":
            return honest(file)
        problem = input_error("too_slow", seconds="1", limit="1")
        return (DocumentRows(errors=(error_row("4.txt", file.file_id, "read", "too_slow", problem.message),)),)

    steps.extract = slow
    assert steps.run().failures == {"empty_file": 1, "too_slow": 1}
    steps.extract = honest
    assert steps.run().failures == {"empty_file": 1, "too_slow": 1}
    assert steps.read == []
    steps.maker = replace(steps.maker, limits={**steps.maker.limits, "max_seconds": 600})
    assert steps.run().failures == {"empty_file": 1}
    assert sorted(steps.read) == ["4.txt", "trống.txt"]
    steps.run(retry_failed=True)
    assert steps.read == ["trống.txt"]
    steps.maker = replace(steps.maker, tools="another program is here")
    steps.run()
    assert steps.read == ["trống.txt"]


def test_scanned_pages_are_read_once_the_program_for_it_is_there(steps: Steps) -> None:
    missing = input_error("missing_tool", name="tesseract", vi="", en="", packages="tesseract-ocr").message

    def without_ocr(file: FoundFile) -> tuple[DocumentRows, ...]:
        (rows,) = honest(file)
        if file.source != "4.txt":
            return (rows,)
        return (replace(rows, documents=({**rows.documents[0], "warnings": [f"pages 2: {missing}"]},)),)

    steps.extract = without_ocr
    steps.run()
    steps.run()
    assert steps.read == []
    steps.extract = honest
    steps.maker = replace(steps.maker, tools="now it is there")
    steps.run()
    assert sorted(steps.read) == ["4.txt", "trống.txt"]
    assert all(row["warnings"] == [] for row in steps.rows()["documents"])


def test_new_code_or_a_lower_limit_reads_everything_anew(steps: Steps) -> None:
    steps.run()
    steps.maker = replace(steps.maker, code="other")
    steps.run()
    assert len(steps.read) == 7
    assert len(list((steps.out / CACHE_FOLDER).glob("*/"))) == 1, "what the earlier code made is cleared away"
    steps.maker = replace(steps.maker, limits={**steps.maker.limits, "max_chars": 10**6})
    steps.run()
    assert len(steps.read) == 7
    steps.maker = replace(steps.maker, limits={**steps.maker.limits, "max_chars": 2 * 10**6, "max_seconds": 1})
    steps.run()
    assert steps.read == ["trống.txt"], "what was done within a limit is done within a wider one"


def test_copies_are_read_once(steps: Steps) -> None:
    for i in range(5):
        shutil.copy(steps.inputs / "1.txt", steps.inputs / f"bản sao {i}.txt")
    account = steps.run()
    assert len(steps.read) == 7
    assert account.counts["inputs_duplicate"] == 5
    (row,) = [row for row in steps.rows()["documents"] if row["also_at"]]
    assert len(row["also_at"]) == 5


def test_a_touched_file_is_hashed_but_not_read(steps: Steps) -> None:
    steps.run()
    os.utime(steps.inputs / "1.txt")
    assert steps.run().counts["inputs_unchanged"] == 6
    assert steps.read == []


def test_a_change_that_keeps_size_and_date_is_seen(steps: Steps) -> None:
    steps.run()
    path = steps.inputs / "1.txt"
    about = path.stat()
    write(path, report(1).replace("1001", "1009"))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size
    steps.run()
    assert steps.read == ["1.txt"]


def test_a_file_changed_just_now_is_looked_at_again(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_SETTLED", 10**18)
    steps.run()
    states = [row["modified"] for row in pq.read_table(steps.out / "inputs.parquet").to_pylist()]
    assert set(states) == {-1}


def test_a_file_that_vanishes_or_changes_while_it_is_read(steps: Steps, tmp_path: Path) -> None:
    def unsteady(file: FoundFile) -> tuple[DocumentRows, ...]:
        if file.source == "2.txt":
            Path(file.path).unlink()
        if file.source == "3.txt":
            write(Path(file.path), report(30))
        return honest(file)

    shutil.copy(steps.inputs / "2.txt", steps.inputs / "2 nữa.txt")
    shutil.copy(steps.inputs / "3.txt", steps.inputs / "3 nữa.txt")
    steps.extract = unsteady
    account = steps.run()
    codes = {row["source"]: row["error"] for row in steps.rows()["errors"]}
    # Of two copies the one that is read first stands for both: where it vanishes, the other is read itself.
    assert codes in ({"trống.txt": "empty_file", "2.txt": "unreadable_file"}, {"trống.txt": "empty_file"})
    assert sum(account.counts[f"inputs_{name}"] for name in ("done", "skipped", "failed")) == 9
    steps.extract = honest
    steps.run(prune=True)
    assert steps.rows() == fresh(steps, tmp_path / "fresh")


def test_a_part_that_is_broken_is_made_again(steps: Steps, tmp_path: Path) -> None:
    steps.run()
    for part in (steps.out / CACHE_FOLDER).glob("*/"):
        (part / "part.json").write_text("{", encoding="utf-8")
    steps.run()
    assert len(steps.read) == 7
    assert steps.rows() == fresh(steps, tmp_path / "fresh")


def test_a_lost_table_is_written_again_without_reading(steps: Steps) -> None:
    steps.run()
    everything = steps.rows()
    shutil.rmtree(steps.out / "indicators.parquet")
    steps.run()
    assert (steps.read, steps.wrote) == ([], True)
    assert steps.rows() == everything


def test_a_lost_part_of_a_table_is_written_again_without_reading(steps: Steps) -> None:
    steps.run()
    everything = steps.rows()
    (file,) = (steps.out / "indicators.parquet").iterdir()
    file.unlink()
    steps.run()
    assert (steps.read, steps.wrote) == ([], True)
    assert steps.rows() == everything


def test_only_parts_with_changed_rows_are_written_again(steps: Steps, tmp_path: Path) -> None:
    def files() -> dict[str, int]:
        return {str(path.relative_to(steps.out)): path.stat().st_ino for path in steps.out.glob("*.parquet/*")}

    steps.run()
    first = files()
    assert len(first) == 5, "a part of each of five tables"
    write(steps.inputs / "khác.txt", "Năm 2023, thực hiện Chương trình 1563, công đoàn tổ chức 5 lớp tập huấn.\n")
    steps.run()
    second = files()
    assert {name: second.get(name) for name in first} == first, "what was there has not been touched"
    assert len(second) == 10
    (steps.inputs / "khác.txt").rename(steps.inputs / "khác nữa.txt")
    steps.run(prune=True)
    third = files()
    assert {name.split("/")[0] for name in third if third[name] != second.get(name)} == {"documents.parquet"}
    assert len(third) == 10
    write(steps.inputs / "mới.txt", report(3).replace("1563/CTr-TLĐ\n", "1563/CTr-TLĐ ngày 09/10/2019\n"))
    steps.run()
    # Mentions without a year are now known to be of 2019.
    changed = {name.split("/")[0] for name in third if files().get(name) != third[name]}
    assert changed == {"document_references.parquet", "indicators.parquet"}
    assert steps.rows() == fresh(steps, tmp_path / "fresh")


def test_many_small_parts_are_put_together(steps: Steps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_SMALL_PARTS", 6)
    for i in range(10):
        write(steps.inputs / f"thêm {i}.txt", report(100 + i))
        steps.run()
        assert len(steps.read) == (8 if i == 0 else 1)
    assert len(list((steps.out / CACHE_FOLDER).glob("*/"))) < 9
    write(steps.inputs / "thêm nữa.txt", report(200))
    steps.run()
    assert len(list((steps.out / "documents.parquet").iterdir())) < 9, "and so are the files of the tables"
    assert steps.rows() == fresh(steps, tmp_path / "fresh")
    steps.run()
    assert steps.read == []


# A folder as people treat one: notes in few versions under few names, copies, archives, moves.
_NAMES = ("a.txt", "b.txt", "b.md", "sâu/c.txt", "d.pdf", "hồ sơ.zip", "z.zip")
_EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(_NAMES), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.sampled_from(_NAMES), st.just(0)),
    st.tuples(st.just("move"), st.sampled_from(_NAMES), st.integers(0, len(_NAMES) - 1)),
    st.tuples(st.just("run"), st.just(""), st.just(0)),
)


def _edit(folder: Path, what: str, name: str, number: int) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if what == "remove":
        path.unlink(missing_ok=True)
    elif what == "move" and path.exists():
        target = folder / _NAMES[number]
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    elif what == "write" and name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            for i in range(number % 4):
                archive.writestr(f"{i}.txt", report(number - i if number > i else i))
            archive.writestr("trống.txt" if number % 2 else "ghi chú.md", "" if number % 2 else report(number))
    elif what == "write":
        write(path, report(number) if number else "")


@settings(max_examples=15)
@given(st.lists(_EDITS, min_size=2, max_size=14), st.integers(0, 10**6))
def test_any_history_ends_with_the_rows_of_a_fresh_run(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, int]], seed: int
) -> None:
    root = tmp_path_factory.mktemp("history")
    (root / "in").mkdir()
    write(root / "in" / "luôn có.txt", report(7))
    steps, careful = Steps(root / "in", root / "out"), Steps(root / "in", root / "kept")
    # What a run that drops nothing must come to: the last that was seen under each path.
    union = root / "union"
    for what, name, number in [*edits, ("run", "", 0)]:
        if what != "run":
            _edit(root / "in", what, name, number)
            continue
        steps.run(prune=True)
        account = careful.run()
        shutil.copytree(root / "in", union, dirs_exist_ok=True)
        counts = account.counts
        assert counts["inputs_seen"] == counts["inputs_done"] + counts["inputs_skipped"] + counts["inputs_failed"]
    expected = Steps(root / "in", root / "fresh")
    expected.run()
    assert steps.rows() == expected.rows()
    assert careful.rows() == _fresh_over(union, root / "fresh union")
    shutil.rmtree(root)


def _fresh_over(folder: Path, out: Path) -> dict[str, list[dict[str, object]]]:
    anew = Steps(folder, out)
    anew.run()
    return anew.rows()


def test_a_rerun_over_a_thousand_files_costs_next_to_nothing(tmp_path: Path) -> None:
    def made_up(file: FoundFile) -> tuple[DocumentRows, ...]:
        problem = input_error("no_text")
        return (DocumentRows(errors=(error_row(file.source, file.file_id, "read", "no_text", problem.message),)),)

    for i in range(1000):
        write(tmp_path / "in" / f"{i % 10}" / f"{i}.txt", f"{i} {random.Random(i).random()}")
    steps = Steps(tmp_path / "in", tmp_path / "out", made_up)
    steps.run()
    started = time.process_time()
    steps.run()
    assert steps.read == []
    # Reading them takes half a minute; this says that no work grows with what is in them, not how fast a machine is.
    assert time.process_time() - started < 5
    assert len(rows_of(tmp_path / "out")["errors"]) == 1000
