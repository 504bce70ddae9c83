"""Decisions: taken, laid over the tables, found again after runs, taken back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.gold import LISTS, check_gold
from pipeline.flow import plan as plans
from pipeline.link import link_corpus
from pipeline.review import (
    DecisionError,
    Proposal,
    history,
    open_reviewed,
    orphans,
    queue,
    queue_counts,
    read_decisions,
    record,
    refresh,
    status,
    withdraw,
)
from pipeline.review.decisions import append, decisions_file, new_decision
from pipeline.review.fields import typed
from pipeline.review.gold import export_gold
from pipeline.store import write_tables
from pipeline.train.material import collect
from tests.conftest import ROOT, Command, clean_environment
from tests.review_samples import NAM_DINH, QUANG_BINH, REPORTS, make_run, shown
from tests.row_factory import document, indicator, reference, rows
from tests.run_steps import Steps


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_run(folder)
    return folder


@pytest.fixture
def steps(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    monkeypatch.setattr(plans, "_SETTLED", 0)
    for name in ("in", "out"):
        shutil.copytree(made / name, tmp_path / name)
    return Steps(tmp_path / "in", tmp_path / "out")


def number(out: Path, surface: str) -> dict[str, Any]:
    """The one indicator whose surface begins so."""
    found = [row for row in shown(out) if row["surface"].startswith(surface)]
    assert len(found) == 1, [row["surface"] for row in shown(out)]
    return found[0]


def decide(out: Path, words: str, action: Any, /, **changes: Any) -> str:
    row = number(out, words)
    proposal = Proposal("indicators", action, "Lan", "xem lại", row_id=row["indicator_id"], changes=changes)
    return record(out, proposal).id


def test_without_decisions_the_rows_are_those_found(steps: Steps) -> None:
    rows = shown(steps.out)
    assert rows
    assert {row["review_status"] for row in rows} == {None}
    assert not decisions_file(steps.out).exists(), "looking leaves nothing behind"


def test_a_correction_shows_with_what_follows_from_it(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value="1.205,5", period="quý I/2023", label=" đoàn viên  mới ")
    row = number(steps.out, "1.250")
    assert (row["value"], row["period"], row["label"]) == (1205.5, "2023-01/2023-03", "đoàn viên mới")
    assert (str(row["period_start"]), str(row["period_end"])) == ("2023-01-01", "2023-03-31")
    assert (row["review_status"], row["reviewed_by"], row["confidence"]) == ("corrected", "Lan", 1.0)
    found = [r for r in steps.rows()["indicators"] if r["surface"].startswith("1.250")]
    assert found[0]["value"] == 1250, "the run's own tables stay what extraction found"


def test_accept_reject_and_undo(steps: Steps) -> None:
    before = shown(steps.out)
    decide(steps.out, "12 ", "accept")
    gone = decide(steps.out, "600", "reject")
    assert number(steps.out, "12 ")["review_status"] == "accepted"
    assert [r["surface"] for r in shown(steps.out) if r["surface"].startswith("600")] == []
    withdraw(steps.out, gone, "Minh", "nhầm")
    assert number(steps.out, "600")["review_status"] is None
    assert len(shown(steps.out)) == len(before)
    told = [(d.action, d.who, d.withdrawn) for d in read_decisions(steps.out)]
    assert told == [("accept", "Lan", False), ("reject", "Lan", True), ("withdraw", "Minh", False)]
    with pytest.raises(DecisionError, match="rút lại"):
        withdraw(steps.out, gone, "Minh")


def test_a_withdrawal_can_be_withdrawn(steps: Steps) -> None:
    gone = decide(steps.out, "600", "reject")
    undone = withdraw(steps.out, gone, "Minh")
    withdraw(steps.out, undone.id, "Lan")
    assert all(not row["surface"].startswith("600") for row in shown(steps.out))


def test_decisions_about_one_row_add_up(steps: Steps) -> None:
    decide(steps.out, "1.250", "correct", value=1251)
    decide(steps.out, "1.250", "correct", unit="người")
    decide(steps.out, "1.250", "accept")
    row = number(steps.out, "1.250")
    assert (row["value"], row["unit"], row["review_status"]) == (1251, "người", "corrected")


def test_links_to_a_rejected_row_and_sums_over_a_corrected_one_go(steps: Steps) -> None:
    rate = number(steps.out, "125%")
    assert rate["arithmetic"] is None or rate["target_id"]
    linked = [r for r in shown(steps.out) if r["target_id"] or r["whole_id"]]
    for row in linked[:1]:
        target = row["target_id"] or row["whole_id"]
        record(steps.out, Proposal("indicators", "reject", "Lan", row_id=target))
        now = next(r for r in shown(steps.out) if r["indicator_id"] == row["indicator_id"])
        assert target not in (now["target_id"], now["whole_id"])
        assert now["arithmetic"] is None
        assert now["review_status"] is None


def test_the_corrected_words_are_sought_in_the_text(steps: Steps) -> None:
    decide(steps.out, "15", "correct", surface="15 công đoàn")
    row = number(steps.out, "15 công đoàn")
    text = shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)", f"doc_id = '{row['doc_id']}'")[0]["text"]
    assert text[row["char_start"] : row["char_end"]] == "15 công đoàn"
    decide(steps.out, "15 công đoàn", "correct", value=16)
    assert number(steps.out, "15 công đoàn")["value"] == 16


def test_a_row_is_added_with_what_goes_without_saying(steps: Steps) -> None:
    document = next(d for d in shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)") if "1.250" in d["text"])
    start = document["text"].index("đoàn viên khó khăn")
    proposal = Proposal(
        "indicators", "add", "Lan", doc_id=document["doc_id"], char_start=start, char_end=start + 9,
        changes={"label": "đoàn viên khó khăn", "value": "5"},
    )  # fmt: skip
    record(steps.out, proposal)
    row = next(r for r in shown(steps.out) if r["review_status"] == "added")
    assert (row["surface"], row["value"], row["kind"], row["role"], row["method"]) == (
        "đoàn viên", 5, "count", "result", "person",
    )  # fmt: skip
    assert "2 tỷ 462" in row["sentence"]
    with pytest.raises(DecisionError, match="đã có một dòng"):
        record(steps.out, proposal)
    record(steps.out, Proposal("indicators", "correct", "Lan", row_id=row["indicator_id"], changes={"value": 6}))
    assert next(r for r in shown(steps.out) if r["review_status"] == "added")["value"] == 6
    record(steps.out, Proposal("indicators", "reject", "Lan", row_id=row["indicator_id"]))
    assert all(r["review_status"] != "added" for r in shown(steps.out))


def test_a_date_is_added_by_its_words_alone(steps: Steps) -> None:
    (steps.inputs / "tin.txt").write_text(QUANG_BINH + "\nHọp vào buổi sáng hôm sau.\n", encoding="utf-8")
    steps.run(prune=True)
    document = shown(steps.out, "(SELECT *, 0 AS char_start FROM documents)", "source = 'tin.txt'")[0]
    start = document["text"].index("sáng hôm sau")
    with pytest.raises(DecisionError, match="edtf"):
        record(
            steps.out, Proposal("dates", "add", "Lan", doc_id=document["doc_id"], char_start=start, char_end=start + 12)
        )
    record(
        steps.out,
        Proposal("dates", "add", "Lan", doc_id=document["doc_id"], char_start=start, char_end=start + 12,
                 changes={"edtf": "2023-07-06"}),
    )  # fmt: skip
    row = shown(steps.out, "dates", "review_status = 'added'")[0]
    assert (row["edtf"], str(row["date_start"]), row["kind"]) == ("2023-07-06", "2023-07-06", "day")


@pytest.mark.parametrize(
    ("table", "changes", "words"),
    [
        ("indicators", {"role": "kết quả"}, "role chỉ nhận một trong: result, target"),
        ("indicators", {"value": "nhiều"}, "phải là một số"),
        ("indicators", {"value": ""}, "không được để trống"),
        ("indicators", {"value": float("inf")}, "phải là một số"),
        ("indicators", {"confidence": 1}, "Không sửa được trường confidence"),
        ("indicators", {"period": "hôm nào đó"}, "không hiểu"),
        ("indicators", {"province_code": "Atlantis"}, "Không có tỉnh nào"),
        ("indicators", {"directive_id": "999/ABC"}, "không có văn bản nào là 999/ABC"),
        ("indicators", {"value": 10, "value_high": 5}, "phải lớn hơn value"),
        ("indicators", {"surface": "không đâu có"}, "Văn bản không có chữ"),
        ("indicators", {"target_id": "0123456789abcdef"}, "không có dòng nào"),
        ("indicators", {}, "Chưa ghi sửa trường nào"),
        ("document_references", {"form": "named"}, "không có số, ký hiệu"),
        ("organisations", {"org_type": "hội"}, "chỉ nhận một trong"),
        ("dates", {"edtf": "2023-02-31"}, "không hiểu"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(steps: Steps, table: str, changes: Any, words: str) -> None:
    row = shown(steps.out, table)[0]
    key = {"indicators": "indicator_id", "document_references": "ref_id", "dates": "date_id"}.get(table, "mention_id")
    with pytest.raises(DecisionError, match=words):
        record(steps.out, Proposal(table, "correct", "Lan", row_id=row[key], changes=changes))
    assert read_decisions(steps.out) == []


def test_nobody_decides_without_a_name(steps: Steps) -> None:
    with pytest.raises(DecisionError, match="tên người xét"):
        record(steps.out, Proposal("indicators", "accept", " ", row_id=shown(steps.out)[0]["indicator_id"]))


@pytest.mark.parametrize(
    ("typed_text", "value"),
    [("1.234", 1234), ("1.234,5", 1234.5), ("1,5", 1.5), ("1.5", 1.5), ("2 462 000", 2462000), ("-3,1", -3.1),
     ("12.5", 12.5), ("1.234.567", 1234567), (13000, 13000)],
)  # fmt: skip
def test_numbers_as_people_type_them(typed_text: Any, value: float) -> None:
    assert typed("indicators", "value", typed_text) == value


def test_a_province_is_the_one_of_the_document_s_day(steps: Steps) -> None:
    decide(steps.out, "15", "correct", province_code="Lào Cai")
    assert number(steps.out, "15")["province_code"] == "10", "15 was Yên Bái's until July 2025"


def test_decisions_need_a_folder_of_this_machine() -> None:
    with pytest.raises(DecisionError, match="không nằm trên máy này"):
        withdraw("s3://kho/bang", "0" * 16, "Lan")
    with pytest.raises(DecisionError, match="is not on this machine"):
        record("s3://kho/bang", Proposal("indicators", "accept", "Lan", row_id="0" * 16))


def test_a_directive_may_be_given_by_its_symbol(steps: Steps) -> None:
    decide(steps.out, "15", "correct", directive_id="1563/CTr - TLĐ")
    wanted = shown(steps.out, "(SELECT *, '' AS doc_id_, 0 AS char_start FROM directives)", "symbol = '1563/CTr-TLĐ'")
    assert number(steps.out, "15")["directive_id"] == wanted[0]["directive_id"]


def test_counts_of_a_directive_follow_its_references(steps: Steps) -> None:
    def counts() -> list[tuple[int, int]]:
        rows = shown(steps.out, "(SELECT *, 0 AS char_start FROM directives)", "symbol = '39/KH-LĐLĐ'")
        return [(row["n_documents"], row["n_mentions"]) for row in rows]

    assert counts() == [(1, 1)]
    row = shown(steps.out, "document_references", "symbol = '39/KH-LĐLĐ'")[0]
    record(steps.out, Proposal("document_references", "reject", "Lan", row_id=row["ref_id"]))
    assert counts() == []


def test_a_document_gone_through_is_accepted_whole(steps: Steps) -> None:
    doc_id = number(steps.out, "1.250")["doc_id"]
    record(steps.out, Proposal("documents", "complete", "Lan", doc_id=doc_id))
    rows = shown(steps.out)
    assert {r["review_status"] for r in rows if r["doc_id"] == doc_id} == {"accepted"}
    assert {r["review_status"] for r in rows if r["doc_id"] != doc_id} == {None}


def test_all_cursors_see_a_decision_after_refresh(steps: Steps) -> None:
    connection = open_reviewed(steps.out)
    other = connection.cursor()
    decide(steps.out, "600", "reject")
    sql = "SELECT count(*) FROM indicators WHERE starts_with(surface, '600')"
    assert other.execute(sql).fetchone() == (1,)
    refresh(connection, steps.out)
    assert other.execute(sql).fetchone() == (0,)
    assert status(other).n_rejected == 1
    connection.close()


# What becomes of decisions when the tables are made anew.


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


# Gold of what was reviewed, and the command line.


def test_reviewed_documents_are_gold_that_evaluates(chitieu: Command, steps: Steps, tmp_path: Path) -> None:
    out, gold = steps.out, tmp_path / "gold"
    assert "duyệt" in chitieu("review", out, "--gold", gold).stderr, "nothing was gone through yet"
    decide(out, "1.250", "correct", value=1205, label="đoàn viên mới kết nạp")
    decide(out, "600", "reject")
    assert chitieu("review", out, "--done", "quang-binh.txt", "--who", "Lan").returncode == 0
    told = chitieu("review", out, "--gold", gold)
    assert told.returncode == 0, told.stderr
    content = json.loads((gold / "quang-binh.json").read_text(encoding="utf-8"))
    assert check_gold(content) == []
    assert [path.name for path in gold.iterdir()] == ["quang-binh.json"], "the other document was not gone through"
    surfaces = [item["surface"] for item in content["indicators"]]
    assert "600 cán bộ" not in " ".join(surfaces)
    assert (content["indicators"][0]["value"], content["indicators"][0]["label"]) == (1205, "đoàn viên mới kết nạp")
    assert not any(item.get("optional") for name in LISTS for item in content[name])

    def figures(*options: str) -> dict[str, list[float]]:
        result = chitieu("evaluate", gold, out, *options)
        assert result.returncode == 0, result.stderr
        return {line.split()[0]: [float(x) for x in line.split()[2:]] for line in result.stdout.splitlines()[1:]}

    assert all(f == [1.0, 1.0, 1.0] for f in figures("--reviewed").values())
    plain = figures()
    assert plain["indicators"][0] < 1, "the rejected and the corrected number are wrong in what extraction found"
    assert plain["dates"] == [1.0, 1.0, 1.0]


def test_gold_of_a_document_reviewed_in_part_demands_only_what_was(steps: Steps, tmp_path: Path) -> None:
    decide(steps.out, "1.250", "accept")
    connection = open_reviewed(steps.out)
    with pytest.raises(DecisionError):
        export_gold(connection, tmp_path / "gold")
    done = export_gold(connection, tmp_path / "gold", partial=True)
    connection.close()
    content = json.loads(done.written[0].read_text(encoding="utf-8"))
    assert [bool(item.get("optional")) for item in content["indicators"]] == [False] + [True] * (
        len(content["indicators"]) - 1
    )
    assert done.open_rows > 0


def test_train_learns_from_reviewed_documents(steps: Steps, tmp_path: Path) -> None:
    for name in ("quang-binh.txt", "nam-dinh.txt"):
        connection = open_reviewed(steps.out)
        found = connection.execute("SELECT doc_id FROM documents WHERE source = ?", [name]).fetchone()
        assert found is not None
        record(steps.out, Proposal("documents", "complete", "Lan", doc_id=found[0]), connection)
        connection.close()
    decide(steps.out, "600", "reject")
    connection = open_reviewed(steps.out)
    export_gold(connection, tmp_path / "gold")
    connection.close()
    material = collect((), [str(steps.inputs)], [str(tmp_path / "gold")])
    assert [(m.name, m.has_gold, m.unplaced) for m in material] == [("nam-dinh", True, 0), ("quang-binh", True, 0)]
    assert all(m.organisations for m in material)
    at = material[1].doc.text.index("600")
    assert (at, "none") in material[1].numbers, "a rejected number is learnt to be none"


def test_the_command_line_prints_decides_and_takes_back(chitieu: Command, steps: Steps) -> None:
    out = steps.out
    row = number(out, "1.250")
    told = chitieu(
        "review", out, "--correct", row["indicator_id"][:8], "value=1.205", "unit=", "--why", "bản gốc", "--who", "Lan"
    )
    assert told.returncode == 0, told.stderr
    assert "value: 1250 → 1205" in told.stdout
    assert number(out, "1.250")["value"] == 1205
    decision = told.stdout.split("--undo ")[1].strip()
    listed = chitieu("review", out, "--decisions").stdout
    assert "bản gốc" in listed
    assert "Lan" in listed
    assert "value=1205" in listed
    assert chitieu("review", out).stdout.startswith("mã · đáng xem (%)"), "what the number of a row means is said"
    assert chitieu("review", out, "--undo", decision, "--who", "Lan").returncode == 0
    assert number(out, "1.250")["value"] == 1250
    assert f"{decision} (correct quang-binh.txt: " in chitieu("review", out, "--decisions").stdout
    assert chitieu("review", out, "--reject", row["indicator_id"], "--who", "Lan").returncode == 0
    assert chitieu("show", out, "indicators").stdout.count("1.250") == 0, "what is shown has the decisions applied"
    wrong = chitieu("review", out, "--correct", row["indicator_id"], "value=1")
    assert wrong.returncode == 2
    assert "Không bảng nào có dòng" in wrong.stderr
    assert "No table has a row" in wrong.stderr
    assert chitieu("review", out, "--reason", "vui").returncode == 2
    assert "value" in chitieu("review", out, "--fields").stdout


@pytest.mark.parametrize("asked", ["review {out} -n 50 --json", "review {out}", "compliance {out}", "show {out}"])
def test_who_has_seen_enough_hears_no_complaint(steps: Steps, asked: str) -> None:
    command = f"{sys.executable} -u -m pipeline.cli {asked.format(out=steps.out)} | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=clean_environment(), capture_output=True, check=False)
    assert len(done.stdout) == 10
    assert done.stderr == b""


def test_the_command_line_adds_a_missing_row(chitieu: Command, steps: Steps) -> None:
    fields = ("label=đoàn viên khó khăn", "value=1.200", "period=năm 2022")
    told = chitieu(
        "review", steps.out, "--add", "indicators", "quang-binh.txt", "đoàn viên khó khăn", *fields, "--who", "Lan"
    )
    assert told.returncode == 0, told.stderr
    row = next(r for r in shown(steps.out) if r["review_status"] == "added")
    assert (row["surface"], row["value"], row["period"]) == ("đoàn viên khó khăn", 1200, "2022")
    assert "∅" not in chitieu("review", steps.out, "--decisions").stdout, "only what it says"
    for words, why in (("không có", "không có chữ"), ("công đoàn", "lần trong")):
        wrong = chitieu("review", steps.out, "--add", "indicators", "quang-binh.txt", words, "label=x", "value=1")
        assert wrong.returncode == 2
        assert why in wrong.stderr


def test_the_matrix_follows_decisions(chitieu: Command, steps: Steps) -> None:
    assert "39/KH-LĐLĐ" in chitieu("cite", "39/KH-LĐLĐ", steps.out).stdout
    row = shown(steps.out, "document_references", "symbol = '39/KH-LĐLĐ'")[0]
    record(steps.out, Proposal("document_references", "reject", "Lan", row_id=row["ref_id"]))
    assert "39/KH-LĐLĐ" not in chitieu("cite", "39/KH-LĐLĐ", steps.out).stdout


# The queue.


def test_the_queue_tells_what_speaks_against_a_row(tmp_path: Path) -> None:
    heads = [document(f"t{i}", province_code="44", province="Quảng Bình", period="2022") for i in range(6)]
    documents = [
        rows(head, [], [indicator(f"{100 + i} đoàn viên", value=100.0 + i, province_code="44", period="2022")])
        for i, head in enumerate(heads)
    ]
    documents.append(
        rows(
            document("lạ", province_code="44", period="2022"),
            [reference("Chương trình 1563", form="short")],
            [
                indicator("25.000 đoàn viên", value=25000.0, province_code="44"),
                indicator(
                    "7 lớp", value=7.0, label="lớp tập huấn", unit="lớp", arithmetic="mismatch", province_code="44"
                ),
                indicator(
                    "8 hội nghị", value=8.0, label="hội nghị", unit="hội nghị", confidence=0.3, province_code="44"
                ),
            ],
        )
    )
    write_tables(link_corpus(documents), tmp_path, {})
    connection = open_reviewed(tmp_path)
    items = {item.surface: item for item in queue(connection)}
    assert set(items) == {"25.000 đoàn viên", "7 lớp", "8 hội nghị", "Chương trình 1563"}
    assert items["25.000 đoàn viên"].reasons == ("outlier",)
    assert items["7 lớp"].reasons == ("mismatch",)
    assert "không khớp" in items["7 lớp"].why_vi
    assert items["8 hội nghị"].reasons == ("low_confidence",)
    assert items["8 hội nghị"].gain == pytest.approx(0.7)
    assert items["Chương trình 1563"].reasons == ("unresolved",)
    gains = [item.gain for item in queue(connection)]
    assert gains == sorted(gains, reverse=True)
    assert [item.surface for item in queue(connection, reasons=("mismatch",))] == ["7 lớp"]
    first, rest = queue(connection, 1), queue(connection, 10, offset=1)
    assert len(first) == 1
    assert first[0].row_id not in {item.row_id for item in rest}
    assert queue_counts(connection) == {"mismatch": 1, "outlier": 1, "unresolved": 1, "low_confidence": 1}
    record(tmp_path, Proposal("indicators", "accept", "Lan", row_id=items["7 lớp"].row_id), connection)
    refresh(connection, tmp_path)
    assert "7 lớp" not in {item.surface for item in queue(connection)}, "what was decided is not asked again"
    connection.close()
