"""What the documentation says is so: code runs and gives what it says, commands exist, links lead somewhere."""

from __future__ import annotations

import ast
import io
import re
import shlex
import sys
import tokenize
from pathlib import Path

import pytest

from pipeline import run
from pipeline.cli import _parser
from pipeline.read.system import TOOLS
from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "CHANGELOG.md",
    ROOT / "outputs" / "README.md",
]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [body for found, body in _BLOCK.findall(text) if found == language]


def expected_values(code: str) -> dict[int, str]:
    """Line of a comment that stands alone → the value it announces."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return {t.start[0]: t.string[1:].strip() for t in tokens if t.type == tokenize.COMMENT and t.start[1] == 0}


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=lambda page: page.name)
def test_python_blocks_give_what_they_say(page: Path) -> None:
    scope: dict[str, object] = {}
    for code in blocks(page, "python"):
        values = expected_values(code)
        for node in ast.parse(code).body:
            source = ast.get_source_segment(code, node)
            assert source is not None
            if isinstance(node, ast.Expr):
                value = eval(source, scope)
                if (said := values.pop((node.end_lineno or 0) + 1, None)) is not None:
                    assert repr(value) == said, source
            else:
                # The node, not its source: that of a class or function leaves out its decorators.
                exec(compile(ast.Module([node], []), str(page), "exec"), scope)
        assert not values, "every announced value was compared"


def shell_commands(page: Path) -> list[list[str]]:
    """Commands of a page's shell blocks as words, without variables set before them and comments behind them."""
    found = []
    for body in blocks(page, "sh"):
        for line in body.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and re.fullmatch(r"[A-Za-z_]+=.*", words[0]):
                words = words[1:]
            words = words[: next((at for at, word in enumerate(words) if word in ("|", "&", "&&", ">")), len(words))]
            if words:
                found.append(words)
    return found


COMMANDS = [(page, words) for page in PAGES for words in shell_commands(page)]


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[" ".join(words)[:60] for _, words in COMMANDS])
def test_commands_exist(page: Path, words: list[str]) -> None:
    """Ours are said as the command line takes them, also where a block cannot be run; test_docs.py runs the others."""
    name = Path(words[0]).name
    if name == "chitieu":
        _parser().parse_args(words[1:])
    elif name == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words
    elif words[:3] == ["sudo", "apt-get", "install"]:
        known = {package for tool in TOOLS for package in tool.packages.split()}
        assert set(words[3:]) == known, "the packages the program itself asks for"
    elif name == "python" and words[1:3] == ["-m", "pytest"]:
        assert (ROOT / words[3]).exists(), words
    elif name == "python" and words[1] == "-m":
        module = ROOT / words[2].replace(".", "/")
        assert module.with_suffix(".py").exists() or (module / "__main__.py").exists(), words
    elif name == "python" and words[1] != "-c":
        assert (ROOT / words[1]).is_file(), words


def test_make_test_and_ci_are_one() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\nmake test")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


def test_measured_facts_in_the_readme_are_the_measured_ones() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import refresh
    finally:
        sys.path.pop(0)
    assert refresh.main(["--check"]) == 0, "the README is no longer true: run `make docs`"


def test_sql_blocks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(tmp_path)
    run(ROOT / "corpus" / "txt" / "bc_ldld_quangbinh_2023.txt", "outputs/mine")
    queries = [query for page in PAGES for query in blocks(page, "sql")]
    assert queries
    with duckdb.connect("outputs/mine/chitieu.duckdb", read_only=True) as database:
        for query in queries:
            database.execute(query).fetchall()
