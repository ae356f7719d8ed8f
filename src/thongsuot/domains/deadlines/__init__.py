"""How long a thing may take and when it is due: working calendars and the counting of limits.

Calendars, office hours and counting rules are dated data, published in versions that never
change afterwards; a due date names the versions that gave it. See docs/law/deadlines.md.

Law: Labour Code 2019 Art. 112 (days off), the yearly notices on swapped days, NĐ 61/2018/NĐ-CP
Art. 18-19 (one-stop mechanism).

Refuses: counting through a year whose calendar is not published; a unit it does not know; a
limit under one; changing a published calendar.
"""
