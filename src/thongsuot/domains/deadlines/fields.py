"""Columns that rows of other rooms keep of how a limit was counted."""

from django.db import models

from thongsuot.domains.deadlines.terms.limits import Counting


class Counted(models.Model):
    """What a row keeps of how its limit was counted; empty for those of before."""

    limit_quantity = models.PositiveIntegerField(null=True, help_text="how long, in limit_unit")
    limit_unit = models.CharField(
        max_length=20, blank=True, default="", db_default="",
        help_text="working-minute, or a unit of time limits",
    )  # fmt: skip
    calendar_version = models.CharField(
        max_length=80, blank=True, default="", db_default="",
        help_text="the calendar that counted it; empty: counted before that was kept",
    )  # fmt: skip
    hours_of = models.CharField(
        max_length=60, blank=True, default="", db_default="",
        help_text="agency whose office hours counted; empty: everybody's",
    )  # fmt: skip

    class Meta:
        abstract = True

    def counting(self) -> Counting:
        """Return it as a value."""
        return Counting(self.limit_quantity, self.limit_unit, self.calendar_version, self.hours_of)
