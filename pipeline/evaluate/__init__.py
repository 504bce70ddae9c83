"""Evaluate: a run against gold, by the annotation guide."""

from pipeline.evaluate.gold import GoldError, check_gold, read_gold
from pipeline.evaluate.report import error_list, score_table
from pipeline.evaluate.score import Difference, Evaluation, Score, evaluate, evaluate_tables

__all__ = [
    "Difference",
    "Evaluation",
    "GoldError",
    "Score",
    "check_gold",
    "error_list",
    "evaluate",
    "evaluate_tables",
    "read_gold",
    "score_table",
]
