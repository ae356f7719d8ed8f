"""Invented people: their numbers lie in the range that no place of registration bears."""

from datetime import UTC, date, datetime

from thongsuot.domains.people.terms import Identity, PersonKind, Sex

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Monday 2 March 2026, 08:30 in Vietnam."""

LAN = Identity(
    full_name="Nguyễn Thị Ví Dụ",
    personal_id="999185000017",
    birth_on=date(1985, 3, 5),
    sex=Sex.FEMALE,
    phone="0912000417",
    email="vidu@example.vn",
    address="Thôn Mẫu, xã Mẫu An",
)
BINH = Identity(full_name="Trần Văn Thí Dụ", personal_id="999090000025", birth_year=1990)
COMPANY = Identity(
    full_name="Công ty TNHH Mẫu", kind=PersonKind.BUSINESS, enterprise_number="0100047516"
)
