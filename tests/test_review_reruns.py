"""Decisions when the tables are made anew, and the file they are kept in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow import plan as plans
from pipeline.review import (
    Proposal,
    history,
    open_reviewed,
    orphans,
    read_decisions,
    record,
    status,
)
from pipeline.review.decisions import append, decisions_file, new_decision
from tests.conftest import ROOT, Command, clean_environment
from tests.review_samples import NAM_DINH, QUANG_BINH, REPORTS, decide, make_run, number, shown
from tests.run_steps import Steps


def fresh(steps: Steps) -> None:
    shutil.rmtree(steps.out / ".chitieu-cache")
    for file in steps.out.glob("*.parquet"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    steps.run(prune=True)


def test_decisions_survive_a_fresh_run(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value=7)
    decide(steps.out, "600", "reject")
    fresh(steps)
    assert number(steps.out, "1.250")["value"] == 7
    assert all(not row["surface"].startswith("600") for row in shown(steps.out))


@pytest.mark.parametrize(
    ("what", "edit"),
    [
        ("text before it", lambda text: text.replace("BÁO CÁO\n", "BÁO CÁO\nTình hình chung năm 2022 có nhiều thuận lợi.\n\n")),
        ("text behind it", lambda text: text + "\nNơi nhận: Ban Thường vụ Tỉnh ủy.\n"),
        ("other line breaks", lambda text: text.replace("các cấp công đoàn", "các cấp\ncông đoàn")),
    ],
)  # fmt: skip
def test_a_decision_finds_its_row_after_a_change_of_the_file(
    steps: Steps, what: str, edit: Callable[[str], str]
) -> None:
    decide(steps.out, "1.250", "correct", value=7)
    decide(steps.out, "600", "reject")
    decide(steps.out, "15", "correct", surface="15 công đoàn")
    (steps.inputs / "quang-binh.txt").write_text(edit(QUANG_BINH), encoding="utf-8")
    before = number(steps.out, "1.250")["doc_id"]
    steps.run(prune=True)
    row = number(steps.out, "1.250")
    assert row["doc_id"] != before
    assert (row["value"], row["review_status"]) == (7, "corrected"), what
    assert all(not r["surface"].startswith("600") for r in shown(steps.out))
    moved = number(steps.out, "15 công đoàn")
    text = shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)", f"doc_id = '{row['doc_id']}'")[0]["text"]
    assert text[moved["char_start"] : moved["char_end"]] == "15 công đoàn"


def test_of_equal_words_in_one_sentence_the_right_one_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_SETTLED", 0)
    text = NAM_DINH.replace("8 công đoàn cơ sở", "30 công đoàn cơ sở, tập huấn 30 cán bộ")
    steps = make_run(tmp_path, {"nam-dinh.txt": text})
    thirty = [row for row in shown(steps.out) if row["value"] == 30]
    assert len(thirty) == 2
    record(
        steps.out,
        Proposal(
            "indicators", "correct", "Lan", row_id=thirty[1]["indicator_id"], changes={"label": "người được tập huấn"}
        ),
    )
    (steps.inputs / "nam-dinh.txt").write_text("TIN\n\n" + text, encoding="utf-8")
    steps.run(prune=True)
    labels = [row["label"] for row in shown(steps.out) if row["value"] == 30]
    assert labels[1] == "người được tập huấn"
    assert labels[0] != "người được tập huấn"


def test_what_a_person_added_moves_with_its_sentence(steps: Steps) -> None:
    document = next(d for d in shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)") if "1.250" in d["text"])
    start = document["text"].index("các cấp công đoàn")
    record(
        steps.out,
        Proposal("organisations", "add", "Lan", doc_id=document["doc_id"], char_start=start, char_end=start + 17,
                 changes={"name": "công đoàn các cấp"}),
    )  # fmt: skip
    (steps.inputs / "quang-binh.txt").write_text("TIN\n\n" + QUANG_BINH, encoding="utf-8")
    steps.run(prune=True)
    row = shown(steps.out, "organisations", "review_status = 'added'")[0]
    assert row["surface"] == "các cấp công đoàn"
    text = shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)", f"doc_id = '{row['doc_id']}'")[0]["text"]
    assert text[row["char_start"] : row["char_end"]] == "các cấp công đoàn"


def test_what_extraction_no_longer_finds_a_person_has_still_said(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value=7)
    decide(steps.out, "600", "reject")
    honest = steps.extract

    def blind(file: Any) -> Any:
        from dataclasses import replace

        return tuple(replace(rows, indicators=()) for rows in honest(file))

    steps.extract = blind
    fresh(steps)
    rows = shown(steps.out)
    assert [(r["surface"][:5], r["value"], r["review_status"]) for r in rows] == [("1.250", 7, "added")]
    connection = open_reviewed(steps.out)
    assert orphans(connection) == [], "a rejected row that is not found any more is settled"
    connection.close()
    steps.extract = honest
    fresh(steps)
    assert number(steps.out, "1.250")["review_status"] == "corrected"


def test_a_decision_without_its_sentence_is_listed_and_comes_back(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value=7)
    (steps.inputs / "quang-binh.txt").write_text(QUANG_BINH.replace("1.250", "1.251"), encoding="utf-8")
    steps.run(prune=True)
    connection = open_reviewed(steps.out)
    assert [d.surface for d in orphans(connection)] == ["1.250 đoàn viên"]
    assert status(connection).n_orphaned == 1
    assert number(steps.out, "1.251")["review_status"] is None
    connection.close()
    (steps.inputs / "quang-binh.txt").write_text(QUANG_BINH, encoding="utf-8")
    steps.run(prune=True)
    assert number(steps.out, "1.250")["value"] == 7


def test_a_real_run_and_a_fresh_one_leave_decisions_alone(chitieu: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    assert chitieu("run", "in", "--out", "out", "--quiet").returncode == 0
    decide(tmp_path / "out", "1.250", "correct", value=7)
    kept = decisions_file(tmp_path / "out").read_bytes()
    for options in ((), ("--fresh",), ("--prune",)):
        assert chitieu("run", "in", "--out", "out", "--quiet", *options).returncode == 0
        assert decisions_file(tmp_path / "out").read_bytes() == kept
        assert number(tmp_path / "out", "1.250")["value"] == 7


# The file itself.


def test_many_may_decide_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.review.decisions import append, new_decision\n"
        "for i in range(60): append(Path(sys.argv[1]), [new_decision('accept', sys.argv[2], 'lý do ' * 200)])"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"người {i}"], cwd=ROOT, env=clean_environment())
        for i in range(4)
    ]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    found = read_decisions(tmp_path)
    assert len({d.id for d in found}) == 240
    assert all(json.loads(line) for line in decisions_file(tmp_path).read_text(encoding="utf-8").splitlines())


def test_half_a_line_left_by_a_power_cut_harms_nothing(tmp_path: Path) -> None:
    append(tmp_path, [new_decision("accept", "Lan", "")])
    with decisions_file(tmp_path).open("ab") as file:
        file.write('{"id": "tréo'.encode()[:-1])
    append(tmp_path, [new_decision("accept", "Minh", "")])
    assert [d.who for d in read_decisions(tmp_path)] == ["Lan", "Minh"]


def test_history_tells_who_decided_what(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value=7)
    decide(steps.out, "1.250", "accept")
    connection = open_reviewed(steps.out)
    told = history(connection, "indicators", number(steps.out, "1.250")["indicator_id"])
    assert [(d.action, d.who, d.why) for d in told] == [("correct", "Lan", "xem lại"), ("accept", "Lan", "xem lại")]
    assert told[0].before["value"] == 1250
    connection.close()
