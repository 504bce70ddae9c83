"""What pages say in words: no codes, units beside computed numbers, and what an address could not be understood for."""

from __future__ import annotations

from tests.explore import Served


def test_an_address_is_told_what_it_does_not_filter_by(served: Served) -> None:
    _, text, _ = served.get("/indicators?from=abc&confidence=x&role=target&role=%3Cb%3E")
    assert "Không lọc theo" in text
    assert "from=abc; confidence=x; role=&lt;b&gt;" in text
    assert "Không lọc theo" not in served.get("/indicators?from=2020&to=&confidence=0.5&role=target&when=now")[1]


def test_options_and_types_are_in_words(served: Served) -> None:
    overview = served.get("/")[1]
    for code in ("<code>inputs</code>", "<dt>out</dt>", "<dt>engine</dt>", ">local<"):
        assert code not in overview
    assert "trên máy này" in overview
    document = served.app.state.run.row("SELECT doc_id FROM documents WHERE media_type = 'text/plain' LIMIT 1")[
        "doc_id"
    ]
    text = served.get(f"/document/{document}")[1]
    assert "<dd>text/plain" not in text
    assert "<dd>plain" not in text
    assert "văn bản thuần" in text


def test_types_and_sources_of_the_samples_have_words(served: Served) -> None:
    from pipeline.explore.words import all_words

    for group, column in (("media", "media_type"), ("text_source", "text_source")):
        found = served.app.state.run.rows(f"SELECT DISTINCT {column} AS code FROM documents")
        assert [row["code"] for row in found if f"{group}.{row['code']}" not in all_words()] == []
