"""From the compact data of the province to the file that ``org import`` takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from thongsuot.domains.organisation.rules.plan import FORMAT
from thongsuot.domains.organisation.terms import (
    AgencyKind,
    AreaFact,
    AreaLevel,
    Level,
    PostKind,
    Role,
)
from thongsuot.kernel.packaged import packaged_json

Row = dict[str, Any]
PHONE: Final = "0100 {:03d} {:03d}"
"""No telephone numbers begin with 010."""
TITLES: Final = {
    "desk": "Công chức tiếp nhận và trả kết quả",
    "handler": "Chuyên viên thụ lý",
    "clerk": "Văn thư",
    "control": "Kiểm soát thủ tục hành chính",
}
HEADS: Final = {
    AgencyKind.PROVINCE_COMMITTEE: "Chủ tịch Ủy ban nhân dân tỉnh",
    AgencyKind.COMMUNE_COMMITTEE: "Chủ tịch Ủy ban nhân dân",
    AgencyKind.DEPARTMENT: "Giám đốc Sở",
}
ACCOUNTS: Final = {"desk": "motcua", "handler": "chuyenvien", "head": "chutich"}


@cache
def sample(name: str) -> Any:
    """Return one of the data files beside this module."""
    return packaged_json("thongsuot.entrypoints.cli.demo", f"{name}.json")


@dataclass(frozen=True, slots=True)
class Span:
    """From one day until before another."""

    first: str
    last: str | None = None

    def row(self) -> Row:
        """Return the span as a row of an organisation file has it."""
        return {"valid_from": self.first, "valid_to": self.last}


class Document:
    """The sections of an organisation file, filled agency by agency."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.sections: dict[str, list[Row]] = {
            name: []
            for name in ("agencies", "posts", "officers", "appointments", "roles", "competences")
        }

    def agency(self, code: str, name: str, span: Span, **fields: Any) -> None:
        """Add an agency."""
        self.sections["agencies"].append({"code": code, "name": name, **fields, **span.row()})

    def post(self, code: str, title: str, kind: PostKind, span: Span) -> None:
        """Add a post; its code begins with its agency's."""
        self.sections["posts"].append({"code": code, "title": title, "kind": kind, **span.row()})

    def officer(self, username: str, name: str) -> None:
        """Add an officer once."""
        known = self.sections["officers"]
        if all(row["username"] != username for row in known):
            phone = PHONE.format(900, len(known) + 1)
            known.append({"username": username, "full_name": name, "phone": phone})

    def seat(self, username: str, post: str, span: Span, *roles: Role) -> None:
        """Appoint an officer to a post, with roles for its agency."""
        agency = post.split(":")[0]
        self.sections["appointments"].append({"officer": username, "post": post, **span.row()})
        for role in roles:
            row = {"officer": username, "agency": agency, "role": role, **span.row()}
            if row not in self.sections["roles"]:
                self.sections["roles"].append(row)

    def settles(self, agency: str, level: Level, area: str, procedure: str, span: Span) -> None:
        """Add a line to the table of competence."""
        rows = self.sections["competences"]
        source = f"Bảng phân công thẩm quyền tỉnh Mẫu (dữ liệu mẫu), dòng {len(rows) + 1}"
        rows.append(
            {"agency": agency, "level": level, "area": area or None, "procedure": procedure,
             "source": source, **span.row()}
        )  # fmt: skip

    def as_file(self) -> Row:
        """Return the whole file."""
        return {"format": FORMAT, "source": self.source, **self.sections}


def organisation_file(commune_procedures: list[str]) -> Row:
    """Return agencies, posts, officers, roles and competence of the province as one file."""
    province = sample("province")
    document = Document(province["source"])
    always = Span(province["begins"])
    _committee_and_office(document, province, always)
    _departments(document, province, always)
    _centre_desks(document, province, always)
    for commune in standing_before(province):
        is_staffed = "staff" in commune
        _commune(document, commune, always, commune_procedures if is_staffed else [])
        if is_staffed:
            _staff(document, commune, commune["code"], always)
    _changes(document, province)
    return document.as_file()


