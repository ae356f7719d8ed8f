"""Days of delegations and absences."""

from datetime import date

from thongsuot.domains.organisation.terms import DaysWrong


def check_days(first_day: date, last_day: date, on: date) -> None:
    """Refuse days in the wrong order, or all of them before ``on``.  Raises: DaysWrong."""
    if last_day < first_day or last_day < on:
        raise DaysWrong("the last day comes before the first, or has passed")
