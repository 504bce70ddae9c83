"""How trained models are loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.learned.chosen import FACTS, ModelError, choose_models, models_folder

if TYPE_CHECKING:
    from spacy.language import Language


Steps = tuple[tuple[float, float], ...]
"""(probability, share right among the held-out cases from it up to the next), rising."""


def calibrated(probability: float, steps: Steps) -> float:
    """How often what a model says with such a probability was right on documents held out; 0.5 where none was."""
    shares = [share for low, share in steps if low <= probability]
    return shares[-1] if shares else 0.5


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """One trained pipeline and what its recipe found out about it."""

    nlp: Language
    facts: Mapping[str, Any]
    """Thresholds and held-out figures (`chitieu.json`), written by `pipeline.train`."""

    def fact(self, name: str, default: float) -> float:
        """A number among the facts."""
        return float(self.facts.get(name, default))

    @property
    def confidences(self) -> Steps:
        """What its probabilities were worth on documents held out."""
        return tuple((float(low), float(share)) for low, share in self.facts.get("confidences", ()))


@dataclass(frozen=True, slots=True)
class LearnedModels:
    """The models a run uses; null where one is not asked for."""

    organisations: LearnedModel | None = None
    numbers: LearnedModel | None = None


def load_models(place: Path | str) -> LearnedModels:
    """Load what a folder holds: `organisations/` and `numbers/`, either or both.

    Args:
        place: `builtin`, or a folder as `chitieu train` writes it.

    Raises:
        ModelError: it holds neither, or one that cannot be loaded.
    """
    root = models_folder(place)
    return LearnedModels(**{model.name: _load(root / model.name) for model in choose_models(place).models})


@lru_cache(maxsize=2)
def loaded_models(place: str) -> LearnedModels:
    """`load_models`, once a process for all components that ask the same models."""
    return load_models(place)


def save_facts(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what a recipe found out beside its model."""
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _load(folder: Path) -> LearnedModel:
    import spacy

    # Registers the tokenizer also where the package is not installed but on the path.
    from extractors.learned import syllables  # noqa: F401

    try:
        nlp = spacy.load(folder)
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except Exception as problem:
        told = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
        raise ModelError(
            f"không nạp được mô hình {folder}; có thể nó được luyện bằng bản spaCy khác ({told})",
            f"the model {folder} cannot be loaded; it may have been trained with another spaCy ({told})",
        ) from problem
    return LearnedModel(nlp, facts)


__all__ = ["LearnedModel", "LearnedModels", "Steps", "calibrated", "load_models", "save_facts"]
