"""Commands inside the test's own process and database."""

from click.testing import CliRunner, Result
from django.conf import settings

from thongsuot.config import database
from thongsuot.entrypoints.cli.installation import RightsApart
from thongsuot.entrypoints.cli.main import thongsuot


class EnteredAlready:
    """An installation whose settings and database the tests have entered."""

    home = settings.HOME

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Do nothing: it has been done."""

    def rights_apart(self) -> list[RightsApart]:
        """Return what the rights of the test's own database differ in."""
        return database.rights_apart()

    def keep_keys(self) -> None:
        """Do nothing: no sample was loaded into this folder."""


def run(*words: object, typed: str = "") -> Result:
    """Run a command of ours and return what it printed and how it ended."""
    here = EnteredAlready()
    return CliRunner().invoke(thongsuot, [*map(str, words)], obj=here, input=typed)
