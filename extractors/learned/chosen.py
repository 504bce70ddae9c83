"""Which trained models somebody has chosen, told without loading them: where they lie, what they are, their digest.

A run must know before it starts a process that the models can be used, and whether rows of an earlier run were made
with the same ones; both need the files' bytes and no spaCy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

BUILTIN = "builtin"
"""Name of the models that come with the package."""
ORGANISATIONS = "organisations"
NUMBERS = "numbers"
TASKS = (ORGANISATIONS, NUMBERS)
FACTS = "chitieu.json"
_META = "meta.json"
_DIGEST = 16


class ModelError(ValueError):
    """Models that cannot be used; `vi` and `en` say in a sentence what is wrong with them."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[object, ...]:
        # Another process may raise it.
        return type(self), (self.vi, self.en)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One trained model as `run.json` tells of it."""

    name: str
    """Its task: `organisations` or `numbers`."""
    version: str
    """Of the chitieu that trained it."""
    digest: str
    """Of its files; two models with the same one say the same of every text."""


@dataclass(frozen=True, slots=True)
class ChosenModels:
    """The models of a run."""

    place: str
    """`builtin`, or the absolute path of their folder."""
    models: tuple[ModelInfo, ...]

    @property
    def digest(self) -> str:
        """Of all of them together."""
        told = "\0".join(f"{model.name} {model.digest}" for model in self.models)
        return hashlib.sha256(told.encode()).hexdigest()[:_DIGEST]

    def told(self) -> list[dict[str, str]]:
        """For JSON."""
        return [asdict(model) for model in self.models]


def models_folder(place: Path | str) -> Path:
    """Where models lie.

    Args:
        place: `builtin`, or a folder as `chitieu train` writes it.
    """
    return Path(str(files("extractors.learned"))) / "weights" if str(place) == BUILTIN else Path(place)


def choose_models(place: Path | str) -> ChosenModels:
    """Look at the models in a folder without loading them.

    Args:
        place: `builtin`, or a folder that holds `organisations/` or `numbers/` or both; a folder that is itself one
            of them is not taken, for what stands beside it would be forgotten without a word.

    Raises:
        ModelError: there is no such folder, it holds no model, or one of them is not whole.
    """
    root = models_folder(place)
    if not root.is_dir():
        raise ModelError(f"không có thư mục mô hình {place}", f"there is no folder of models {place}")
    found = tuple(_look_at(root / name, name) for name in TASKS if (root / name).is_dir())
    if found:
        return ChosenModels(BUILTIN if str(place) == BUILTIN else str(root.absolute()), found)
    if (root / FACTS).is_file():
        raise ModelError(
            f"{place} là một mô hình, không phải thư mục chứa các mô hình; hãy dùng {root.parent}",
            f"{place} is one model, not the folder of models; use {root.parent}",
        )
    raise ModelError(
        f"{place} không có mô hình nào; thư mục phải do chitieu train ghi ra",
        f"{place} holds no models; it must be a folder that chitieu train has written",
    )


def _look_at(folder: Path, name: str) -> ModelInfo:
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        pipes = json.loads((folder / _META).read_text(encoding="utf-8"))["pipeline"]
        whole = facts["task"] == name and all((folder / str(pipe)).exists() for pipe in pipes)
        if not whole or not pipes:
            raise ValueError(name)
        return ModelInfo(name, str(facts["pipeline_version"]), _digest_of(folder))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelError(
            f"mô hình {folder} thiếu tệp hoặc hỏng; hãy chép lại cả thư mục hoặc chạy lại chitieu train",
            f"the model {folder} is not whole; copy the whole folder again, or run chitieu train again",
        ) from problem


def _digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_DIGEST]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")


__all__ = [
    "BUILTIN",
    "FACTS",
    "NUMBERS",
    "ORGANISATIONS",
    "TASKS",
    "ChosenModels",
    "ModelError",
    "ModelInfo",
    "choose_models",
    "models_folder",
]
