"""Scoring: the guide's definition, gold checked, differences to work from, the figures of the shared scorer."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from row_factory import document, indicator, reference, rows

from pipeline import core, store
from pipeline.evaluate import GoldError, check_gold, error_list, evaluate, evaluate_tables, read_gold, score_table
from pipeline.evaluate.compare import LAYERS, folded, folded_symbol, match
from pipeline.evaluate.gold import GoldDocument
from pipeline.evaluate.metadata import evaluate_metadata, read_metadata_gold
from pipeline.evaluate.track import GoldSet, fallen, own_set, shared_folder, shared_sets
from pipeline.link import link_corpus
from pipeline.schema import TABLES

LAYER = {layer.name: layer for layer in LAYERS}
NUMBER = {
    "surface": "5 lớp", "value": 5, "kind": "count", "comparator": "=", "role": "result",
    "label": "lớp tập huấn nghiệp vụ",
}  # fmt: skip
FOUND = {**NUMBER, "value": 5.0, "value_high": None, "char_start": 0, "char_end": 5}


SAME = [
    ("references.numbered", {"symbol": "02-NQ/TW"}, {"symbol": "2–NQ/TW"}, True, "leading zero, dash"),
    ("references.numbered", {"symbol": "2-NQ/TW", "date": "2021"}, {"symbol": "2-NQ/TW"}, False, "date asked for"),
    ("references.numbered", {"symbol": "02-NQ/TW"}, {"symbol": "02-NQ/TW", "date": "2021"}, True, "date not asked for"),
    ("references.named", {"surface": "Bộ luật Lao động"}, {"surface": "Bộ luật lao động 2019"}, True, "most words"),
    ("references.named", {"surface": "Luật Công đoàn"}, {"surface": "Luật Việc làm năm 2013"}, False, "few words"),
    ("dates", {"edtf": "2021-05-17"}, {"edtf": "2021-05"}, False, "another precision"),
    ("organisations", {"surface": "Tỉnh uỷ"}, {"surface": "TỈNH ỦY"}, True, "tone placement and case"),
    ("organisations", {"surface": "Sở Lao động - TBXH"}, {"surface": "Sở Lao động–TBXH"}, True, "kind of dash"),
    ("organisations.name", {"surface": "Tỉnh ủy"}, {"name": "Tỉnh ủy"}, True, "no name in gold: the surface"),
    ("indicators", NUMBER, {**FOUND, "value": "5"}, True, "numbers, however written"),
    ("indicators", NUMBER, {**FOUND, "value_high": 7.0}, False, "a range is two values"),
    ("indicators", NUMBER, {**FOUND, "kind": "money"}, False, "another kind"),
    ("indicators.full", NUMBER, FOUND, True, "all right"),
    ("indicators.full", NUMBER, {**FOUND, "label": "lớp nghiệp vụ"}, True, "half the words of the label"),
    ("indicators.full", NUMBER, {**FOUND, "label": "đoàn viên"}, False, "another label"),
    ("indicators.full", NUMBER, {**FOUND, "role": "target"}, False, "another role"),
    ("indicators.full", {**NUMBER, "comparator": "~"}, FOUND, False, "another comparator"),
]


@pytest.mark.parametrize(("layer", "item", "row", "same", "why"), SAME, ids=[why for *_, why in SAME])
def test_when_a_row_says_what_gold_says(
    layer: str, item: dict[str, Any], row: dict[str, Any], same: bool, why: str
) -> None:
    assert LAYER[layer].same(item, row) is same, why


def test_folds() -> None:
    assert folded("  Hoà  Bình\n") == "hòa bình"
    assert folded_symbol(" 0058 – KH/TU") == "58-KH/TU"
    assert folded_symbol(None) == ""


def test_optional_items_take_rows_out_of_the_reckoning() -> None:
    layer = LAYER["dates"]
    gold = [{"edtf": "2021", "optional": True}, {"edtf": "2021"}, {"edtf": "2022", "optional": True}]
    paired = match(layer, gold, [{"edtf": "2021"}, {"edtf": "2021"}, {"edtf": "2023"}])
    assert (len(paired.hits), len(paired.missed), len(paired.spurious)) == (1, 0, 1)
    one = match(layer, gold, [{"edtf": "2021"}])
    assert (len(one.hits), len(one.missed), len(one.spurious)) == (1, 0, 0), "what gold demands comes first"


GOLD: dict[str, Any] = {"id": "x", "references": [], "dates": [], "organisations": [], "indicators": []}
BROKEN = [
    ([], "is no object"),
    ({**GOLD, "dates": None}, "has no list dates"),
    ({**GOLD, "extra": []}, "has an unknown key extra"),
    ({**GOLD, "dates": [{"surface": "năm 2021", "edtf": "2021-13"}]}, "dates[0]: edtf '2021-13' is no EDTF date"),
    ({**GOLD, "dates": [{"surface": "năm 2021"}]}, "dates[0]: has no edtf"),
    ({**GOLD, "dates": [{"edtf": "2021"}]}, "dates[0]: has no surface"),
    ({**GOLD, "dates": [{"surface": "năm\n2021", "edtf": "2021"}]}, "dates[0]: surface is not NFC on one line"),
    ({**GOLD, "references": [{"surface": "x", "form": "long"}]}, "references[0]: form is none of numbered short named"),
    ({**GOLD, "references": [{"surface": "x", "form": "numbered"}]}, "references[0]: is numbered and has no symbol"),
    ({**GOLD, "indicators": [{**NUMBER, "value": "5"}]}, "indicators[0]: value is no number"),
    ({**GOLD, "indicators": [{**NUMBER, "role": "goal"}]}, "indicators[0]: role is none of result"),
    ({**GOLD, "indicators": [{**NUMBER, "optionl": True}]}, "indicators[0]: has an unknown key optionl"),
]


@pytest.mark.parametrize(("content", "fault"), BROKEN, ids=[fault for _, fault in BROKEN])
def test_gold_is_checked(content: Any, fault: str, tmp_path: Path) -> None:
    assert any(found.startswith(fault) for found in check_gold(content))
    (tmp_path / "x.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(GoldError, match=r"x\.json: "):
        read_gold(tmp_path)


def test_gold_that_is_right_passes() -> None:
    assert check_gold({**GOLD, "indicators": [NUMBER], "dates": [{"surface": "năm 2021", "edtf": "2021"}]}) == []


def test_no_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold files"):
        read_gold(tmp_path)


def _evaluation() -> Any:
    head = document("a")
    made = rows(
        head,
        [reference("Kế hoạch 39/KH-LĐLĐ", symbol="39/KH-LĐLĐ", date="2019-12-31")],
        [indicator("5 lớp", value=5.0, label="lớp tập huấn nghiệp vụ", role="target"), indicator("7 lớp", value=7.0)],
    )
    plan = {"surface": "Kế hoạch 39/KH-LĐLĐ", "form": "numbered", "symbol": "39/KH-LĐLĐ", "date": "2019-12-30"}
    items = {
        "references": (plan,),
        "dates": ({"surface": "ngày 30", "edtf": "2019-12-30"},),
        "organisations": (),
        "indicators": (NUMBER,),
    }
    tables = {name: table.to_pylist() for name, table in link_corpus([made]).items()}
    absent = GoldDocument("b", {**items, "references": ()})
    return evaluate_tables([GoldDocument("a", items), absent], tables)


def test_differences_say_what_is_wrong_and_where() -> None:
    evaluation = _evaluation()
    told = {(d.document, d.layer, d.kind): d for d in evaluation.differences}
    wrong = told["a", "references.numbered", "wrong"]
    assert wrong.wrong == ("date",)
    assert "[Kế hoạch 39/KH-LĐLĐ]" in wrong.context
    assert told["a", "indicators.full", "wrong"].wrong == ("role",)
    assert told["a", "indicators", "spurious"].row["surface"] == "7 lớp"
    missed = told["a", "dates", "missed"]
    assert (missed.offset, missed.context) == (None, "")
    assert evaluation.absent == ["b"]
    assert evaluation.scores["dates"].fn == 2, "all gold of a document that was not run is missed"
    text = "\n".join(error_list(evaluation.differences))
    assert text.index("== a") < text.index("-- references.numbered") < text.index("== b")
    assert "not in the run: b" in score_table(evaluation)


def test_scores_of_nothing_are_one() -> None:
    evaluation = evaluate_tables([], {name: [] for name in TABLES})
    assert evaluation.as_json()["dates"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "tp": 0, "fn": 0, "fp": 0}


def test_a_fallen_score_is_told() -> None:
    kept = {"corpus": {"dates": 0.98, "named": 0.9}, "shared/dev": {"dates": 0.9}}
    assert fallen(kept, {"corpus": {"dates": 0.9795, "named": 0.95}}) == []
    assert fallen(kept, {"corpus": {"dates": 0.97}}) == ["corpus dates: 0.9800 → 0.9700", "corpus named: 0.9000 → —"]


def _shared_module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    folder = shared_folder()
    if folder is None or not (folder / f"{name}.py").exists():
        pytest.skip("the shared scorer is not on this machine")
    monkeypatch.syspath_prepend(str(folder))
    spec = importlib.util.spec_from_file_location(f"shared_{name}", folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def _run(gold_set: GoldSet, out: Path) -> None:
    store.write_tables(link_corpus(core.extract_or_error(path, path.name) for path in gold_set.documents), out, {})


def _spoil(gold_set: GoldSet, folder: Path) -> Path:
    """Gold with every third item gone or changed: agreement on a perfect run proves little."""
    folder.mkdir()
    for path in gold_set.gold.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            continue
        for name in ("references", "dates", "organisations", "indicators"):
            kept = [item for i, item in enumerate(content[name]) if i % 3]
            for item in kept[::5]:
                item["surface"] = item["surface"].upper() + " x"
                item["optional"] = not item.get("optional", False)
            content[name] = kept
        (folder / path.name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["corpus", "shared/seeds", "shared/dev", "shared/shortforms"])
def test_figures_are_those_of_the_shared_scorer(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = _shared_module("score", monkeypatch)
    gold_set = next(s for s in [own_set(), *shared_sets()] if s.name == name)
    out = tmp_path / "out"
    _run(gold_set, out)
    plain = tmp_path / "plain"
    plain.mkdir()
    for path in gold_set.gold.glob("*.json"):
        if path.name != "metadata.json":
            shutil.copy(path, plain)
    for gold in (plain, _spoil(gold_set, tmp_path / "spoilt")):
        totals, _ = scorer.evaluate(gold, out)
        ours = evaluate(gold, out).scores
        assert {layer: dict(counts) for layer, counts in totals.items()} == {
            layer: {"tp": score.tp, "fn": score.fn, "fp": score.fp} for layer, score in ours.items()
        }


def test_metadata_figures_are_those_of_the_shared_scorer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = shared_sets()
    scorer = _shared_module("score_metadata", monkeypatch)
    gold_set = next(s for s in sets if s.name == "shared/dev")
    assert gold_set.metadata is not None
    _run(gold_set, tmp_path)
    monkeypatch.setattr(sys, "argv", ["score_metadata", str(gold_set.metadata), str(tmp_path)])
    scorer.main()
    tables = store.read_tables(tmp_path)
    assert tables is not None
    ours = evaluate_metadata(read_metadata_gold(gold_set.metadata), tables["documents"].to_pylist())
    shown = ", ".join(f"{field} {share:.3f}" for field, share in ours.shares.items())
    assert capsys.readouterr().out.strip() == f"{ours.documents} documents: {shown}"
