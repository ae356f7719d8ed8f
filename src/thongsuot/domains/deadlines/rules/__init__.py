"""Counting limits, and reading calendar documents: values in, values out."""

from thongsuot.domains.deadlines.rules.counting import (
    add_working_minutes,
    changed_days,
    due_after,
    end_of_next_working_day,
    is_late,
    pass_on_by,
    same_working_day,
    timeliness,
    working_days_between,
    working_minutes,
)
from thongsuot.domains.deadlines.rules.explaining import explained

__all__ = [
    "add_working_minutes",
    "changed_days",
    "due_after",
    "end_of_next_working_day",
    "explained",
    "is_late",
    "pass_on_by",
    "same_working_day",
    "timeliness",
    "working_days_between",
    "working_minutes",
]
