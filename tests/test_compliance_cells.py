"""What makes a cell: plans named before or after what they carry out, and whose results a sentence tells."""

from __future__ import annotations

import pytest

from pipeline.compliance.carried_out import local_documents
from pipeline.compliance.matrix import Cell, Options, build_matrix
from pipeline.core import extract_text
from pipeline.link import link_corpus

A = "Nghị quyết số 9d/NQ-TLĐ ngày 12/3/2020 của Tổng Liên đoàn Lao động Việt Nam"

TORN = A.replace("số ", "số\n")


def letter(province: str, body: str, title: str = "Công tác năm 2021", day: str = "05 tháng 11 năm 2021") -> str:
    return (
        f"TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}\nSố: 64/BC-LĐLĐ\n\n"
        f"{province}, ngày {day}\n\nBÁO CÁO\n{title}\n\n{body}\n"
    )


def cell(text: str, province: str, symbol: str = "9d/NQ-TLĐ", *, now: bool = False) -> Cell:
    tables = {name: table.to_pylist() for name, table in link_corpus([extract_text(text)]).items()}
    matrix = build_matrix(tables, Options(now=now))
    column = next(i for i, c in enumerate(matrix.columns) if c.symbol == symbol)
    return matrix.cells[province, column]


@pytest.mark.parametrize(
    ("sentence", "local", "why"),
    [
        (f"LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020 triển khai thực hiện {A}.", ["15/KH-LĐLĐ"], "plan"),
        (f"LĐLĐ tỉnh đã ban hành Kế hoạch số 15/KH-LĐLĐ để thực hiện {A}.", ["15/KH-LĐLĐ"], "purpose"),
        (f"Kế hoạch số 15/KH-LĐLĐ của LĐLĐ tỉnh về việc triển khai {A} được phổ biến.", ["15/KH-LĐLĐ"], "its title"),
        (
            f"Ban hành Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020, Hướng dẫn số 7/HD-LĐLĐ ngày 09/6/2020 nhằm cụ thể hóa {A}.",
            ["15/KH-LĐLĐ", "7/HD-LĐLĐ"],
            "two of them",
        ),
        (f"LĐLĐ tỉnh cụ thể hóa {A} bằng Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020.", ["15/KH-LĐLĐ"], "by a plan"),
        (
            f"LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ về phát triển đoàn viên năm 2020 nhằm thực hiện {A}.",
            ["15/KH-LĐLĐ"],
            "a title before the purpose",
        ),
        (
            f"LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ về Tết cho đoàn viên, tiếp tục thực hiện {A}.",
            [],
            "a title, and another thing",
        ),
        (
            f"Trên cơ sở {A}, Ban Thường vụ đã xây dựng Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020 để triển khai trong tỉnh.",
            ["15/KH-LĐLĐ"],
            "on its basis, and to carry it out",
        ),
        (
            f"Trên cơ sở {A}, LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020 về tổ chức hội thao.",
            [],
            "on its basis, for something of its own",
        ),
        (f"{A} được cụ thể hóa thành Kế hoạch số 15/KH-LĐLĐ của LĐLĐ tỉnh.", ["15/KH-LĐLĐ"], "made into a plan"),
        (f"{A} được LĐLĐ tỉnh cụ thể hóa tại Kế hoạch số 15/KH-LĐLĐ.", ["15/KH-LĐLĐ"], "passive"),
        (
            f"LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ triển khai thực hiện {TORN} đến cơ sở, "
            "trong đó giao nhiệm vụ cho từng đơn vị, từng cán bộ, và đưa vào kế hoạch công tác hằng năm của đơn vị mình.",
            ["15/KH-LĐLĐ"],
            "a number on the next line",
        ),
        (f"Thực hiện {A}, LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ.", ["15/KH-LĐLĐ"], "the usual order"),
        (f"LĐLĐ tỉnh ban hành Kế hoạch số 15/KH-LĐLĐ về Tết; đồng thời triển khai {A}.", [], "two things"),
        (f"LĐLĐ tỉnh thu hồi Kế hoạch số 15/KH-LĐLĐ triển khai thực hiện {A}.", [], "withdrawn"),
        (f"LĐLĐ tỉnh gửi Báo cáo số 15/BC-LĐLĐ ngày 02/6/2020 sơ kết {A}.", [], "a report carries nothing out"),
        (f"UBND tỉnh Thái Nguyên ban hành Kế hoạch số 15/KH-UBND để triển khai {A}.", [], "another province's plan"),
        (f"Theo LĐLĐ tỉnh Thái Nguyên, thực hiện {A}, LĐLĐ tỉnh đã ban hành Kế hoạch số 15/KH-LĐLĐ.", [], "quoted"),
    ],
)
def test_local_documents(sentence: str, local: list[str], why: str) -> None:
    found = cell(letter("Hà Nam", sentence), "Hà Nam")
    assert list(found.local_symbols) == local, why
    assert found.status == ("implements" if local else "cites"), why


