"""Counting limits, and reading calendar documents: values in, values out."""

from thongsuot.domains.deadlines.rules.counting import (
    add_working_minutes,
    changed_days,
    due_after,
    end_of_next_working_day,
    is_late,
    most_working_days,
    pass_on_by,
    same_working_day,
    timeliness,
    working_days_between,
    working_minutes,
)
from thongsuot.domains.deadlines.rules.explaining import explained, explained_minutes
from thongsuot.domains.deadlines.rules.limits import ends_at, length_of, limit_recounted
from thongsuot.domains.deadlines.rules.waiting import WAITING_RULE, after_standing, pushed, waited

__all__ = [
    "WAITING_RULE",
    "add_working_minutes",
    "after_standing",
    "changed_days",
    "due_after",
    "end_of_next_working_day",
    "ends_at",
    "explained",
    "explained_minutes",
    "is_late",
    "length_of",
    "limit_recounted",
    "most_working_days",
    "pass_on_by",
    "pushed",
    "same_working_day",
    "timeliness",
    "waited",
    "working_days_between",
    "working_minutes",
]