def _committee_and_office(document: Document, province: Row, span: Span) -> None:
    area, level = province["area"]["code"], Level.PROVINCE
    kinds = {
        "committee": AgencyKind.PROVINCE_COMMITTEE,
        "office": AgencyKind.OTHER,
        "centre": AgencyKind.ONE_STOP_CENTRE,
    }
    for place, (what, kind) in enumerate(kinds.items()):
        agency = province[what]
        document.agency(
            agency["code"], agency["name"], span, short_name=agency["short_name"], kind=kind,
            level=level, area=area, parent=None if place == 0 else province["committee"]["code"],
            desk=what == "centre", phone=PHONE.format(100, place),
            address=f"Số {place + 1} đường Một Cửa, phường Bình Mẫu, tỉnh Mẫu",
        )  # fmt: skip
    top = province["committee"]
    document.post(
        f"{top['code']}:head-1", HEADS[AgencyKind.PROVINCE_COMMITTEE], PostKind.HEAD, span
    )
    document.officer("chutich.tinh", top["head"])
    document.seat("chutich.tinh", f"{top['code']}:head-1", span, Role.SIGN)
    office = province["office"]
    code = office["code"]
    people = (
        ("kiemsoat.tinh", office["control"], "control", (Role.CONTROL,)),
        ("dieuhanh.tinh", office["supervisor"], "supervise", (Role.SUPERVISE, Role.CONTROL)),
        ("quantri.tinh", office["administrator"], "administer", (Role.ADMINISTER,)),
    )
    titles = {"supervise": "Chuyên viên theo dõi, đôn đốc", "administer": "Quản trị hệ thống"}
    for username, name, what, roles in people:
        post = f"{code}:{what}"
        document.post(post, titles.get(what, TITLES["control"]), PostKind.CONTROL, span)
        document.officer(username, name)
        document.seat(username, post, span, *roles)


def _departments(document: Document, province: Row, span: Span) -> None:
    area = province["area"]["code"]
    for place, agency in enumerate(province["departments"]):
        code, kind = agency["code"], AgencyKind(agency["kind"])
        document.agency(
            code, agency["name"], span, short_name=agency["short_name"], kind=kind,
            level=Level.PROVINCE, area=area, parent=agency.get("parent", "H99"),
            phone=PHONE.format(200, place),
        )  # fmt: skip
        for procedure in agency["settles"]:
            document.settles(code, Level.PROVINCE, area, procedure, span)
        document.post(f"{code}:handler-1", TITLES["handler"], PostKind.HANDLER, span)
        handler = f"chuyenvien.{agency['slug']}"
        document.officer(handler, agency["staff"]["handler"])
        document.seat(handler, f"{code}:handler-1", span, Role.HANDLE)
        if "head" in agency["staff"]:
            document.post(f"{code}:head-1", HEADS.get(kind, "Giám đốc"), PostKind.HEAD, span)
            document.post(f"{code}:clerk-1", TITLES["clerk"], PostKind.CLERK, span)
            head = f"lanhdao.{agency['slug']}"
            document.officer(head, agency["staff"]["head"])
            document.seat(head, f"{code}:head-1", span, Role.SIGN)


def _centre_desks(document: Document, province: Row, span: Span) -> None:
    """Officers seconded to the province's centre receive there and issue for their agencies."""
    centre = province["centre"]["code"]
    for place, desk in enumerate(province["centre"]["desks"], start=1):
        post = f"{centre}:desk-{place}"
        document.post(post, TITLES["desk"], PostKind.DESK, span)
        document.officer(desk["slug"], desk["name"])
        document.seat(desk["slug"], post, span, Role.RECEIVE)
        for agency in desk["clerk_of"]:
            document.seat(desk["slug"], f"{agency}:clerk-1", span, Role.ISSUE)


