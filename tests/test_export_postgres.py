"""The star in a real PostgreSQL: complete, commented, and untouched where nothing has changed."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from pipeline.export import ExportError, Options, export
from pipeline.export.postgres import target_of
from pipeline.export.star import STAR, STAR_VIEWS
from pipeline.review import Proposal, record
from tests.conftest import ROOT, Command
from tests.postgres import postgres_server, postgres_url  # noqa: F401
from tests.review_samples import shown
from tests.run_steps import Steps

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: make test installs it")


def ask(url: str, sql: str, *parameters: Any) -> list[Any]:
    with psycopg.connect(url) as base:
        return base.execute(sql, parameters).fetchall()


def state(url: str, schema: str = "chitieu") -> dict[str, list[Any]]:
    """Every row of every table with the version PostgreSQL gives it: another where it was written again."""
    return {t.name: ask(url, f"SELECT xmin, ctid, * FROM {schema}.{t.name} ORDER BY {t.key}") for t in STAR}


def test_the_star_holds_the_run(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    given = export(steps.out, postgres_url)
    rows = shown(steps.out)
    assert given.rows["fact_indicator"] == len(rows)
    assert given.rows["dim_document"] == 2
    told = ask(
        postgres_url,
        """
        SELECT d.source, p.province, f.value, f.period, t.period_year, v.symbol
        FROM chitieu.fact_indicator f
        JOIN chitieu.dim_document d USING (doc_id)
        JOIN chitieu.dim_province p ON p.province_id = f.province_id
        LEFT JOIN chitieu.dim_period t ON t.period = f.period
        LEFT JOIN chitieu.dim_directive v USING (directive_id)
        WHERE f.surface LIKE '13.000%%'
        """,
    )
    number = next(row for row in rows if row["surface"].startswith("13.000"))
    assert [row[:3] for row in told] == [("nam-dinh.txt", "Nam Định", 13000.0)]
    assert told[0][3] == number["period"]
    assert ask(postgres_url, "SELECT count(*) FROM chitieu.fact_citation")[0][0] == len(
        shown(steps.out, "document_references")
    )
    now = ask(postgres_url, "SELECT province_now FROM chitieu.dim_province WHERE province = 'Nam Định'")
    assert now == [("Ninh Bình",)]


def test_twice_the_same_changes_nothing(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    before = state(postgres_url)
    export(steps.out, postgres_url)
    assert state(postgres_url) == before


def test_what_changed_is_updated_and_what_is_gone_goes(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    before = state(postgres_url)
    row = next(r for r in shown(steps.out) if r["surface"].startswith("1.250"))
    gone = next(r for r in shown(steps.out) if r["surface"].startswith("600"))
    record(steps.out, Proposal("indicators", "correct", "Lan", row_id=row["indicator_id"], changes={"value": 7}))
    record(steps.out, Proposal("indicators", "reject", "Lan", row_id=gone["indicator_id"]))
    export(steps.out, postgres_url)
    told = ask(
        postgres_url,
        "SELECT value, review_status, reviewed_by FROM chitieu.fact_indicator WHERE indicator_id = %s",
        row["indicator_id"],
    )
    assert told == [(7.0, "corrected", "Lan")]
    after = state(postgres_url)
    assert after["dim_document"] == before["dim_document"]
    ids = [r[2] for r in after["fact_indicator"]]
    assert gone["indicator_id"] not in ids
    touched = {r[2] for r in after["fact_indicator"]} - {
        r[2] for r in after["fact_indicator"] if r in before["fact_indicator"]
    }
    assert touched <= {row["indicator_id"]} | {
        r["indicator_id"] for r in shown(steps.out) if r["target_id"] or r["whole_id"]
    }

    (steps.inputs / "quang-binh.txt").unlink()
    steps.run(prune=True)
    given = export(steps.out, postgres_url)
    assert given.rows["dim_document"] == 1
    assert ask(postgres_url, "SELECT DISTINCT source FROM chitieu.dim_document") == [("nam-dinh.txt",)]
    assert given.rows["fact_indicator"] == len(shown(steps.out))


def test_tables_and_columns_say_what_they_mean(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    missing = ask(
        postgres_url,
        """
        SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE n.nspname = 'chitieu' AND c.relkind = 'r' AND col_description(c.oid, a.attnum) IS NULL
        """,
    )
    assert missing == []
    views = ask(
        postgres_url,
        "SELECT c.relname, obj_description(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'chitieu' AND c.relkind = 'v'",
    )
    assert {name for name, _ in views} == set(STAR_VIEWS)
    assert all(" / " in words for _, words in views)
    told = ask(postgres_url, "SELECT obj_description('chitieu.fact_indicator'::regclass)")
    assert "Mỗi con số" in told[0][0]


def test_a_failure_leaves_the_database_as_it_was(
    steps: Steps,
    postgres_url: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    export(steps.out, postgres_url)
    before = state(postgres_url)
    (steps.inputs / "quang-binh.txt").unlink()
    steps.run(prune=True)
    with psycopg.connect(postgres_url, autocommit=True) as base:
        # The last of the facts cannot be deleted: all that was done before is taken back.
        base.execute("CREATE TABLE holding (doc_id text REFERENCES chitieu.dim_document)")
        base.execute("INSERT INTO holding SELECT doc_id FROM chitieu.dim_document")
    with pytest.raises(ExportError, match="PostgreSQL refused"):
        export(steps.out, postgres_url)
    assert state(postgres_url) == before


def test_two_exports_at_once_wait_for_each_other(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    faults: list[BaseException] = []

    def give() -> None:
        try:
            export(steps.out, postgres_url)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=give) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert ask(postgres_url, "SELECT count(*) FROM chitieu.fact_indicator")[0][0] == len(shown(steps.out))


def test_a_new_column_is_added_to_tables_of_an_earlier_version(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    with psycopg.connect(postgres_url) as base:
        base.execute("ALTER TABLE chitieu.fact_indicator DROP COLUMN reviewed_by, DROP COLUMN section")
    export(steps.out, postgres_url)
    assert ask(postgres_url, "SELECT count(*) FROM chitieu.fact_indicator WHERE section IS NOT NULL")


def test_another_schema_beside_it(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    before = state(postgres_url)
    export(steps.out, f"{postgres_url}?schema=thang_6", Options(only_reviewed=True))
    assert ask(postgres_url, "SELECT count(*) FROM thang_6.fact_indicator") == [(0,)]
    assert state(postgres_url) == before


@pytest.mark.parametrize("name", ["a;drop", "Tháng6", "pg_catalog", 'x"y', ""])
def test_no_other_sql_comes_in_with_the_schema(name: str) -> None:
    with pytest.raises(ExportError, match="schema"):
        target_of(f"postgresql://u@h/d?schema={name}")
    assert target_of("postgresql://u:p@h/d?sslmode=require&schema=a_1") == (
        "postgresql://u:p@h/d?sslmode=require",
        "a_1",
    )


def test_the_command_line_exports_and_hides_the_password(
    chitieu: Command,
    steps: Steps,
    postgres_url: str,  # noqa: F811
) -> None:
    told = chitieu("export", steps.out, "--to", postgres_url)
    assert told.returncode == 0, told.stderr
    password = re.findall(r":([0-9a-f]{16})@", postgres_url)[0]
    assert password not in told.stdout
    assert "fact_indicator" in told.stdout
    wrong = chitieu("export", steps.out, "--to", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert wrong.returncode == 2
    assert "không ghi được vào PostgreSQL" in wrong.stderr
    assert "secret" not in wrong.stderr


# The dashboard and the example queries of the documentation, against the real server.

DASHBOARDS = ROOT / "docs" / "dashboards"
_MACROS = (
    (re.compile(r"\$__timeFilter\((\w+(?:\.\w+)?)\)"), r"\1 BETWEEN '1990-01-01' AND '2100-01-01'"),
    (re.compile(r"\$\{(\w+):sqlstring\}"), r"'Nam Định', 'Quảng Bình', 'union.members_admitted', 'result'"),
)


def queries(dashboard: Any) -> list[tuple[str, str]]:
    """Every SQL of a Grafana dashboard, with the title of what asks it."""
    found = [(panel["title"], target["rawSql"]) for panel in dashboard["panels"] for target in panel.get("targets", ())]
    return found + [
        (variable["name"], variable["query"])
        for variable in dashboard["templating"]["list"]
        if variable["type"] == "query"
    ]


@pytest.mark.parametrize("file", sorted(DASHBOARDS.glob("*.json")), ids=lambda file: file.name)
def test_every_query_of_the_dashboard_answers(file: Path, steps: Steps, postgres_url: str) -> None:  # noqa: F811
    admitted = next(row for row in shown(steps.out) if row["surface"].startswith("13.000"))
    said = {"period": "năm 2022", "indicator_code": "union.members_admitted"}
    record(steps.out, Proposal("indicators", "correct", "Lan", row_id=admitted["indicator_id"], changes=said))
    export(steps.out, postgres_url)
    dashboard = json.loads(file.read_text(encoding="utf-8"))
    asked = queries(dashboard)
    assert len(asked) >= 15
    empty = []
    for title, given in asked:
        sql = given
        for pattern, plain in _MACROS:
            sql = pattern.sub(plain, sql)
        assert "$" not in sql, f"{title}: a macro the test does not know"
        if not ask(postgres_url, sql.replace("%", "%%")):
            empty.append(title)
    assert empty == [], f"these show nothing of the sample: {empty}"
    assert not re.search(r"https?://", file.read_text(encoding="utf-8")), "nothing is loaded from elsewhere"


def test_every_query_of_the_documentation_answers(steps: Steps, postgres_url: str) -> None:  # noqa: F811
    export(steps.out, postgres_url)
    text = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    found = re.findall(r"```postgresql\n(.*?)```", text, re.DOTALL)
    assert len(found) >= 5
    for sql in found:
        assert ask(postgres_url, sql.replace("%", "%%")), sql
