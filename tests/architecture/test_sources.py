"""A source that is named can be opened: a text of the law, or a page that is in a clone."""

import re
from pathlib import Path

from tests.architecture.house import SOURCE

ROOT = SOURCE.parents[1]
FOLDERS = ("src", "docs", "tests", "tools")
PAGE = re.compile(r"(?<![\w/.-])(?:\.{1,2}/)*((?:[\w-]+/)*[\w-]+\.md)\b")
ELSEWHERE = re.compile(
    r"domain law|one-stop reference|domain list|\bdomain/\w|\(users, |\blook, section"
    r"|\bsection \d+,?\s+line|\blines? \d+ of section|\.md, line \d"
    r"|\(design[,)]|\bdesign \d|Source: +design|\| design \|"
)
"""Words by which notes are named that nobody has who clones this."""
TOLD = (".py", ".md", ".css", ".js", ".html", ".json", ".toml", ".typ")
THEIRS = {"testdata/README.md"}
"""A page of the reference implementation that the test vectors come from."""


def told_by_us() -> list[Path]:
    """Return every text that a clone brings, but this one."""
    within = (path for name in FOLDERS for path in (ROOT / name).rglob("*"))
    return [
        path for path in [*ROOT.glob("*.md"), *within]
        if path.suffix in TOLD and path != Path(__file__).resolve()
    ]  # fmt: skip


def test_no_source_is_named_that_is_not_here():
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in told_by_us()}
    pages = {f"/{path}" for path in texts if path.endswith(".md")} | {f"/{x}" for x in THEIRS}
    wrong = [f"{path}: {word}" for path, text in texts.items() for word in ELSEWHERE.findall(text)]
    wrong += [
        f"{path}: {named}"
        for path, text in texts.items()
        for named in PAGE.findall(text)
        if not any(page.endswith(f"/{named}") for page in pages)
    ]
    assert wrong == []
    assert len(pages) > 20
