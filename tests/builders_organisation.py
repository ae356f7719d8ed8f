"""An invented commune with its desk and three officers, as an organisation file states it."""

from copy import deepcopy
from datetime import UTC, date, datetime

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services
from thongsuot.domains.organisation.models import Area

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 9:00 local
ON = date(2026, 3, 2)
SYSTEM = Actor.system()
START = "2025-07-01"

PLAN = {
    "format": "thongsuot-organisation/1",
    "source": "Quyết định mẫu 01/QĐ-UBND",
    "agencies": [
        {
            "code": "H99", "name": "Ủy ban nhân dân tỉnh Mẫu", "kind": "province_committee",
            "level": "province", "area": "99", "valid_from": START,
        },
        {
            "code": "H99.31", "name": "Ủy ban nhân dân xã Mẫu", "kind": "commune_committee",
            "level": "commune", "area": "99001", "parent": "H99", "valid_from": START,
        },
        {
            "code": "H99.31.01", "name": "Trung tâm Phục vụ hành chính công xã Mẫu",
            "kind": "one_stop_centre", "level": "commune", "area": "99001", "parent": "H99.31",
            "desk": True, "phone": "1900 0000", "valid_from": START,
        },
    ],
    "posts": [
        {"code": "H99.31.01:quay-1", "title": "Quầy 1", "kind": "desk", "valid_from": START},
        {
            "code": "H99.31:ho-tich", "title": "Công chức tư pháp - hộ tịch", "kind": "handler",
            "valid_from": START,
        },
        {"code": "H99.31:chu-tich", "title": "Chủ tịch", "kind": "head", "valid_from": START},
    ],
    "officers": [
        {"username": "lan", "full_name": "Nguyễn Thị Lan Mẫu"},
        {"username": "hung", "full_name": "Đặng Hùng Mẫu"},
        {"username": "mai", "full_name": "Trần Mai Mẫu"},
    ],
    "appointments": [
        {"officer": "lan", "post": "H99.31.01:quay-1", "valid_from": START},
        {"officer": "hung", "post": "H99.31:ho-tich", "valid_from": START},
        {"officer": "mai", "post": "H99.31:chu-tich", "valid_from": START},
    ],
    "roles": [
        {"officer": "lan", "agency": "H99.31.01", "role": "receive", "valid_from": START},
        {"officer": "hung", "agency": "H99.31", "role": "handle", "valid_from": START},
        {"officer": "mai", "agency": "H99.31", "role": "sign", "valid_from": START},
    ],
    "competences": [
        {
            "procedure": "1.001193", "level": "commune", "area": "99001", "agency": "H99.31",
            "valid_from": START, "source": "Bảng thẩm quyền mẫu, dòng 1",
        },
    ],
}  # fmt: skip


def plan(**sections) -> dict:
    """Return the invented organisation file, with some sections replaced."""
    return deepcopy(PLAN) | sections


def place_invented_areas() -> None:
    """Put the invented province and its two communes on record."""
    since = date(2025, 7, 1)
    province = Area.objects.create(
        code="99", name="Tỉnh Mẫu", name_folded="tinh mau", level="province", valid_from=since
    )
    for code, name in (("99001", "Xã Mẫu"), ("99002", "Xã Khác")):
        Area.objects.create(
            code=code, name=name, name_folded=name.lower(), level="commune", parent=province,
            valid_from=since,
        )  # fmt: skip


def invented_organisation() -> None:
    """Put the whole invented organisation on record."""
    place_invented_areas()
    services.import_plan(document=PLAN, by=SYSTEM, at=AT)
