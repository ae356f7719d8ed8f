"""What pages need of others' packages: brought once, repeatable, a clear line if it cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FONTS = {
    "be-vietnam-pro-latin-400-normal.woff2",
    "be-vietnam-pro-latin-600-normal.woff2",
    "be-vietnam-pro-vietnamese-400-normal.woff2",
    "be-vietnam-pro-vietnamese-600-normal.woff2",
    "inter-latin-400-normal.woff2",
    "inter-latin-600-normal.woff2",
}
DRAWER = {"bpmn-navigated-viewer.production.min.js", "diagram-js.css", "LICENSE"}
pytestmark = pytest.mark.skipif(
    not (ROOT / "node_modules/bpmn-js").is_dir(), reason="run `make setup` first"
)


def _bring(home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools/assets.py")],
        env=os.environ | {"THONGSUOT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_files_are_brought_into_the_home_folder_and_repeating_changes_nothing(tmp_path):
    for _ in range(2):
        assert _bring(tmp_path).returncode == 0
        assert {path.name for path in (tmp_path / "assets/fonts").iterdir()} == FONTS
        assert {path.name for path in (tmp_path / "assets/bpmn-js").iterdir()} == DRAWER


def test_a_home_that_cannot_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "assets").write_text("a file where a folder should be")
    outcome = _bring(tmp_path)
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[-1].startswith("assets: ")
    assert "Traceback" not in outcome.stderr


def test_the_sheets_ask_for_exactly_the_fonts_that_are_brought():
    sheet = ROOT / "src/thongsuot/entrypoints/shared/static/shared/css/fonts.css"
    assert {name for name in FONTS if name in sheet.read_text()} == FONTS
    assert sheet.read_text().count("url(") == len(FONTS)
