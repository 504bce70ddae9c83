"""RTF: bytes by the character set of their font, Unicode with its stand-ins, tables, what is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read import read_bytes

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\froman\fcharset238{\*\fname Times New Roman;}"
    r"Times New Roman CE;}{\f2\froman\fcharset163 Times New Roman (Vietnamese);}{\f3\fnil\fcharset0 .VnTime;}"
    r"{\f4\fnil\fcharset0{\*\panose 020b7200000000000000}.VnTimeH;}{\f5\fnil\fcharset2 Symbol;}"
    r"{\f6\fnil\fcharset238 VNI-Times;}}"
)
STYLES = r"{\stylesheet{\ql Normal;}{\s1\ql\b heading 1;}{\s2 Title;}{\s3 toc 1;}{\*\cs10 Default Paragraph Font;}}"


def rtf(body: str, head: str = "") -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + STYLES + head + body + "}").encode("latin-1")


def texts(body: str) -> list[str]:
    return [block.text for block in read_bytes(rtf(body), "a.rtf").blocks]


CASES = [
    (r"Xin ch\'e0o\par", ["Xin chào"], "a byte in Windows-1252"),
    (r"\f1 \'d0\'f4 \'f0\'e3\par", ["Đô đă"], "Windows-1250 by the font, whatever the head says"),
    (r"\f2 Ti\'ea\'ecng Vi\'ea\'f2t\par", ["Tiê\u0301ng Viê\u0323t"], "Windows-1258 by the font"),
    (r"\uc1 Vi\u7879\'3ft Nam\par", ["Việt Nam"], "a stand-in of one byte is passed over"),
    (r"\uc1 Vi\u7879?t Nam\par", ["Việt Nam"], "a stand-in that is a plain character"),
    (r"\uc0 Vi\u7879 t\par", ["Việt"], "no stand-in"),
    (r"\uc2 Vi\u7879\'c3\'aat\par", ["Việt"], "two stand-ins"),
    (r"{\uc2 A}\u7879?B\par", ["AệB"], "how many stand-ins is told to a group"),
    (r"\u-3999?\par", ["\uf061"], "negative numbers are above 32767"),
    (r"\u55357?\u56832?\par", ["😀"], "two halves of one character"),
    (r"a\~b\_c\{d\}\\e\par", ["a\u00a0b-c{d}\\e"], "signs"),
    (r"m\'f4t\line hai\par", ["một".replace("ộ", "ô") + "\nhai"], "a line within a paragraph"),
    ("d\\'f2ng\n v\\'e0 d\\'f2ng\\par", ["dòng và dòng"], "line ends of the file are none"),
    (r"a{\v\'e2n}b{\deleted xo\'e1}c\par", ["abc"], "hidden and deleted text"),
    (r"{\caps quy\'ea\'ecn}\par", ["QUYÊÌN"], "capitals by format"),
    (r"{\field{\*\fldinst PAGE}{\fldrslt 7}} trang\par", ["7 trang"], "a field's result, not its code"),
    (r"{\header Ti\'eau \'f0\'ea\par}N\'f4i\par{\footer 1}", ["Nôi"], "running heads"),
    (r"{\*\moi g\'ec}c\'f2n\par", ["còn"], "groups nobody knows"),
    ("{\\pict\\bin4 }}\x01{}s\\par", ["s"], "binary data"),
    (r"{\info{\title Tên}}th\'e2n\par".replace("ê", "e"), ["thân"], "about the file"),
    (r"{\listtext 1.\tab}m\'f4t\par{\listtext 2.\tab}hai\par", ["1. môt", "2. hai"], "numbers of lists"),
    (r"{\listtext\f5\'b7\tab}m\'f4t\par", ["• môt"], "bullets"),
    (r"{\upr{Vi?t}{\*\ud{Vi\u7879?t}}}\par", ["Việt"], "the same twice, in Unicode the second time"),
    (r"tr\'ean{\footnote ch\'fa th\'edch}\par d\u432?\'f3i\par", ["trên", "dưới".replace("ớ", "ó"), "[1] chú thích"], "notes"),
    (r"tr\'ean{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt khung\par}}{\shprslt khung}}\par sau\par",
     ["trên", "khung", "sau"], "a text box once, behind its paragraph"),
    (r"{\*\shppict{\pict 0102}}{\object{\*\objdata 01}{\result h\'ecnh}}\par", ["hình"], "an object's picture in words"),
    (r"\s3 I. M\u7909?c l\u7909?c 5\par\pard n\'f4i\par", ["nôi"], "a table of contents is no text"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "want", "why"), CASES, ids=[case[2] for case in CASES])
def test_text_of_rtf(body: str, want: list[str], why: str) -> None:
    assert texts(body) == want, why


def test_rows_cells_and_merged_cells() -> None:
    row = r"\trowd\cellx2000\cellx4000\cellx6000 \intbl Ch\u7881? ti\'eau\cell 2021\cell 2022\cell\row"
    wide = r"\trowd\cellx2000\cellx6000 \intbl D\'e2n s\u7889?\cell 1.250\par (ng\u432?\u7901?i)\cell\row"
    tall = r"\trowd\clvmrg\cellx2000\cellx4000\cellx6000 \intbl\cell 5\cell 6\cell\row"
    assert [(b.kind, b.text) for b in read_bytes(rtf(row + wide + tall + r"\pard h\u7871?t\par"), "a.rtf").blocks] == [
        ("table", "Chỉ tiêu | 2021 | 2022"),
        ("table", "Dân số | 1.250 (người) |"),
        ("table", "| 5 | 6"),
        (None, "hết"),
    ]


def test_a_table_within_a_cell_is_a_line_of_it() -> None:
    inner = (
        r"\trowd\cellx3000\cellx6000 \pard\intbl ngo\'e0i\cell"
        r"\pard\intbl\itap2 m\'f4t\nestcell hai\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1 sau\cell\row"
    )
    assert texts(inner + r"\trowd\cellx3000\cellx6000\pard\intbl a\cell b\cell\row") == [
        "ngoài | môt | hai sau",
        "a | b",
    ]


def test_headings_by_style_and_level() -> None:
    body = r"\pard\s1 I. K\u7871?t qu\u7843?\par\pard\s2 B\'c1O C\'c1O\par\pard\outlinelevel1 1. N\'f4ng\par\pard th\'e2n\par"
    blocks = read_bytes(rtf(body), "a.rtf").blocks
    assert [(b.kind, b.level) for b in blocks] == [("heading", 1), ("title", None), ("heading", 2), (None, None)]


def test_fonts_of_old_encodings_and_the_letter_u_with_horn() -> None:
    [block] = read_bytes(rtf(r"\f3 Th\'ad\'acng binh {\f4 x\'b7 h\'e9i} {\f0 ABC}, th\-eo\par"), "a.rtf").blocks
    assert block.text == "Th\u00ad¬ng binh x· héi ABC, theo"
    assert [(block.text[s.start : s.end].strip(" ,"), s.font) for s in block.fonts][:2] == [
        ("Th\u00ad¬ng binh", ".VnTime"),
        ("x· héi", ".VnTimeH"),
    ]
    [block] = read_bytes(rtf(r"\f3 Th\-\'acng\par"), "a.rtf").blocks
    assert block.text == "Th\u00ad¬ng", "programs that know no other soft hyphen write the letter so"
    [block] = read_bytes(rtf(r"\f6 Ñoäc laäp\par"), "a.rtf").blocks
    assert block.text == "Ñoäc laäp", "a legacy font's bytes are Western, whatever it is declared as"


def test_what_is_cut_off_or_deep_is_read_as_far_as_it_goes_or_refused() -> None:
    assert [b.text for b in read_bytes(rtf(r"m\'f4t\par hai")[:-1], "a.rtf").blocks] == ["môt", "hai"]
    with pytest.raises(InputError, match="damaged_office"):
        read_bytes(b"{\\rtf1 " + b"{" * 5000 + b"x", "a.rtf")
    with pytest.raises(InputError, match="no_text"):
        read_bytes(b"{\\rtf1}", "a.rtf")


@given(st.lists(st.sampled_from([*"{}\\ a\n", "\\par", "\\u7879?", "\\'e0", "\\cell", "\\row", "\\trowd", "\\cellx9",
    "\\intbl", "{\\footnote ", "{\\*\\x", "\\itap2", "\\nestrow", "{\\fonttbl", "\\f1", "{\\shp{\\*\\shpinst{\\shptxt "]),
    max_size=60))  # fmt: skip
def test_any_rtf_is_read_or_refused(pieces: list[str]) -> None:
    try:
        blocks = read_bytes(b"{\\rtf1 x" + "".join(pieces).encode() + b"}", "a.rtf").blocks
    except InputError:
        return
    assert all(ord(char) < 0x100000 for block in blocks for char in block.text)