def test_a_bare_type_word_means_what_the_report_is_about() -> None:
    title = "Sơ kết hai năm thực hiện Nghị quyết số 9d/NQ-TLĐ ngày 12/3/2020 của Tổng Liên đoàn Lao động Việt Nam"
    body = "LĐLĐ tỉnh đã ban hành Kế hoạch số 15/KH-LĐLĐ ngày 02/6/2020 để triển khai Nghị quyết."
    assert cell(letter("Hà Nam", body, title), "Hà Nam").local_symbols == ("15/KH-LĐLĐ",)
    another = body + "\n\nNghị quyết số 5/NQ-CP cũng được phổ biến."
    assert cell(letter("Hà Nam", another, title), "Hà Nam").local_symbols == (), "two resolutions: which is meant?"


@pytest.mark.parametrize(
    ("sentence", "status", "why"),
    [
        (f"Thực hiện {A}, đã kết nạp 480 đoàn viên.", "reports_results", "its own"),
        (f"Thực hiện {A}, LĐLĐ tỉnh Hà Nam đã kết nạp 480 đoàn viên.", "reports_results", "its own by name"),
        (f"Theo LĐLĐ tỉnh Thái Nguyên, thực hiện {A} đã kết nạp 480 đoàn viên.", "cites", "quoted"),
        (f"Thực hiện {A}, tỉnh bạn đã kết nạp 480 đoàn viên.", "cites", "whichever it is"),
        (f"Thực hiện {A}, tỉnh Thái Nguyên đã kết nạp 480 đoàn viên.", "cites", "the other province is the subject"),
        (f"Thực hiện {A}, Liên đoàn Lao động tỉnh Thái Nguyên kết nạp 480 đoàn viên.", "cites", "its federation is"),
        (f"Thực hiện {A}, phấn đấu năm 2022 kết nạp ít nhất 480 đoàn viên.", "cites", "a target is no result"),
        (f"Thực hiện {A}, học tập tỉnh Thái Nguyên, LĐLĐ tỉnh kết nạp 480 đoàn viên.", "reports_results", "an example"),
        (
            f"Thực hiện {A}, công nhân quê Thái Nguyên được tặng 480 suất quà.",
            "reports_results",
            "where they come from",
        ),
    ],
)
def test_whose_results(sentence: str, status: str, why: str) -> None:
    assert cell(letter("Hà Nam", sentence), "Hà Nam").status == status, why


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        (f"Thực hiện {A}, LĐLĐ huyện Quảng Ninh kết nạp 480 đoàn viên.", "its own district, called like a province"),
        (f"Thực hiện {A}, Sở Y tế phối hợp với Sở Y tế tỉnh Hà Nam khám cho 480 đoàn viên.", "a partner"),
        (f"Thực hiện {A}, LĐLĐ tỉnh hỗ trợ LĐLĐ tỉnh Hà Nam 480 suất quà.", "whom it helps"),
        (f"Thực hiện {A}, UBND tỉnh giao các sở học tập tỉnh Hà Nam, đến nay mở 12 lớp.", "an example"),
    ],
)
def test_its_own_results_though_another_province_is_named(sentence: str, why: str) -> None:
    assert cell(letter("Quảng Bình", sentence), "Quảng Bình").status == "reports_results", why


def test_numbers_are_about_the_province_quoted() -> None:
    body = (
        "Theo LĐLĐ tỉnh Thái Nguyên, sau một năm, tỉnh Thái Nguyên đã kết nạp 480 đoàn viên.\n\n"
        "Theo LĐLĐ tỉnh Thái Nguyên đã mở 9 lớp tập huấn.\n\nLĐLĐ tỉnh mở 12 lớp tập huấn."
    )
    told = [(i["surface"], i["province_code"]) for i in extract_text(letter("Hà Nam", body)).indicators]
    assert told == [("480 đoàn viên", "19"), ("9 lớp", "19"), ("12 lớp", "35")]


def test_a_merged_provinces_plans_and_results_are_its_heirs() -> None:
    body = (
        f"Trước sắp xếp, UBND tỉnh Bến Tre đã ban hành Kế hoạch số 15/KH-UBND ngày 02/6/2020 để triển khai {A}.\n\n"
        f"Thực hiện {A}, tỉnh Trà Vinh đã kết nạp 480 đoàn viên."
    )
    text = letter("Vĩnh Long", body, day="05 tháng 11 năm 2025")
    found = cell(text, "Vĩnh Long", now=True)
    assert (found.status, found.local_symbols) == ("reports_results", ("15/KH-UBND",))
    before = cell(letter("Vĩnh Long", body), "Vĩnh Long")
    assert (before.status, before.local_symbols) == ("cites", ()), "neighbours before July 2025"


def test_without_neighbours_nothing_is_carried_out() -> None:
    document = {"title": None, "symbol": None, "doc_kind": "report"}
    reference = {
        "relation": "cites", "sentence": "", "surface": "x", "symbol": None, "directive_id": "a", "char_start": 0,
        "char_end": 1, "title": None,
    }  # fmt: skip
    assert list(local_documents(document, reference, [reference], {"a": {"level": "central"}}, lambda d, i: True)) == []
