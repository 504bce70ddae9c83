"""`chitieu cite`: which directive is asked for, and how what stays open is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.compliance.cite import citations, is_symbol, matching, unresolved
from pipeline.compliance.load import load_tables
from pipeline.core import extract_text
from pipeline.link import link_corpus
from pipeline.store import write_tables

HEAD = "LIÊN ĐOÀN LAO ĐỘNG TỈNH {}\nSố: {}/BC-LĐLĐ\n\n{}, ngày 05 tháng 11 năm 2021\n\nBÁO CÁO\nCông tác năm 2021\n\n"
BODIES = (
    (
        "Hà Nam",
        "Thực hiện Chương trình số 1358/CTr-TLĐ ngày 03/4/2018 của Tổng Liên đoàn Lao động Việt Nam về bữa ăn ca.\n\n"
        "Nghị quyết số 14-NQ/TU ngày 02/8/2021 của Tỉnh ủy về nhà ở công nhân được quán triệt.\n\n"
        "Tuyên truyền Luật Trẻ em năm 2016 và Bộ luật Lao động năm 2019.\n\n"
        "Kế hoạch số 27/KH-TLĐ ngày 04/5/2020 và Kế hoạch số 27/KH-TLĐ ngày 06/5/2021 đều đã hoàn thành.",
    ),
    (
        "Bến Tre",
        "Nghị quyết số 14-NQ/TU ngày 09/9/2021 của Tỉnh ủy về kinh tế biển. Công nhân đã nghe Kế hoạch số 27/KH-TLĐ và "
        "Kế hoạch 27.",
    ),
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cite")
    rows = [
        extract_text(HEAD.format(place.upper(), n, place) + body, f"{place}.txt")
        for n, (place, body) in enumerate(BODIES, 3)
    ]
    write_tables(link_corpus(rows), folder, {})
    return folder


@pytest.mark.parametrize(
    ("asked", "symbols", "why"),
    [
        ("1358/CTr-TLĐ", ["1358/CTr-TLĐ"], "as issued"),
        ("1358/ctr-tld", ["1358/CTr-TLĐ"], "case and diacritics lost"),
        ("Chương trình số 1358/CTr – TLĐ", ["1358/CTr-TLĐ"], "with its type word and blanks"),
        ("I358/CTr-TLĐ", ["1358/CTr-TLĐ"], "a scanner's I"),
        ("1358", ["1358/CTr-TLĐ"], "the number alone"),
        ("chuong trinh 1358", ["1358/CTr-TLĐ"], "type and number without diacritics"),
        ("Nghị quyết 1358", [], "no resolution bears it"),
        ("14-NQ/TU", ["14-NQ/TU", "14-NQ/TU"], "of two provinces"),
        ("l4-NQ/TU", ["14-NQ/TU", "14-NQ/TU"], "a scanner's l"),
        ("27", ["27/KH-TLĐ", "27/KH-TLĐ"], "of two years"),
        ("Luật Trẻ em", ["102/2016/QH13"], "a law by name"),
        ("luat tre em", ["102/2016/QH13"], "… without diacritics"),
        ("kinh tế biển", ["14-NQ/TU"], "words of a title"),
        ("999", [], "nobody cites it"),
    ],
)
def test_what_is_meant(out: Path, asked: str, symbols: list[str], why: str) -> None:
    assert [d["symbol"] for d in matching(load_tables(out), asked)] == symbols, why


def test_mentions_come_directive_by_directive(out: Path) -> None:
    found = citations(load_tables(out), "14-NQ/TU")
    assert [(c.directive["issuer"], c.document["source"]) for c in found] == [
        ("Tỉnh ủy Hà Nam", "Hà Nam.txt"),
        ("Tỉnh ủy Bến Tre", "Bến Tre.txt"),
    ]


def test_a_number_several_bear_prints_which(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "27", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "27/KH-TLĐ, Tổng Liên đoàn Lao động Việt Nam, 2020-05-04" in printed
    assert "27/KH-TLĐ, Tổng Liên đoàn Lao động Việt Nam, 2021-05-06" in printed
    assert not is_symbol("27")
    assert is_symbol("O6-NQ/TU")


def test_candidates_are_told_in_words(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_ones = unresolved(load_tables(out))
    assert [reference["surface"] for _, reference, _ in open_ones] == ["Kế hoạch số 27/KH-TLĐ", "Kế hoạch 27"]
    assert main(["cite", "--open", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "27/KH-TLĐ, Tổng Liên đoàn Lao động Việt Nam, 2020-05-04 | 27/KH-TLĐ, Tổng Liên" in printed
    ids = {d["directive_id"] for d in load_tables(out)["directives"]}
    assert not any(identity in printed for identity in ids)


def test_what_nobody_cites_is_named(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "9999/XX", str(out)]) == 0
    told = capsys.readouterr().err
    assert told.count("9999/XX") == 2, "in both languages"
