"""Decisions: taken, laid over the tables, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review import (
    DecisionError,
    Proposal,
    open_reviewed,
    read_decisions,
    record,
    refresh,
    status,
    withdraw,
)
from pipeline.review.decisions import decisions_file
from pipeline.review.fields import typed
from tests.review_samples import QUANG_BINH, decide, number, shown
from tests.run_steps import Steps


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
