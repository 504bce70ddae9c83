"""Words that blanks broke: mended where sure, left alone where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.split_words import mend_split_words
from pipeline.read import read_bytes


@pytest.mark.parametrize(
    ("broken", "whole", "why"),
    [
        ("V ề việc s ắp xếp lại tổ công đoàn", "Về việc sắp xếp lại tổ công đoàn", "what never stands alone"),
        ("chính sách S Ử D Ụ NG lao động", "chính sách SỬ DỤNG lao động", "capitals, uneven pieces"),
        ("Q U Y Ế T  Đ Ị N H", "QUYẾT ĐỊNH", "a wider blank parts words"),
        ("T H Ô N G B Á O", "THÔNG BÁO", "one way to read it"),
        ("C Ộ N G   H Ò A   X Ã   H Ộ I", "CỘNG HÒA XÃ HỘI", "four words"),
        ("K H Á N H H Ò A", "KHÁNH HÒA", "only one cut gives syllables"),
        ("công tác quản l ý đoàn viên", "công tác quản lý đoàn viên", "in the dictionary beside the word before"),
        ("nêu rõ l ý do", "nêu rõ lý do", "in the dictionary beside the word behind"),
        ("giám s át và phản biện", "giám sát và phản biện", "`át` is a word of its own"),
        ("lực lượng vũ t rang", "lực lượng vũ trang", "an onset cut in two"),
        ("đượ c hỗ trợ việ c làm", "được hỗ trợ việc làm", "cut before the last letter"),
        ("thành ph ố Lào Cai", "thành phố Lào Cai", "cut behind the onset"),
        ("các c ơ quan nhà nư ớc", "các cơ quan nhà nước", "two words"),
        ("s ắ p xếp", "sắp xếp", "in three"),
        ("tỉnh H à Tĩnh", "tỉnh Hà Tĩnh", "a name: title case"),
        ("NGH Ị QUYẾT", "NGHỊ QUYẾT", "capitals"),
        ("trường hợp qu y định", "trường hợp quy định", "`qu` is no syllable; the dictionary spells `qui định`"),
    ],
)
def test_mended(broken: str, whole: str, why: str) -> None:
    assert mend_split_words(broken) == whole, why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("theo điểm c khoản 2 Điều 5", "a letter as a name"),
        ("nhóm B ở nông thôn và nhóm C ở đô thị", "`bở`, `cở` are spelt like words"),
        ("hạng B ị loại", "not what anybody writes, but a name all the same"),
        ("vitamin C ấy", "a name before a word"),
        ("ông Nguyễn Văn A, bà Trần Thị B ở thôn Bản Mù", "hidden names"),
        ("A B C D", "a list"),
        ("V I P", "initials"),
        ("T P H C M", "initials"),
        ("cột A B 1 2 3", "columns"),
        ("dài 5 m và rộng 3 m", "units"),
        ("0,006 x a", "a formula"),
        ("từ n đến m", "variables"),
        ("Ban Tổ chức ý kiến", "nothing broken"),
        ("ô tô, y tế, ý chí, ở đó, ăn uống", "short words"),
        ("the cat sat on a t able", "another language"),
    ],
)
def test_left_alone(text: str, why: str) -> None:
    assert mend_split_words(text) == text, why


@given(st.text(alphabet="bcdđhntgaảâếồưýQUYẾTngh .,1(", max_size=60))
def test_nothing_but_blanks_goes(text: str) -> None:
    mended = mend_split_words(text)
    assert mended.replace(" ", "") == text.replace(" ", "")
    assert mend_split_words(mended) == mend_split_words(mend_split_words(mended))


def test_cleaning_mends() -> None:
    assert "giám sát" in clean(read_bytes("Thực hiện giám s át chuyên đề.".encode(), "a.txt")).text
