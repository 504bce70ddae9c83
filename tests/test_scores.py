"""The scores kept in `scores.json` hold: a change that lowers one must say so by writing it anew.

python -m pipeline.evaluate.track --write
"""

from __future__ import annotations

import pytest

from pipeline.evaluate.track import fallen, measure, own_set, read_scores, shared_sets


def test_scores_on_our_corpus_have_not_fallen() -> None:
    kept = read_scores()
    assert "corpus" in kept
    assert fallen(kept, measure([own_set()])) == []


def test_scores_on_shared_gold_have_not_fallen() -> None:
    sets = shared_sets()
    if not sets:
        pytest.skip("the folder of shared gold is not on this machine")
    kept = read_scores()
    assert all(gold_set.name in kept for gold_set in sets)
    assert fallen(kept, measure(sets)) == []
