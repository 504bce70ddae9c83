"""Trained models on the command line: `--models`, and `chitieu train`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands import BROKEN, OK, UsageError, complain

if TYPE_CHECKING:
    from extractors.learned import LearnedModels

EXAMPLES = """\
ví dụ / examples:
  chitieu train organisations --set recipe.documents='["baocao/"]'
  chitieu train cua_toi.cfg --out outputs/models"""


def add_models(command: argparse.ArgumentParser) -> None:
    """Add `--models` to a command."""
    command.add_argument(
        "--models",
        metavar="DIR",
        help="hỏi thêm các mô hình trong thư mục này, hoặc builtin: bản đi kèm (mặc định chỉ dùng luật) / ask the "
        "trained models of this folder too, or builtin: those that come along (default: rules alone)",
    )


def add_train(train: argparse.ArgumentParser) -> None:
    """Add the arguments of `chitieu train`."""
    train.add_argument("config", metavar="CONFIG", help="tệp cấu hình, hoặc organisations, numbers / recipe")
    train.add_argument(
        "-o", "--out", metavar="DIR", default="outputs/models", help="thư mục ghi mô hình / models go there"
    )
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="đổi một mục của cấu hình / another value for a setting of the recipe",
    )
    train.add_argument("-v", "--verbose", action="store_true", help="in nhật ký Prefect / show Prefect's log")


def check_models(place: str | None) -> None:
    """Complain of models that cannot be used, before anything is started.

    Args:
        place: as given with `--models`; null: none was given.
    """
    if place is None:
        return
    from extractors.learned import ModelError, choose_models

    try:
        choose_models(place)
    except ModelError as error:
        raise UsageError(f"--models: {error.vi}", f"--models: {error.en}") from None


def loaded_models(place: str | None) -> LearnedModels | None:
    """The models, for a command that reads in its own process; or a complaint."""
    if place is None:
        return None
    from extractors.learned import ModelError, load_models

    try:
        return load_models(place)
    except ModelError as error:
        raise UsageError(f"--models: {error.vi}", f"--models: {error.en}") from None


def train(arguments: argparse.Namespace) -> int:
    """`chitieu train`: a recipe carried out."""
    from pipeline.evaluate.gold import GoldError
    from pipeline.flow.discover import MissingInputError
    from pipeline.flow.engine import EngineError
    from pipeline.train.command import train as train_model
    from pipeline.train.recipe import RecipeError

    try:
        train_model(arguments.config, Path(arguments.out), arguments.settings, verbose=arguments.verbose)
    except MissingInputError as error:
        raise UsageError(f"không có tệp hay thư mục {error.path}", f"no such file or folder: {error.path}") from None
    except (RecipeError, GoldError) as error:
        raise UsageError(str(error), str(error)) from None
    except EngineError as error:
        complain(f"không chạy được Prefect: {error}", f"Prefect could not run: {error}")
        return BROKEN
    return OK


__all__ = ["EXAMPLES", "add_models", "add_train", "check_models", "loaded_models", "train"]
