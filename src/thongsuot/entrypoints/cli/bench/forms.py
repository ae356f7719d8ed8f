"""``thongsuot bench forms``: print the papers of the law, beside bare typst in the same run.

Ours: from the words of a paper to PDF/A with its QR, as an act prints it. The baseline: the same
templates given the same words already spelt and drawn, by the compiler alone.
"""

import json
import time
from collections.abc import Callable
from typing import Any, Final

import click

from thongsuot.domains.documents import printing
from thongsuot.domains.documents.samples import AT, SAMPLES, Words
from thongsuot.entrypoints.cli.plumbing import answer, json_option

WARM: Final = 2
Print = Callable[[int], bytes]


@click.command("forms")
@click.option("--each", default=20, show_default=True, type=click.IntRange(1), help="Per form.")
@json_option
def forms_bench(each: int, as_json: bool) -> None:
    """Measure printing: documents a second, and the slowest form.

    \b
    Examples: thongsuot bench forms
              thongsuot bench forms --each 50 --json
    """
    found = [_form(paper, each) for paper in SAMPLES]
    ours = sum(row["ours_s"] for row in found)
    bare = sum(row["baseline_s"] for row in found)
    slowest = max(found, key=lambda row: float(row["slowest_ms"]))
    told = {
        "ours": round(each * len(found) / ours, 1),
        "baseline": round(each * len(found) / bare, 1),
        "ratio": round(bare / ours, 3),
        "unit": "papers printed per second, one process",
        "slowest_ms": slowest["slowest_ms"],
        "slowest_form": slowest["form"],
        "forms": [
            {"form": row["form"], "ms": round(row["ours_s"] / each * 1000, 1),
             "baseline_ms": round(row["baseline_s"] / each * 1000, 1),
             "slowest_ms": row["slowest_ms"]}
            for row in found
        ],
    }  # fmt: skip
    answer(told, _lines(told), as_json=as_json)


def _form(paper: str, each: int) -> dict[str, Any]:
    """Print one form ``each`` times in both ways, every one with another dossier code, in turn."""
    print_ours, print_bare = _ours(paper), _bare(paper, each + WARM)
    for number in range(WARM):
        print_ours(number), print_bare(number)
    ours, bare = [], []
    for number in range(WARM, each + WARM):
        ours.append(_timed(print_ours, number))
        bare.append(_timed(print_bare, number))
    return {
        "form": paper, "ours_s": sum(ours), "baseline_s": sum(bare),
        "slowest_ms": round(max(ours) * 1000, 1),
    }  # fmt: skip


def _timed(work: Print, number: int) -> float:
    started = time.perf_counter()
    work(number)
    return time.perf_counter() - started


def _ours(paper: str) -> Print:
    def work(number: int) -> bytes:
        return printing.render(SAMPLES[paper](Words(number=2 * number)), at=AT, sample=True)

    return work


def _bare(paper: str, count: int) -> Print:
    ready = [
        json.dumps(printing.values_of(_words(paper, 2 * n + 1), sample=True)) for n in range(count)
    ]
    compiler = printing.compiler_of(paper)

    def work(number: int) -> bytes:
        return bytes(
            compiler.compile(
                format="pdf", pdf_standards=printing.STANDARD,
                sys_inputs={"values": ready[number]}, timestamp=AT,
            )
        )  # fmt: skip

    return work


def _words(paper: str, number: int) -> printing.Words:
    return printing.words_of(SAMPLES[paper](Words(number=number)), at=AT)


def _lines(told: dict[str, Any]) -> list[str]:
    return [
        f"{told['ours']} papers a second, bare typst {told['baseline']} (ratio {told['ratio']})",
        *(
            f"{row['form']}: {row['ms']} ms, bare {row['baseline_ms']} ms,"
            f" slowest {row['slowest_ms']} ms"
            for row in told["forms"]
        ),
    ]
