"""Places: paths and URLs, what is published in an output elsewhere, and what readers see of it."""

from __future__ import annotations

import json
import os
import pickle
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import NoRunError
from pipeline.flow.discover import MissingInputError, discover
from pipeline.flow.plan import make_plan
from pipeline.places import Place, PlaceError, is_copy, is_url, local_run
from pipeline.places import mirror as mirrors
from pipeline.places.mirror import Mirror, mirrored
from pipeline.places.owner import LOCK, owned
from pipeline.places.place import plain
from pipeline.store.cache import StoredBatch
from pipeline.store.ledger import FileState
from tests.object_store import BUCKET, ObjectStore, forget_file_systems, object_store
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture
def store(server: ObjectStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ObjectStore:
    """The server, as this process finds it; copies of outputs lie in the test's own folder."""
    server.use(monkeypatch, tmp_path / "copies")
    return server


@pytest.mark.parametrize(
    ("given", "url", "path"),
    [
        ("báo cáo/quý 1", False, "báo cáo/quý 1"),
        ("/data/a%20b", False, "/data/a%20b"),
        ("file:///data/a", False, "/data/a"),
        ("file://localhost/data/a", False, "/data/a"),
        ("local:///data/a", False, "/data/a"),
        ("C:\\data", False, "C:\\data"),
        ("s3://kho/a", True, None),
        ("memory://a", True, None),
    ],
)
def test_paths_and_urls(given: str, url: bool, path: str | None) -> None:
    assert is_url(given) is url
    assert Place.of(given).local == (None if path is None else Path(path))


def test_a_file_url_with_percent_signs_is_read_where_only_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "báo cáo").mkdir()
    assert plain(f"file://{tmp_path}/b%C3%A1o%20c%C3%A1o") == f"{tmp_path}/báo cáo"
    (tmp_path / "b%C3%A1o%20c%C3%A1o").mkdir()
    assert plain(f"file://{tmp_path}/b%C3%A1o%20c%C3%A1o") == f"{tmp_path}/b%C3%A1o%20c%C3%A1o"


@pytest.mark.parametrize(
    ("url", "code"), [("gopher://kho/x", "protocol"), ("s3://", "malformed"), ("s3:///", "malformed")]
)
def test_what_is_no_place(url: str, code: str) -> None:
    with pytest.raises(PlaceError) as caught:
        Place.of(url)
    assert caught.value.code == code
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.vi, again.en) == (caught.value.code, caught.value.vi, caught.value.en)


