"""`chitieu train`: a recipe carried out for real, small; and the same recipe on a transformer made by the test."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from extractors.learned import ModelError, load_models, predict_organisations
from extractors.learned.chosen import FACTS
from extractors.learned.numbers import LABELS, judge
from extractors.text import DocumentText
from pipeline.cli import main
from pipeline.train.card import CARD, figure_table
from pipeline.train.examples import training_passages
from pipeline.train.fit import fit
from pipeline.train.material import Material, collect
from pipeline.train.recipe import RecipeError, as_overrides, read_recipe
from pipeline.train.validate import folds_of

CORPUS = Path(__file__).parents[1] / "corpus"
QUICK = {
    "recipe.texts": [str(CORPUS / "txt")],
    "recipe.gold": [str(CORPUS / "gold")],
    "recipe.folds": 0,
    "recipe.gold_weight": 1,
    "training.max_steps": 30,
    "training.eval_frequency": 30,
}


@pytest.fixture(scope="module")
def material() -> list[Material]:
    return collect([str(CORPUS / "md")], [str(CORPUS / "txt")], [str(CORPUS / "gold")])


def test_material_has_gold_where_there_is_some(material: list[Material]) -> None:
    assert {m.name for m in material if m.has_gold} == {path.stem for path in (CORPUS / "txt").glob("*.txt")}
    assert sum(m.unplaced for m in material) <= 0.02 * sum(len(m.organisations) + len(m.numbers) for m in material)
    for one in material:
        for start, role in one.numbers:
            assert one.doc.text[start].isdigit()
            assert role in LABELS


def test_a_document_is_never_learned_from_and_measured_on(material: list[Material]) -> None:
    hands = folds_of(material, 5, 0)
    dealt = [i for hand in hands for i in hand]
    assert sorted(dealt) == [i for i, m in enumerate(material) if m.has_gold]
    assert folds_of(material, 5, 0) == hands, "the same seed deals the same hands"


def test_the_same_seed_gives_the_same_model(material: list[Material], tmp_path: Path) -> None:
    recipe, config = read_recipe("numbers", {**QUICK, "training.max_steps": 10, "training.eval_frequency": 10})
    windows = ["Đã kết nạp « 12 » đoàn viên.", "Ngày « 12 » tháng 5"]
    scores = []
    for name in ("first", "second"):
        nlp = fit(training_passages(material, recipe), recipe, config, tmp_path / name)
        scores.append([doc.cats for doc in nlp.pipe(windows)])
    assert scores[0] == scores[1]


def test_train_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = [f"--set={name}={json.dumps(value)}" for name, value in QUICK.items()]
    assert main(["train", "organisations", "--out", str(tmp_path), *settings]) == 0
    folder = tmp_path / "organisations"
    assert (folder / CARD).read_text(encoding="utf-8") in capsys.readouterr().out
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 15 * 2**20 / 2, "two models ship in 15 MB"
    model = load_models(tmp_path).organisations
    assert model is not None
    text = "Ngày 5/6/2023, Công ty TNHH May Hòa Bình tặng quà công nhân."
    doc = DocumentText.of(text)
    for mention in predict_organisations(doc, model):
        assert mention.surface == text[mention.start : mention.end]
        assert 0 < mention.probability <= 1


@pytest.mark.parametrize("task", ["organisations", "numbers"])
def test_documents_new_to_the_rules_and_documents_for_a_test_are_told_apart(task: str, tmp_path: Path) -> None:
    gold = sorted((CORPUS / "gold").glob("*.json"))
    texts = {path.stem: path for path in (CORPUS / "txt").glob("*.txt")}
    names = [path.stem for path in gold if path.stem in texts][:6]
    settings = {
        **QUICK,
        "recipe.folds": 2,
        "recipe.texts": [str(texts[name]) for name in names],
        "training.max_steps": 6,
        "training.eval_frequency": 6,
    }
    for folder, chosen in (("gold", names[:3]), ("fresh", names[3:5]), ("test", names[5:])):
        (tmp_path / folder).mkdir()
        for name in chosen:
            shutil.copy(CORPUS / "gold" / f"{name}.json", tmp_path / folder)
        settings[f"recipe.{folder}"] = [str(tmp_path / folder)]
    given = [f"--set={name}={json.dumps(value)}" for name, value in settings.items()]
    assert main(["train", task, "--out", str(tmp_path / "models"), *given]) == 0
    facts = json.loads((tmp_path / "models" / task / FACTS).read_text(encoding="utf-8"))
    card = (tmp_path / "models" / task / CARD).read_text(encoding="utf-8")
    figures = facts["figures"]
    assert set(figures) == {"all", "fresh", "test"}
    assert figures["all"]["rules"]["wanted"] > figures["fresh"]["rules"]["wanted"] > 0
    for part in figures.values():
        assert "\n".join(figure_table(part)) in card
        assert {line.partition("_")[0] for line in part} >= {"rules", "model", "both"}
    assert not facts["pays"], "six steps teach nothing"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "không_có.cfg"], "no such configuration"),
        (["train", "numbers", "--set", "recipe.folds=-1"], "folds"),
        (["train", "numbers", "--set", "folds=1"], "section.name=value"),
        (["train", "numbers", "--set", 'recipe.task="thơ"'], "organisations | numbers"),
        (["train", "numbers", "--set", 'recipe.texts=["không/có"]'], "no such file or folder"),
    ],
)
def test_what_cannot_be_trained_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS.parent)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_models_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no models"):
        load_models(tmp_path)


def test_settings_are_read() -> None:
    assert as_overrides(["a.b=1", 'a.c=["x"]', "a.d=chữ"]) == {"a.b": 1, "a.c": ["x"], "a.d": "chữ"}
    with pytest.raises(RecipeError):
        as_overrides(["a.b"])


@pytest.mark.skipif(
    find_spec("spacy_transformers") is None,
    reason="needs spacy-transformers and torch: make test-transformer runs it in an environment of its own",
)
def test_the_recipe_takes_a_transformer_on_disk(material: list[Material], tmp_path: Path) -> None:
    path = _tiny_transformer(tmp_path / "bert", material)
    overrides: dict[str, Any] = {**QUICK, "training.max_steps": 4, "training.eval_frequency": 2}
    recipe, config = read_recipe(
        CORPUS.parent / "pipeline" / "train" / "configs" / "organisations_transformer.cfg",
        {**overrides, "components.transformer.model.name": str(path)},
    )
    nlp = fit(training_passages(material[:2], recipe), recipe, config, tmp_path / "model")
    assert nlp.pipe_names == ["transformer", "ner"]
    assert nlp("Sở Y tế tỉnh An Giang báo cáo.")._.trf_data.model_output.last_hidden_state.shape[-1] == 32


def _tiny_transformer(folder: Path, material: list[Material]) -> Path:
    """A BERT of two layers with a vocabulary of syllables, weights by chance, as `save_pretrained` leaves one."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir()
    syllables = sorted({word for one in material[:4] for word in one.doc.text.split() if word.isalpha()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *syllables]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    BertModel(shape).save_pretrained(folder)
    return folder


def test_verdicts_add_up_to_one(material: list[Material], tmp_path: Path) -> None:
    from extractors.learned.models import LearnedModel

    recipe, config = read_recipe("numbers", {**QUICK, "training.max_steps": 10, "training.eval_frequency": 10})
    model = LearnedModel(fit(training_passages(material, recipe), recipe, config, tmp_path), {})
    for verdict in judge(["Đã kết nạp « 12 » đoàn viên.", "Số: « 12 »/KH-LĐLĐ"], model):
        assert sum(verdict.scores) == pytest.approx(1.0, abs=1e-4)
        assert verdict.label == LABELS[max(range(len(LABELS)), key=verdict.scores.__getitem__)]
