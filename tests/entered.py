"""Commands inside the test's own process and database."""

from click.testing import CliRunner, Result
from django.conf import settings

from thongsuot.entrypoints.cli.main import thongsuot


class EnteredAlready:
    """An installation whose settings and database the tests have entered."""

    home = settings.HOME

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Do nothing: it has been done."""

    def keep_keys(self) -> None:
        """Do nothing: no sample was loaded into this folder."""


def run(*words: object, typed: str = "") -> Result:
    """Run a command of ours and return what it printed and how it ended."""
    here = EnteredAlready()
    return CliRunner().invoke(thongsuot, [*map(str, words)], obj=here, input=typed)