def test_what_a_store_refuses(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(url: str) -> str:
        with pytest.raises(PlaceError) as caught:
            (Place.of(url) / "x").write_bytes(b"1")
        assert url in caught.value.vi
        return caught.value.code

    assert code_of("s3://khong-co-kho/a") == "missing"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_file_systems()
    assert code_of(f"s3://{BUCKET}/a") == "unreachable"
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    forget_file_systems()
    assert code_of(f"s3://{BUCKET}/a") == "credentials"
    forget_file_systems()


def test_files_of_a_store(store: ObjectStore, tmp_path: Path) -> None:
    place = Place.of(f"s3://{BUCKET}/tệp")
    for name in ("a.txt", "thư mục/b #1.txt", "thư mục/b", "thư mục/b/c::d.txt"):
        (place / name).write_bytes(name.encode())
    found = place.files()
    assert list(found) == ["a.txt", "thư mục/b", "thư mục/b #1.txt", "thư mục/b/c::d.txt"]
    assert found["a.txt"].size == 5
    assert found["a.txt"].tag
    assert abs(found["a.txt"].modified / 1e9 - time.time()) < 120
    assert (place / "thư mục/b/c::d.txt").read_bytes() == "thư mục/b/c::d.txt".encode()
    assert (place / "không").stat() is None
    with pytest.raises(FileNotFoundError):
        (place / "không").fetch(tmp_path / "x")
    assert (place / "mới").create(b"1")
    assert not (place / "mới").create(b"2")
    assert (place / "mới").read_bytes() == b"1"


def test_inputs_elsewhere_are_found_by_the_rules_for_files_here(store: ObjectStore, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in (
        "b.txt", "a.txt", ".ẩn/x.txt", "~$a.docx", "Thumbs.db", "nháp/c.txt", "năm 2023/d.txt", "năm 2023/bỏ.csv",
        "cũ/run.json", "cũ/documents.parquet", "cũ/x.txt", "ra/x.txt",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (folder / ".chitieuignore").write_text("# chưa xong\nnháp/\n", encoding="utf-8")
    url = store.put(folder, "tìm")
    there = discover([url], f"{url}/ra", ["*.csv"])
    here = discover([folder], folder / "ra", ["*.csv"])
    assert [file.source for file in there.files] == [file.source for file in here.files]
    assert [(item.source, item.reason) for item in there.ignored] == [
        (item.source, item.reason) for item in here.ignored
    ]
    assert there.files[0].path == f"{url}/a.txt"
    assert [file.source for file in discover([f"{url}/năm 2023/d.txt"]).files] == ["d.txt"]
    with pytest.raises(MissingInputError):
        discover([f"{url}/không có"])


def test_an_object_is_as_it_was_by_its_tag(store: ObjectStore) -> None:
    place = Place.of(f"s3://{BUCKET}/sổ")
    for name in "abc":
        (place / f"{name}.txt").write_bytes(name.encode())
    found = discover([place.url])
    first = make_plan(found, {}, prune=False, max_bytes=2**20, threads=1)
    assert [state.file_id for state in first.states.values()] == [None] * 3, "nothing was fetched to be hashed"
    first.take(found.files, StoredBatch((), {file.path: file.source[0] * 16 for file in found.files}, ()))
    before: dict[str, FileState] = first.states

    time.sleep(1.1)
    (place / "a.txt").write_bytes(b"a")  # the same bytes at another time
    (place / "b.txt").write_bytes(b"B")
    (place / "c.txt").copy(place / "d.txt")
    (place / "c.txt").remove()
    again = make_plan(discover([place.url]), before, prune=False, max_bytes=2**20, threads=1)
    known = {Path(path).name: state.file_id for path, state in again.states.items()}
    assert known["a.txt"] == "a" * 16
    assert known["b.txt"] is None
    assert known["d.txt"] == "2e7d2c03a9507ae2", "renamed: hashed, for its tag is known"
    assert [Path(path).name for path in again.kept] == ["c.txt"]


def _write(mirror: Mirror, **files: str) -> None:
    for name, content in files.items():
        path = mirror.folder / name.replace("__", "/").replace("_json", ".json").replace("_parquet", ".parquet")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _seen(url: str) -> dict[str, str]:
    folder = local_run(url)
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_readers_see_the_old_tables_or_the_new_ones(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Place.of(f"s3://{BUCKET}/bảng")
    with pytest.raises(NoRunError):
        local_run(out.url)
    with mirrored(out, tmp_path / "one") as mirror:
        mirror.fetch_plan()
        mirror.fetch_all()
        _write(mirror, documents_parquet__p1="1", documents_parquet__p2="2", run_json="lần 1")
        _write(mirror, **{".chitieu-cache__x__part_json": "{}", ".chitieu-cache__x__dates_parquet": "d"})
        mirror.publish()
    first = {"documents.parquet/p1": "1", "documents.parquet/p2": "2", "run.json": "lần 1"}
    assert _seen(out.url) == first
    assert {"documents.parquet/p1", "run.json", "manifest.json"} <= set(store.names("bảng")), "also by plain names"

    class Killed(BaseException):
        pass

    def killed(self: Place, data: bytes) -> None:
        if self.name == "manifest.json":
            raise Killed
        write_bytes(self, data)

    # Another machine, killed before the manifest: everything it sent is there, and counts for nothing.
    write_bytes = Place.write_bytes
    with mirrored(out, tmp_path / "two") as mirror:
        mirror.fetch_plan()
        assert (mirror.folder / "run.json").read_text(encoding="utf-8") == "lần 1"
        assert not (mirror.folder / "documents.parquet").exists(), "planning reads small files only"
        assert (mirror.folder / ".chitieu-cache/x/part.json").exists()
        mirror.fetch_all()
        (mirror.folder / "documents.parquet/p1").unlink()
        _write(mirror, documents_parquet__p3="3", run_json="lần 2")
        monkeypatch.setattr(Place, "write_bytes", killed)
        with pytest.raises(Killed):
            mirror.publish()
        monkeypatch.setattr(Place, "write_bytes", write_bytes)
    assert _seen(out.url) == first
    assert "documents.parquet/p3" in store.names("bảng")

    with mirrored(out, tmp_path / "two") as mirror:
        mirror.fetch_plan()
        assert mirror.is_published()
        mirror.fetch_all()
        assert (mirror.folder / "run.json").read_text(encoding="utf-8") == "lần 1", "what was not published is gone"
        (mirror.folder / "documents.parquet/p1").unlink()
        _write(mirror, documents_parquet__p4="4", run_json="lần 3")
        mirror.publish()
    assert _seen(out.url) == {"documents.parquet/p2": "2", "documents.parquet/p4": "4", "run.json": "lần 3"}
    there = store.names("bảng")
    assert [name for name in there if name.startswith("documents.parquet/")] == [
        "documents.parquet/p2", "documents.parquet/p4"
    ]  # fmt: skip
    assert store.fs.cat_file(f"{BUCKET}/bảng/run.json").decode() == "lần 3"
    assert len({name.split("/")[1] for name in there if name.startswith(".chitieu-runs/")}) == 1
    assert LOCK not in there


def test_only_what_is_new_is_sent_and_fetched(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Place.of(f"s3://{BUCKET}/ít")
    sent: list[str] = []
    fetched: list[str] = []
    put, fetch = Place.put, Place.fetch
    monkeypatch.setattr(Place, "put", lambda self, source: (sent.append(self.name), put(self, source))[1])
    monkeypatch.setattr(Place, "fetch", lambda self, target: (fetched.append(self.name), fetch(self, target))[1])
    for run in ("1", "2"):
        with mirrored(out, tmp_path / "work") as mirror:
            mirror.fetch_plan()
            mirror.fetch_all()
            _write(mirror, run_json=run, **{f"documents_parquet__p{run}": run})
            (mirror.folder / "chitieu.duckdb").exists() or _write(mirror, **{"chitieu.duckdb": "d"})
            mirror.publish()
    assert sent == ["chitieu.duckdb", "p1", "run.json", "p2", "run.json"] or sorted(sent) == sorted(
        ["chitieu.duckdb", "p1", "run.json", "p2", "run.json"]
    )
    assert fetched == []
    _seen(out.url)
    assert sorted(fetched) == ["chitieu.duckdb", "p1", "p2", "run.json"]
    fetched.clear()
    assert _seen(out.url)["run.json"] == "2"
    assert fetched == []
    assert is_copy(local_run(out.url))
    # What people decided is there for readers, and no run touches it.
    (out / "review/decisions.jsonl").write_bytes(b"{}\n")
    assert _seen(out.url)["review/decisions.jsonl"] == "{}\n"
    assert fetched == ["decisions.jsonl"]
    with mirrored(out, tmp_path / "work") as mirror:
        mirror.fetch_plan()
        mirror.fetch_all()
        _write(mirror, run_json="3")
        mirror.publish()
    assert "review/decisions.jsonl" in store.names("ít")


def test_a_part_of_the_cache_is_there_once_its_record_is(store: ObjectStore, tmp_path: Path) -> None:
    out = Place.of(f"s3://{BUCKET}/phần")
    (out / ".chitieu-cache/half/dates.parquet").write_bytes(b"d")
    (out / ".chitieu-cache/whole/dates.parquet").write_bytes(b"d")
    (out / ".chitieu-cache/whole/part.json").write_bytes(b"{}")
    with mirrored(out, tmp_path / "work") as mirror:
        mirror.fetch_plan()
        mirror.fetch_all()
        assert sorted(path.name for path in (mirror.folder / ".chitieu-cache").iterdir()) == ["whole"]
        mirror.publish()
        assert "half" not in " ".join(store.names("phần")), "what a killed worker left is cleared away"
        mirror.forget_parts()
    assert not [name for name in store.names("phần") if name.startswith(".chitieu-cache/")]


def test_one_run_at_a_time_and_a_dead_one_gives_way(store: ObjectStore) -> None:
    out = Place.of(f"s3://{BUCKET}/khóa")
    with owned(out):
        with pytest.raises(PlaceError) as caught, owned(out):
            pass
        assert caught.value.code == "busy"
        assert f"pid {os.getpid()}" in caught.value.vi
    assert LOCK not in store.names("khóa")
    told = {"id": "x", "user": "lan", "host": "may-khac", "pid": 1, "touched": time.time()}
    (out / LOCK).write_bytes(json.dumps(told).encode())
    with pytest.raises(PlaceError, match="lan@may-khac"), owned(out):
        pass
    (out / LOCK).write_bytes(json.dumps({**told, "touched": time.time() - 600}).encode())
    with owned(out):
        assert json.loads((out / LOCK).read_bytes())["pid"] == os.getpid()


def test_a_lock_is_kept_alive(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.places import owner

    monkeypatch.setattr(owner, "_TOUCHED_EVERY", 0.1)
    out = Place.of(f"s3://{BUCKET}/sống")
    with owned(out):
        first = json.loads((out / LOCK).read_bytes())["touched"]
        wait_for(lambda: json.loads((out / LOCK).read_bytes())["touched"] != first, "it is touched", 30)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("_touch")]


def test_any_file_system_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_COPIES", str(tmp_path / "copies"))
    out = Place.of("memory://chitieu-test/out")
    with mirrored(out, tmp_path / "work") as mirror:
        mirror.fetch_plan()
        mirror.fetch_all()
        _write(mirror, documents_parquet__p1="1", run_json="1")
        mirror.publish()
    assert _seen(out.url) == {"documents.parquet/p1": "1", "run.json": "1"}
    assert mirrors.MANIFEST in out.files()