def committee_of(commune: Row) -> Row:
    """Return a commune's committee as an organisation file has it, without its days."""
    code, name = commune["code"], _called(commune)
    return {
        "code": code, "name": f"Ủy ban nhân dân {name}", "short_name": f"UBND {name}",
        "level": Level.COMMUNE, "kind": AgencyKind.COMMUNE_COMMITTEE, "area": commune["area"],
        "parent": "H99", "phone": PHONE.format(300, int(code[-2:])),
    }  # fmt: skip


def one_stop_of(commune: Row) -> Row:
    """Return a commune's one-stop desk as an organisation file has it, without its days."""
    code, name = commune["code"], _called(commune)
    return {
        "code": desk_code(code), "name": f"Trung tâm Phục vụ hành chính công {name}",
        "short_name": f"TTPVHCC {name}", "desk": True, "level": Level.COMMUNE,
        "kind": AgencyKind.ONE_STOP_CENTRE, "area": commune["area"], "parent": code,
        "phone": PHONE.format(400, int(code[-2:])),
        "address": f"Số {int(code[-2:])} đường Thông Suốt, {name}, tỉnh Mẫu",
    }  # fmt: skip


def _called(commune: Row) -> str:
    return f"{commune['kind']} {commune['name']}"


def _commune(document: Document, commune: Row, span: Span, procedures: list[str]) -> None:
    for agency in (committee_of(commune), one_stop_of(commune)):
        document.agency(span=span, **agency)
    for procedure in procedures:
        document.settles(commune["code"], Level.COMMUNE, "", procedure, span)


def _staff(document: Document, staffed: Row, code: str, span: Span) -> None:
    """Seat the desk officer (who is also the clerk), the handler and the head of a commune."""
    posts = {
        "desk": (f"{desk_code(code)}:desk-1", PostKind.DESK, (Role.RECEIVE,)),
        "handler": (f"{code}:handler-1", PostKind.HANDLER, (Role.HANDLE,)),
        "head": (f"{code}:head-1", PostKind.HEAD, (Role.SIGN,)),
    }
    for what, (post, kind, roles) in posts.items():
        document.post(post, TITLES.get(what, HEADS[AgencyKind.COMMUNE_COMMITTEE]), kind, span)
        username = f"{ACCOUNTS[what]}.{staffed['slug']}"
        document.officer(username, staffed["staff"][what])
        document.seat(username, post, span, *roles)
    clerk = f"{code}:clerk-1"
    document.post(clerk, TITLES["clerk"], PostKind.CLERK, span)
    document.seat(f"{ACCOUNTS['desk']}.{staffed['slug']}", clerk, span, Role.ISSUE)


def _changes(document: Document, province: Row) -> None:
    """Successors come while whoever leaves still finishes what is at hand."""
    for change in province["changes"]:
        post = f"{change['commune']}:{change['role']}-1"
        role = Role.HANDLE if change["role"] == "handler" else Role.SIGN
        for row in (*document.sections["appointments"], *document.sections["roles"]):
            held = row.get("post") == post or (
                row.get("agency") == change["commune"] and row.get("role") == role
            )
            if held and row["valid_to"] is None:
                row["valid_to"] = change["old_leaves"]
        document.officer(change["username"], change["new"])
        document.seat(change["username"], post, Span(change["from"]), role)


def desk_code(commune: str) -> str:
    """Return the code of a commune's one-stop desk."""
    return f"{commune}.01"


def standing_before(province: Row) -> Iterator[Row]:
    """Yield the communes that stand until the merger: those that end by it, and the others."""
    yield from province["former_communes"]
    yield from (row for row in province["communes"] if "merger_of" not in row)


def areas() -> list[AreaFact]:
    """Return the invented areas as they are until the merger."""
    province = sample("province")
    top = province["area"]
    facts = [AreaFact(top["code"], top["name"], AreaLevel.PROVINCE, "", None, None)]
    for commune in standing_before(province):
        name = area_name(commune)
        facts.append(AreaFact(commune["area"], name, AreaLevel.COMMUNE, top["code"], None, None))
    return facts


def area_name(commune: Row) -> str:
    """Return the name of a commune's area."""
    return f"{commune['kind'].capitalize()} {commune['name']}"
