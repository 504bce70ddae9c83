"""Letterheads, recipients and signatures are known by their words, in every encoding."""

from __future__ import annotations

import pytest

from gazetteers import read_table
from pipeline.legacy.tables import convert
from pipeline.read.letter_parts import begins_recipients, has_letter_mark


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_every_phrase_is_spelled_as_its_encoding_spells_it(encoding: str) -> None:
    rows = read_table("letter_parts")
    assert [row["phrase"] for row in rows if convert(row[encoding], encoding) != row["phrase"]] == []


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, "the name of the state"),
        ("Cộng hoà  xã hội chủ nghĩa", True, "either tone mark, any blanks"),
        ("Ðộc lập – Tự do – Hạnh phúc", True, "another letter for Đ, another dash"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", True, "a Party letter"),
        ("Đảng Cộng sản Việt Nam lãnh đạo nhà nước", False, "the Party in a sentence"),
        ("Số: 12/BC-LĐLĐ", True, "a number"),
        ("Số: mười hai", False, "no number"),
        ("Hà Tĩnh, ngày 12 tháng 6 năm 2023", True, "place and day"),
        ("Đến ngày 12 tháng 6 năm 2023", False, "a day in a sentence"),
        ("TM. BAN THƯỜNG VỤ", True, "for whom it is signed"),
        ("(Đã ký)", True, "signed"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", True, "TCVN3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", True, "VNI"),
        ("Kết nạp 15 đoàn viên.", False, "a sentence"),
    ],
)
def test_what_only_letters_have(text: str, expected: bool, why: str) -> None:
    assert has_letter_mark(text) == expected, why


@pytest.mark.parametrize("text", ["Nơi nhận:", "- NƠI  NHẬN", "N¬i nhËn:", "Nôi nhaän:"])
def test_recipients_begin(text: str) -> None:
    assert begins_recipients(text)
