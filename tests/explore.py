"""What tests of the explorer share: a run over samples, the application in a real server, a real browser.

The fixtures (`browser`, `browser_page`, `explored`, `served`) are known to all modules by `conftest.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
WIDE, NARROW = 1280, 390

SAMPLES = (
    "docx/bc_ldld_dongnai_2025.docx", "docx/bc_ldld_ninhthuan_2022.docx", "html/bao_tuyenquang_2025.html",
    "md/bc_bang_longan_2024.md", "pdf/bc_ldld_namdinh_2019.pdf", "pdf/tk_cuctk_haiduong_2023.pdf",
    "txt/bc_ldld_bacgiang_2024.txt", "txt/bc_ldld_quangbinh_2023.txt", "txt/kh_tinhuy_yenbai_2022.txt",
    "txt/cv_tld_2021.txt", "txt/decuong_kcn_vinhphuc_2022.txt",
)  # fmt: skip
MARKUP = """\
LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM
Số: 12/BC-LĐLĐ
Hà Nam, ngày 15 tháng 12 năm 2023

BÁO CÁO
Kết quả hoạt động công đoàn <b>năm 2023</b> <script>document.title="hỏng"</script>

Trong năm 2023, các cấp công đoàn kết nạp mới 1.234 đoàn viên <script>document.title="hỏng"</script>, thành lập 15 công \
đoàn cơ sở <img src=x onerror="document.title='hỏng'">.
"""
"""A document with markup in its title and in the sentence of a number."""


def make_inputs(folder: Path) -> None:
    """Samples, a document with markup, and two inputs that fail."""
    for sample in SAMPLES:
        (folder / sample).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "corpus" / sample, folder / sample)
    (folder / "markup.txt").write_text(MARKUP, encoding="utf-8")
    (folder / "trong.txt").write_bytes(b"")
    (folder / "cut_camau.pdf").write_bytes((ROOT / "corpus/pdf/bc_syt_camau_2021.pdf").read_bytes()[:3000])


def run_chitieu(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The command line, with a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PYTHONPATH": str(ROOT), "HOME": str(home)}
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="session")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run over some samples; tests do not change it (`copy_of` what is changed)."""
    folder = tmp_path_factory.mktemp("explored")
    make_inputs(folder / "in")
    done = run_chitieu("run", folder / "in", "--out", folder / "out", "--quiet", home=folder)
    assert done.returncode == 3, done.stderr
    return folder / "out"


class Served:
    """An explorer at work in this process, behind a real server."""

    def __init__(self, out: Path, base: str, app: Any) -> None:
        self.out = out
        self.base = base
        self.app = app

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers (names in small letters) of one page."""
        request = urllib.request.Request(self.base + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8"), {k.lower(): v for k, v in answer.headers.items()}
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8"), {k.lower(): v for k, v in error.headers.items()}

    def bytes_of(self, path: str) -> bytes:
        """What an address gives, as it comes."""
        with urllib.request.urlopen(self.base + path, timeout=60) as answer:
            found: bytes = answer.read()
            return found


@contextmanager
def serving(out: Path) -> Iterator[Served]:
    """The explorer of a run on a free port."""
    import uvicorn

    from pipeline.explore.app import create_app
    from pipeline.explore.command import listen

    listening = listen(0)
    app = create_app(out)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield Served(out, f"http://127.0.0.1:{listening.getsockname()[1]}", app)
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="session")
def served(explored: Path) -> Iterator[Served]:
    """The explorer of the session's run, its search index complete."""
    with serving(explored) as found:
        assert found.app.state.search.wait(60).complete
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for the tests of one module.

    While Playwright is open its event loop counts as running, and nothing else in the process may run one (a Prefect
    flow, another Playwright): so it does not outlive a module.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1280 wide, that has never been anywhere; whatever its console complains of fails the test."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if not re.search(r"status of (404|422)", c)] == []


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds wrong with a page that is serious or critical: rule, and the first places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make dev")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def width_of(page: Page) -> int:
    """How wide the page is, with what lies beyond the window."""
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found
