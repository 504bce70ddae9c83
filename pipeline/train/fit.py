"""One training: passages in, a spaCy pipeline on disk out. The same seed and the same passages give the same model."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from spacy.language import DEFAULT_CONFIG_PATH, Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, load_model_from_config
from thinc.api import Config

from extractors.learned import syllables  # noqa: F401  (registers the tokenizer)
from pipeline.train.examples import Passage, to_bytes
from pipeline.train.recipe import Recipe, RecipeError

_HELD_BACK = 12
"""One passage in so many says, during training, which epoch was best."""


def fit(passages: Sequence[Passage], recipe: Recipe, config: Config, folder: Path) -> Language:
    """Train a pipeline.

    Args:
        passages: of `training_passages`.
        recipe: whose seed is used.
        config: spaCy's configuration; corpora and seed in it are replaced.
        folder: where the best pipeline is written; made where it does not exist.

    Returns:
        the pipeline as loaded from `folder`.

    Raises:
        RecipeError: there is nothing to learn from, or spaCy refuses the configuration.
    """
    import spacy

    if len(passages) < 2:
        raise RecipeError("không có văn bản nào để học / there is nothing to learn from")
    held_back = [passage for i, passage in enumerate(passages) if i % _HELD_BACK == 0]
    learned = [passage for i, passage in enumerate(passages) if i % _HELD_BACK] or held_back
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="chitieu-train-") as work:
        try:
            settings = _filled(config, recipe, Path(work))
            blank = load_model_from_config(settings, auto_fill=True)
            for name, part in (("train", learned), ("dev", held_back)):
                (Path(work) / f"{name}.spacy").write_bytes(to_bytes(blank, part))
            nlp = init_nlp(settings)
        except Exception as problem:  # spaCy and thinc raise several kinds for a faulty configuration
            raise RecipeError(f"{type(problem).__name__}: {problem}") from problem
        # spaCy's progress tables would go to the terminal.
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
            train(nlp, folder, use_gpu=-1, stdout=out, stderr=out)
    best = folder / "model-best"
    return spacy.load(best if best.exists() else folder / "model-last")


def write_model(nlp: Language, folder: Path) -> None:
    """Write a trained pipeline as it is shipped: without the words it has met, which it does not need (it tells them
    apart by their hashes), and without the places its corpora lay at.

    Args:
        nlp: of `fit`.
        folder: is made.
    """
    nlp.to_disk(folder, exclude=["vocab"])
    config = Config().from_disk(folder / "config.cfg", interpolate=False)
    config["paths"] = dict.fromkeys(config["paths"])
    for name in ("train", "dev"):
        config["corpora"][name]["path"] = f"${{paths.{name}}}"
    config.to_disk(folder / "config.cfg")


def _filled(config: Config, recipe: Recipe, work: Path) -> Config:
    settings = config.copy()
    settings.setdefault("paths", {})
    settings["paths"] |= {"train": str(work / "train.spacy"), "dev": str(work / "dev.spacy")}
    settings.setdefault("training", {})
    settings["training"] |= {"seed": recipe.seed}
    for name in ("train", "dev"):
        settings.setdefault("corpora", {})[name] = {
            "@readers": "spacy.Corpus.v1",
            "path": settings["paths"][name],
            "max_length": 0,
            "gold_preproc": False,
            "limit": 0,
            "augmenter": None,
        }
    # spaCy wants every setting of a training said; those a recipe leaves out are spaCy's own defaults.
    return Config(load_config(DEFAULT_CONFIG_PATH).merge(settings)).interpolate()


__all__ = ["fit", "write_model"]
