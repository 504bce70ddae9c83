"""Where trained models lie and how they are loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

ORGANISATIONS = "organisations"
NUMBERS = "numbers"
_META = "chitieu.json"


class ModelError(ValueError):
    """A folder of models that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """One trained pipeline and what its recipe found out about it."""

    nlp: Language
    facts: Mapping[str, Any]
    """Thresholds and held-out figures (`chitieu.json`), written by `pipeline.train`."""

    def fact(self, name: str, default: float) -> float:
        """A number among the facts."""
        return float(self.facts.get(name, default))


@dataclass(frozen=True, slots=True)
class LearnedModels:
    """The models a run uses; null where one is not asked for."""

    organisations: LearnedModel | None = None
    numbers: LearnedModel | None = None


def load_models(folder: Path | str) -> LearnedModels:
    """Load what a folder holds: `organisations/` and `numbers/`, either or both.

    Args:
        folder: as `chitieu train` writes it.

    Raises:
        ModelError: it holds neither, or one that cannot be loaded.
    """
    root = Path(folder)
    found = {name: _load(root / name) for name in (ORGANISATIONS, NUMBERS) if (root / name / "meta.json").exists()}
    if not found:
        raise ModelError(f"{folder}: không có mô hình nào / no models")
    return LearnedModels(**found)


def save_facts(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what a recipe found out beside its model."""
    (folder / _META).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _load(folder: Path) -> LearnedModel:
    import spacy

    # Registers the tokenizer also where the package is not installed but on the path.
    from extractors.learned import syllables  # noqa: F401

    try:
        nlp = spacy.load(folder)
        facts = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as problem:
        raise ModelError(f"{folder}: không nạp được mô hình / cannot be loaded: {problem}") from problem
    return LearnedModel(nlp, facts)


__all__ = ["NUMBERS", "ORGANISATIONS", "LearnedModel", "LearnedModels", "ModelError", "load_models", "save_facts"]
