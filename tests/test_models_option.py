"""`--models`: what trained models add to a run and to one document, when rows are made anew, and what is said where
they cannot be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import spacy

from extractors.learned import ModelError, choose_models, load_models
from extractors.learned.chosen import FACTS
from pipeline.cli import main
from pipeline.flow.cluster_worker import inspect
from pipeline.flow.sandbox import UnfitModelsError
from pipeline.flow.sandboxes import Sandboxes
from pipeline.read.reader import Limits
from pipeline.store.maker import this_maker
from tests.tiny_models import make_numbers, make_organisations

TEXT = "Ngày 5/6/2023, XQK Sen Vàng đã gửi thư cảm ơn Liên đoàn Lao động tỉnh An Giang. Đã kết nạp 120 đoàn viên."
NAME = "XQK Sen Vàng"
RULED = "Liên đoàn Lao động tỉnh An Giang"
TOKENS = {"nlp": {"tokenizer": {"@tokenizers": "chitieu.underthesea.v1"}}}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make_organisations(folder)
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "tin.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def _organisations(out: Path) -> dict[str, tuple[str, float]]:
    rows = pq.read_table(out / "organisations.parquet").to_pylist()
    return {row["surface"]: (row["method"], row["confidence"]) for row in rows}


def _run_info(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


def test_one_document_with_and_without_models(models: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {}
    for chosen in ([], ["--models", str(models)]):
        assert main(["extract", str(document), "--table", "organisations", *chosen]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        found[len(chosen)] = {row["surface"]: (row["method"], row["confidence"]) for row in rows}
    assert NAME not in found[0]
    assert found[2] == found[0] | {NAME: ("model", 0.75)}
    assert all(method == "rule" for method, _ in found[0].values())


def test_rows_are_made_anew_for_other_models(models: Path, document: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def run(*more: str) -> dict[str, Any]:
        assert main(["run", str(document.parent), "--out", str(out), "--workers", "1", "--quiet", *more]) == 0
        return _run_info(out)

    alone = run()
    assert alone["models"] == []
    assert NAME not in _organisations(out)

    asked = run("--models", str(models))
    assert asked["inputs_done"] == 1, "rows of the rules alone are not what was asked for"
    assert asked["models"] == choose_models(models).told()
    assert _organisations(out)[NAME] == ("model", 0.75)
    assert run("--models", str(models))["inputs_unchanged"] == 1, "the same models say the same"

    other = tmp_path / "other"
    shutil.copytree(models / "organisations", other / "organisations")
    facts = json.loads((other / "organisations" / FACTS).read_text(encoding="utf-8"))
    (other / "organisations" / FACTS).write_text(json.dumps({**facts, "confidences": [[0, 0.5]]}), encoding="utf-8")
    assert run("--models", str(other))["inputs_done"] == 1
    assert _organisations(out)[NAME] == ("model", 0.5)

    assert run()["models"] == []
    assert NAME not in _organisations(out)


def test_a_copy_of_the_models_is_the_same_models(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "copy")
    (tmp_path / "copy" / "organisations" / "MODEL_CARD.md").write_text("…", encoding="utf-8")
    assert choose_models(tmp_path / "copy").digest == choose_models(models).digest


def test_numbers_take_another_role(document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_numbers(tmp_path / "models")
    assert main(["extract", str(document), "--table", "indicators", "--models", str(tmp_path / "models")]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["surface"], row["role"], row["method"]) for row in rows] == [("120 đoàn viên", "target", "model")]


def _no_folder(folder: Path, models: Path) -> Path:
    return folder / "không có"


def _empty(folder: Path, models: Path) -> Path:
    return folder


def _one_model(folder: Path, models: Path) -> Path:
    return models / "organisations"


def _half_a_model(folder: Path, models: Path) -> Path:
    shutil.copytree(models / "organisations", folder / "organisations")
    shutil.rmtree(folder / "organisations" / "ner")
    return folder


def _wrong_name(folder: Path, models: Path) -> Path:
    shutil.copytree(models / "organisations", folder / "numbers")
    return folder


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_no_folder, "không có thư mục mô hình"),
        (_empty, "holds no models"),
        (_one_model, "is one model, not the folder of models"),
        (_half_a_model, "is not whole"),
        (_wrong_name, "is not whole"),
    ],
)
@pytest.mark.parametrize("command", ["run", "extract"])
def test_what_cannot_be_used_is_said_before_anything_starts(
    command: str, make: Any, said: str, models: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    folder = tmp_path / "models"
    folder.mkdir()
    given = make(folder, models)
    more = ["--out", str(out)] if command == "run" else []
    assert main([command, str(document), "--models", str(given), *more]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 2, "one sentence in each language"
    assert not out.exists()


def _spoilt(models: Path, folder: Path) -> Path:
    """Whole to look at, and impossible to load."""
    shutil.copytree(models / "organisations", folder / "organisations")
    for path in (folder / "organisations" / "ner").iterdir():
        path.write_bytes(b"")
    return folder


def test_a_child_that_cannot_load_them_says_so(models: Path, tmp_path: Path) -> None:
    spoilt = choose_models(_spoilt(models, tmp_path / "spoilt"))
    with (
        Sandboxes({}, tmp_path / "box", spoilt) as boxes,
        boxes.lease() as box,
        pytest.raises(UnfitModelsError, match="cannot be loaded") as caught,
    ):
        box.extract(tmp_path / "tin.txt", "tin.txt", Limits())
    assert "không nạp được" in caught.value.vi


def test_a_run_that_cannot_load_them_ends_with_a_sentence(
    models: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = _spoilt(models, tmp_path / "spoilt")
    assert main(["run", str(document), "--out", str(tmp_path / "out"), "--models", str(spoilt)]) == 1
    assert "cannot be loaded" in capsys.readouterr().err


def test_a_worker_says_which_models_it_has(models: Path, document: Path, tmp_path: Path) -> None:
    seen = inspect((str(document),), str(document), str(models))
    assert seen.problem is None
    assert seen.code == this_maker(Limits(), choose_models(models)).code
    assert seen.code != inspect((str(document),), str(document)).code
    missing = inspect((str(document),), str(document), str(tmp_path / "không có"))
    assert missing.problem is not None
    assert "không có thư mục mô hình" in missing.problem[0]


def test_what_is_wrong_can_be_told_by_another_process() -> None:
    import pickle

    problem = pickle.loads(pickle.dumps(ModelError("hỏng", "broken")))
    assert (problem.vi, problem.en) == ("hỏng", "broken")


def test_loading_says_what_choosing_says(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no models"):
        load_models(tmp_path)


def test_a_spacy_component_asks_them_too(models: Path, tmp_path: Path) -> None:
    alone, helped = (spacy.blank("vi", config=TOKENS) for _ in range(2))
    alone.add_pipe("chitieu_organisations")
    helped.add_pipe("chitieu_organisations", config={"models": str(models)})
    assert [mention.surface for mention in alone(TEXT)._.chitieu_organisations] == [RULED]
    helped.to_disk(tmp_path / "pipeline")
    for nlp in (helped, spacy.load(tmp_path / "pipeline")):
        found = {mention.surface: mention.method for mention in nlp(TEXT)._.chitieu_organisations}
        assert found == {NAME: "model", RULED: "rule"}


def test_a_spacy_component_of_numbers_asks_them_too(tmp_path: Path) -> None:
    make_numbers(tmp_path)
    roles = []
    for config in ({}, {"models": str(tmp_path)}):
        nlp = spacy.blank("vi", config=TOKENS)
        nlp.add_pipe("chitieu_indicators", config=config)
        roles.append([(mention.role, mention.method) for mention in nlp(TEXT)._.chitieu_indicators])
    assert roles == [[("result", "rule")], [("target", "model")]]
