"""A recipe: a spaCy configuration with a section of ours that says what to learn from what.

Everything spaCy trains with stands in spaCy's own sections; `[recipe]` is ours. Paths in it are relative to the folder
the command is run in. `[recipe.base]` is left to spaCy: a transformer on this machine is named in `[components]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from spacy.util import load_config
from thinc.api import Config

from extractors.learned.chosen import NUMBERS, ORGANISATIONS

SECTION = "recipe"
TASKS = (ORGANISATIONS, NUMBERS)


class RecipeError(ValueError):
    """A recipe that cannot be used; the message says why, in both languages."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to learn from what."""

    task: str
    """`organisations` or `numbers`."""
    documents: tuple[str, ...] = ()
    """Files and folders without gold: the rules' own findings in them are the silver to learn from."""
    texts: tuple[str, ...] = ()
    """Files and folders of the documents that have gold."""
    gold: tuple[str, ...] = ()
    """Folders of gold (annotation guide), one JSON file a document, found by its stem."""
    fresh: tuple[str, ...] = ()
    """Folders of gold whose documents the rules were not made on: they too are learned from and measured by models
    that have not seen them, and thresholds and the verdict are chosen by them alone."""
    test: tuple[str, ...] = ()
    """Folders of gold whose documents are only measured, by the final model."""
    silver_chars: int = 600_000
    """How much of the documents without gold to learn from, in characters; taken evenly over the documents."""
    gold_weight: int = 4
    """How many times a passage with gold counts among the silver."""
    folds: int = 5
    """Of the cross-validation over the documents with gold; 0: none is done."""
    seed: int = 0
    capitals: float = 0.1
    """Share of passages that are also shown in capitals."""
    unaccented: float = 0.05
    """Share of passages that are also shown without diacritics."""
    renamed: float = 0.0
    """Share of passages with organisations that are also shown with invented names in their place."""
    ocr_noise: float = 0.1
    """Share of passages that are also shown with the slips of character recognition."""


def read_recipe(config: Path | str, overrides: Mapping[str, Any] | None = None) -> tuple[Recipe, Config]:
    """Read a recipe.

    Args:
        config: path of a spaCy configuration with a section `[recipe]`, or the name of one that comes with the
            package (`organisations`, `numbers`).
        overrides: values by dotted name (`recipe.folds`, `training.max_steps`), which win over the file.

    Returns:
        the recipe, and spaCy's configuration without it.

    Raises:
        RecipeError: no such file, no configuration, or one that breaks the form.
    """
    path = Path(config)
    if not path.exists() and str(config) in TASKS:
        with as_file(files("pipeline.train") / "configs" / f"{config}.cfg") as packaged:
            return _read(packaged, overrides or {})
    if not path.is_file():
        raise RecipeError(f"không có tệp cấu hình {config} / no such configuration: {config}")
    return _read(path, overrides or {})


def _read(path: Path, overrides: Mapping[str, Any]) -> tuple[Recipe, Config]:
    try:
        whole = load_config(path, overrides=dict(overrides), interpolate=False)
    except Exception as problem:  # thinc raises several kinds, none of which it documents
        raise RecipeError(f"{path.name}: {problem}") from problem
    section = whole.get(SECTION)
    if not isinstance(section, dict):
        raise RecipeError(f"{path.name}: thiếu phần [recipe] / has no section [recipe]")
    known = {name: field.type for name, field in Recipe.__dataclass_fields__.items()}
    unknown = sorted(set(section) - set(known))
    if unknown:
        raise RecipeError(f"{path.name}: [recipe] {', '.join(unknown)}: không có mục này / no such setting")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in section.items()
    }
    for name, value in values.items():
        _check(path.name, name, value)
    if values.get("task") not in TASKS:
        raise RecipeError(f"{path.name}: task: {values.get('task')!r}: {' | '.join(TASKS)}")
    return Recipe(**values), Config({name: part for name, part in whole.items() if name != SECTION})


_LISTS = ("documents", "texts", "gold", "fresh", "test")
_SHARES = ("capitals", "unaccented", "ocr_noise", "renamed")


def _check(file: str, name: str, value: Any) -> None:
    if name in _LISTS:
        fine = isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    elif name in _SHARES:
        fine = isinstance(value, int | float) and 0 <= value <= 1
    elif name == "task":
        fine = isinstance(value, str)
    else:
        fine = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not fine:
        raise RecipeError(f"{file}: [recipe] {name} = {value!r}: giá trị không hợp lệ / not a valid value")


def as_overrides(settings: Sequence[str]) -> dict[str, Any]:
    """`training.max_steps=100` and the like as a mapping; values are read as JSON where they are, else as text.

    Raises:
        RecipeError: one has no `=`.
    """
    import json

    found: dict[str, Any] = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign or "." not in name:
            raise RecipeError(f"{setting}: phải có dạng phần.mục=giá_trị / must read section.name=value")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


__all__ = ["TASKS", "Recipe", "RecipeError", "as_overrides", "read_recipe"]
