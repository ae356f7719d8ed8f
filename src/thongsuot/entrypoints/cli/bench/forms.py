"""``thongsuot bench forms``: print the papers of the law, beside bare typst in the same run.

Ours: from the words of a paper to PDF/A with its QR, as an act prints it. The baseline: the same
templates given the same words already spelt and drawn, by the compiler alone. Beside both: what a
digital signature adds to a paper, by the signing service that ships.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click

from thongsuot import bootstrap
from thongsuot.domains.documents import printing
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.samples import AT, SAMPLES, Words
from thongsuot.entrypoints.cli.plumbing import answer, json_option

WARM: Final = 2
OFFICER: Final = 1
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
    with TemporaryDirectory() as folder:
        signer = bootstrap.signer_to_measure(Path(folder))
        found = [_form(paper, each, signer) for paper in SAMPLES]
    ours = sum(row["ours_s"] for row in found)
    bare = sum(row["baseline_s"] for row in found)
    signing = sum(row["signing_s"] for row in found)
    slowest = max(found, key=lambda row: float(row["slowest_ms"]))
    told = {
        "ours": round(each * len(found) / ours, 1),
        "baseline": round(each * len(found) / bare, 1),
        "ratio": round(bare / ours, 3),
        "unit": "papers printed per second, one process",
        "unsigned_ms": round(ours / each / len(found) * 1000, 1),
        "signed_ms": round((ours + signing) / each / len(found) * 1000, 1),
        "slowest_ms": slowest["slowest_ms"],
        "slowest_form": slowest["form"],
        "forms": [
            {"form": row["form"], "ms": round(row["ours_s"] / each * 1000, 1),
             "baseline_ms": round(row["baseline_s"] / each * 1000, 1),
             "signing_ms": round(row["signing_s"] / each * 1000, 1),
             "slowest_ms": row["slowest_ms"]}
            for row in found
        ],
    }  # fmt: skip
    answer(told, _lines(told), as_json=as_json)


def _form(paper: str, each: int, signer: Signer) -> dict[str, Any]:
    """Print one form ``each`` times in both ways, every one with another dossier code, in turn.

    Each of ours is signed after it was printed.
    """
    print_ours, print_bare = _ours(paper), _bare(paper, each + WARM)
    for number in range(WARM):
        _sign(signer, print_ours(number)), print_bare(number)
    ours, bare, signing = [], [], []
    for number in range(WARM, each + WARM):
        paper_of_ours, seconds = _timed(partial(print_ours, number))
        ours.append(seconds)
        bare.append(_timed(partial(print_bare, number))[1])
        signing.append(_timed(partial(_sign, signer, paper_of_ours))[1])
    return {
        "form": paper, "ours_s": sum(ours), "baseline_s": sum(bare), "signing_s": sum(signing),
        "slowest_ms": round(max(ours) * 1000, 1),
    }  # fmt: skip


def _sign(signer: Signer, pdf: bytes) -> bytes:
    return signer.sign(pdf, officer_id=OFFICER, reason="bench", at=AT)


def _timed(work: Callable[[], bytes]) -> tuple[bytes, float]:
    started = time.perf_counter()
    made = work()
    return made, time.perf_counter() - started


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
        f"a paper {told['unsigned_ms']} ms, printed and signed {told['signed_ms']} ms",
        *(
            f"{row['form']}: {row['ms']} ms, bare {row['baseline_ms']} ms,"
            f" slowest {row['slowest_ms']} ms"
            for row in told["forms"]
        ),
    ]
