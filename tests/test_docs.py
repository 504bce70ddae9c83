"""The documentation site builds whole, fetches nothing, and its blocks are run as they stand.

Blocks of `python` and `sql` are run by `test_readme.py`; `sh`, and `py` (Python that reads files), are run here. Above a block that cannot run here (a server, several machines, a
system's packages) a comment names the test that does what it says, or why none does:

    <!-- run by: tests/test_flow_server.py::test_name -->
    <!-- not run: installs programs -->
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "gazetteers" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(
    r"^(?:<!-- (?P<by>run by|not run): (?P<what>.+?) -->\n)?```(?P<language>sh|py)\n(?P<body>.*?)^```", re.M | re.S
)
_NOT_RUN = {"installs programs"}
"""The only reasons that count for leaving a block to no test at all."""


def shell_blocks(page: Path) -> list[tuple[str | None, str, list[str]]]:
    """(`run by` or `not run` or null, by what or why, the block as a command)."""
    text = page.read_text(encoding="utf-8")
    programs = {"sh": ["bash", "-euo", "pipefail", "-c"], "py": [sys.executable, "-c"]}
    return [
        (found["by"], found["what"] or "", [*programs[found["language"]], found["body"]])
        for found in _BLOCK.finditer(text)
    ]


WITH_BLOCKS = [page for page in PAGES if any(by is None for by, _, _ in shell_blocks(page))]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make demo` leaves."""
    folder = tmp_path_factory.mktemp("demo") / "outputs" / "demo"
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", "corpus", "--out", str(folder), "-q"], cwd=ROOT, check=True
    )
    return folder


@pytest.fixture
def place(tmp_path: Path, demo: Path) -> Path:
    """A folder as a reader has it who has cloned the repository and said `make demo`."""
    for name in ("corpus", "gazetteers"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(demo, tmp_path / "outputs" / "demo")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    # The paths that stand for a reader's own.
    (tmp_path / "path" / "to").mkdir(parents=True)
    (tmp_path / "path" / "to" / "folder").symlink_to(ROOT / "corpus" / "pdf")
    shutil.copy(ROOT / "corpus" / "pdf" / "bc_ldld_namdinh_2019.pdf", tmp_path / "path" / "to" / "report.pdf")
    return tmp_path


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: page.name)
def test_shell_blocks_run(page: Path, place: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(place),
    }
    for by, _, body in shell_blocks(page):
        if by is None:
            done = subprocess.run(
                body,
                cwd=place, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{body[-1]}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_that_are_not_run_here_say_who_runs_them(page: Path) -> None:
    for by, what, _ in shell_blocks(page):
        if by == "run by":
            path, _, name = what.partition("::")
            assert (ROOT / path).is_file(), what
            assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), what
        elif by == "not run":
            assert what in _NOT_RUN, what


class _Loaded(HTMLParser):
    """What a browser would fetch to show a page; links to follow are not among it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "video"):
            self.addresses.append(told.get("src") or "")
        elif tag == "link" and told.get("rel") not in ("canonical", "prev", "next", "alternate"):
            self.addresses.append(told.get("href") or "")


def test_the_site_builds_and_fetches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        loaded = _Loaded()
        loaded.feed(page.read_text(encoding="utf-8"))
        foreign = [address for address in loaded.addresses if address.startswith(("http:", "https:", "//"))]
        assert not foreign, f"{page.name}: {foreign}"


def test_the_page_of_commands_is_what_help_says() -> None:
    done = subprocess.run([sys.executable, "docs/reference.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "docs/commands.md is out of date: run `make docs`"


def test_the_line_the_vocabulary_page_adds_is_a_good_one(tmp_path: Path) -> None:
    line = re.search(r"^```csv\n(.*?)^```", (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8"), re.M | re.S)
    assert line is not None
    code = (
        "import pathlib, sys, gazetteers, gazetteers.check as check\n"
        "table = pathlib.Path(gazetteers.__file__).parent / 'organisations.csv'\n"
        "table.write_text(table.read_text(encoding='utf-8') + sys.argv[1], encoding='utf-8')\n"
        "from extractors import DocumentText, find_organisations\n"
        "found = find_organisations(DocumentText.of('Quỹ HTCN miền Trung trao 120 suất quà.'))\n"
        "assert [o.name for o in found] == ['Quỹ Hỗ trợ công nhân miền Trung'], found\n"
        "sys.exit(check.main())\n"
    )
    shutil.copytree(ROOT / "gazetteers", tmp_path / "gazetteers")
    done = subprocess.run(
        [sys.executable, "-c", code, line[1]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
