"""``thongsuot bench``: measure beside a baseline, in the same run and on the same machine.

A benchmark works in a scratch database of its own that is dropped at the end; it neither reads
nor writes what the installation keeps.
"""

import click

from thongsuot.entrypoints.cli.bench.analyse import analyse
from thongsuot.entrypoints.cli.bench.custody import custody_bench
from thongsuot.entrypoints.cli.bench.deadlines import deadlines_bench
from thongsuot.entrypoints.cli.bench.figures import figures_bench
from thongsuot.entrypoints.cli.bench.forms import forms_bench
from thongsuot.entrypoints.cli.bench.intake import intake
from thongsuot.entrypoints.cli.bench.record import ledger
from thongsuot.entrypoints.cli.bench.recount import recount_bench


@click.group()
def bench() -> None:
    """Measure beside a baseline in the same run."""


bench.add_command(analyse)
bench.add_command(custody_bench)
bench.add_command(deadlines_bench)
bench.add_command(figures_bench)
bench.add_command(forms_bench)
bench.add_command(intake)
bench.add_command(ledger)
bench.add_command(recount_bench)
