"""What `chitieu train` does: the flow with a Prefect API around it, and its figures on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.flow.engine import Engine
from pipeline.train.card import CARD


def train(config: str, out: Path, settings: Sequence[str], *, verbose: bool = False) -> Path:
    """Train a model and print its card.

    Args:
        config: path of a recipe, or the name of one that comes with the package.
        out: folder of the models.
        settings: `section.name=value`, which win over the recipe's.
        verbose: let Prefect log to standard error.

    Returns:
        the model's folder.

    Raises:
        RecipeError: the recipe cannot be used.
        MissingInputError: a file or folder it names is not there.
        GoldError: a gold folder that breaks the guide's form.
        EngineError: Prefect's ephemeral server did not start.
    """
    from pipeline.train.recipe import as_overrides, read_recipe

    overrides = as_overrides(settings)
    # A faulty recipe is told before a server is started for it.
    read_recipe(config, overrides)
    with Engine() as engine:
        from pipeline.train.flow import train_flow

        with engine.settings(verbose=verbose):
            trained = train_flow(config, str(out), overrides)
    print((trained.folder / CARD).read_text(encoding="utf-8"))
    print(trained.folder)
    return trained.folder


__all__ = ["train"]
