"""What decisions are for: gold, training, the command line, the matrix; and the queue of what to look at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.evaluate.gold import LISTS, check_gold
from pipeline.link import link_corpus
from pipeline.review import (
    DecisionError,
    Proposal,
    open_reviewed,
    queue,
    queue_counts,
    record,
    refresh,
)
from pipeline.review.gold import export_gold
from pipeline.store import write_tables
from pipeline.train.material import collect
from tests.conftest import ROOT, Command, clean_environment
from tests.review_samples import decide, number, shown
from tests.row_factory import document, indicator, reference, rows
from tests.run_steps import Steps


def test_reviewed_documents_are_gold_that_evaluates(chitieu: Command, steps: Steps, tmp_path: Path) -> None:
    out, gold = steps.out, tmp_path / "gold"
    assert "rà soát" in chitieu("review", out, "--gold", gold).stderr, "nothing was gone through yet"
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
