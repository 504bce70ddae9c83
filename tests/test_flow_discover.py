"""Which files a run is about."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from pipeline.flow.batches import BATCH_CHARS, BATCH_FILES, choose_workers, estimated_chars, plan_batches
from pipeline.flow.discover import Discovery, FoundFile, LeftOut, MissingInputError, discover, is_nothing


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def sources(found: Discovery) -> list[str]:
    return [file.source for file in found.files]


def test_folders_are_walked_whole_in_one_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.docx", "a/b/c.pdf", "Đà Nẵng/báo cáo.html", "không đuôi")
    assert sources(discover([tmp_path])) == ["a/b/c.pdf", "a/z.docx", "b.txt", "không đuôi", "Đà Nẵng/báo cáo.html"]


def test_a_file_given_by_itself_is_named_by_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt")
    assert sources(discover([tmp_path / "a" / "b.txt"])) == ["b.txt"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".git/config", "version control"),
        (".ẩn.txt", "hidden file"),
        ("~$baocao.docx", "Word's lock file"),
        ("ảnh/Thumbs.db", "Windows Explorer's cache"),
        ("desktop.ini", "Windows folder settings"),
    ],
)
def test_litter_is_left_out(tmp_path: Path, name: str, why: str) -> None:
    make(tmp_path, name, "a.txt")
    found = discover([tmp_path])
    assert sources(found) == ["a.txt"], why
    assert found.skipped == 1


def test_output_folders_are_no_inputs(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/x.csv", "earlier/run.json", "earlier/documents.parquet", "earlier/note.txt")
    assert sources(discover([tmp_path], out=tmp_path / "out")) == ["a.txt"]


def test_ignore_file_and_exclude(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.csv", "nháp/c.txt", "sub/gold/d.txt", "sub/e.txt", "gold/f.txt", "sub/giữ/nháp.txt")
    (tmp_path / "sub" / ".chitieuignore").write_text("# đáp án\n/gold/\n\n", encoding="utf-8")
    found = discover([tmp_path], exclude=["*.csv", "nháp/"])
    assert sources(found) == ["a.txt", "gold/f.txt", "sub/e.txt", "sub/giữ/nháp.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", "secret.txt", "deep/s.txt")
    inside = make(tmp_path / "inside", "a.txt", "sub/b.txt")
    (inside / "leak.txt").symlink_to(outside / "secret.txt")
    (inside / "leak").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    found = discover([inside])
    assert sources(found) == ["a.txt", "again.txt", "sub/b.txt"]
    assert found.skipped == 3


def test_what_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe")
    found = discover([tmp_path])
    assert sources(found) == ["a.txt"]
    assert found.unreadable == (LeftOut("broken.txt", "broken_link"), LeftOut("loop.txt", "broken_link"))
    assert found.skipped == 1, "a named pipe would block for ever"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)
    assert discover([tmp_path]).unreadable == (LeftOut("a.txt", "permission"),)


def test_nothing_to_read_is_known_without_a_whole_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "a", ".ẩn.txt", "b/bỏ.csv")
    assert is_nothing([folder], exclude=["*.csv"])
    assert not is_nothing([folder])
    (folder / "c").mkdir()
    walked: list[str] = []
    monkeypatch.setattr(os, "scandir", lambda path, real=os.scandir: walked.append(Path(path).name) or real(path))
    assert not is_nothing([folder, tmp_path / "d"])
    assert walked == ["a", "b"]


def test_a_missing_input_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError) as caught:
        discover([tmp_path / "không có"])
    assert caught.value.path == str(tmp_path / "không có")


def test_order_and_overlap_of_inputs_do_not_matter(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "sub/b.txt", "sub/c/d.txt")
    inputs = [tmp_path, tmp_path / "sub", tmp_path / "a.txt", tmp_path / "sub" / "c"]
    expected = discover(inputs)
    assert sources(expected) == ["a.txt", "sub/b.txt", "sub/c/d.txt"]
    for seed in range(5):
        shuffled = random.Random(seed).sample(inputs, len(inputs))
        assert discover([*shuffled, shuffled[0]]) == expected


def test_a_file_name_that_is_not_utf8_gets_a_printable_source(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xe1o c\xe1o.txt")).write_text("x", encoding="utf-8")
    found = discover([tmp_path])
    assert sources(found) == ["b\ufffdo c\ufffdo.txt"]
    assert Path(found.files[0].path).read_text(encoding="utf-8") == "x"


def files(*sizes: int) -> list[FoundFile]:
    return [FoundFile(f"{i:05d}.txt", f"/x/{i}", size) for i, size in enumerate(sizes)]


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_batches_hold_every_file_once_in_order(workers: int) -> None:
    random.seed(workers)
    given = files(*(random.choice([10, 5_000, 80_000, 900_000]) for _ in range(400)))
    batches = plan_batches(given, workers)
    assert [file for batch in batches for file in batch.files] == given
    assert [batch.number for batch in batches] == list(range(len(batches)))
    for batch in batches:
        assert len(batch.files) <= BATCH_FILES
        assert len(batch.files) == 1 or sum(map(estimated_chars, batch.files)) <= BATCH_CHARS


def test_every_worker_gets_several_batches() -> None:
    assert len(plan_batches(files(*[40_000] * 40), 4)) >= 12


def test_few_documents_are_not_worth_a_process() -> None:
    assert choose_workers(files(*[20_000] * 10), cores=8) == 1
    assert choose_workers(files(5_000_000), cores=8) == 1, "one file cannot be shared out"
    assert choose_workers(files(*[20_000] * 1000), cores=8) == 8
    assert choose_workers(files(*[20_000] * 1000), cores=1) == 1
