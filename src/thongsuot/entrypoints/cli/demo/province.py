"""From the compact data of the province to the file that ``org import`` takes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from thongsuot.domains.organisation.rules.plan import FORMAT
from thongsuot.domains.organisation.terms import (
    AgencyKind,
    AreaFact,
    AreaLevel,
    Level,
    PostKind,
    Role,
    Share,
    SuccessionRow,
)

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
    return json.loads(files(__package__).joinpath("data", f"{name}.json").read_text("utf-8"))


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
    for commune in province["former_communes"]:
        span = Span(province["begins"], province["merged_on"])
        _commune(document, commune, span, commune_procedures)
        _staff(document, commune, commune["code"], span, suffix="1")
    for commune in province["communes"]:
        merged = "merger_of" in commune
        span = Span(province["merged_on"]) if merged else always
        _commune(document, commune, span, commune_procedures)
        if merged:
            _staff_of_merged(document, province, commune, span)
        else:
            _staff(document, commune, commune["code"], span, suffix="1")
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


def _commune(document: Document, commune: Row, span: Span, procedures: list[str]) -> None:
    code, name = commune["code"], f"{commune['kind']} {commune['name']}"
    document.agency(
        code, f"Ủy ban nhân dân {name}", span, short_name=f"UBND {name}", level=Level.COMMUNE,
        kind=AgencyKind.COMMUNE_COMMITTEE, area=commune["area"], parent="H99",
        phone=PHONE.format(300, int(code[-2:])),
    )  # fmt: skip
    document.agency(
        desk_code(code), f"Trung tâm Phục vụ hành chính công {name}", span, desk=True,
        short_name=f"TTPVHCC {name}", level=Level.COMMUNE, kind=AgencyKind.ONE_STOP_CENTRE,
        area=commune["area"], parent=code, phone=PHONE.format(400, int(code[-2:])),
        address=f"Số {int(code[-2:])} đường Thông Suốt, {name}, tỉnh Mẫu",
    )  # fmt: skip
    for procedure in procedures:
        document.settles(code, Level.COMMUNE, "", procedure, span)


def _staff(
    document: Document, staffed: Row, code: str, span: Span, *, suffix: str, deputy: bool = False
) -> None:
    """Seat the desk officer (who is also the clerk), the handler and the head of a commune."""
    posts = {
        "desk": (f"{desk_code(code)}:desk-{suffix}", PostKind.DESK, (Role.RECEIVE,)),
        "handler": (f"{code}:handler-{suffix}", PostKind.HANDLER, (Role.HANDLE,)),
        "head": (f"{code}:head-{suffix}", PostKind.HEAD, (Role.SIGN,)),
    }
    head = "Phó Chủ tịch Ủy ban nhân dân" if deputy else HEADS[AgencyKind.COMMUNE_COMMITTEE]
    for what, (post, kind, roles) in posts.items():
        document.post(post, TITLES.get(what, head), kind, span)
        username = f"{ACCOUNTS[what]}.{staffed['slug']}"
        document.officer(username, staffed["staff"][what])
        document.seat(username, post, span, *roles)
    clerk = f"{code}:clerk-{suffix}"
    document.post(clerk, TITLES["clerk"], PostKind.CLERK, span)
    document.seat(f"{ACCOUNTS['desk']}.{staffed['slug']}", clerk, span, Role.ISSUE)


def _staff_of_merged(document: Document, province: Row, commune: Row, span: Span) -> None:
    """Whoever served a commune that ended goes on in the one it went into."""
    former = {row["code"]: row for row in province["former_communes"]}
    for place, code in enumerate(commune["merger_of"], start=1):
        _staff(document, former[code], commune["code"], span, suffix=str(place), deputy=place > 1)


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


def areas() -> tuple[list[AreaFact], list[SuccessionRow], date]:
    """Return the invented areas, what became of the merged ones, and the day of it."""
    province = sample("province")
    top, merged_on = province["area"], date.fromisoformat(province["merged_on"])
    facts = [AreaFact(top["code"], top["name"], AreaLevel.PROVINCE, "", None, None)]
    successions = []
    for commune in province["former_communes"]:
        facts.append(_area(commune, top["code"], None, merged_on))
    for commune in province["communes"]:
        begins = merged_on if "merger_of" in commune else None
        facts.append(_area(commune, top["code"], begins, None))
        successions += list(_successions(commune, province))
    return facts, successions, merged_on


def _area(commune: Row, parent: str, first: date | None, last: date | None) -> AreaFact:
    name = f"{commune['kind'].capitalize()} {commune['name']}"
    return AreaFact(commune["area"], name, AreaLevel.COMMUNE, parent, first, last)


def _successions(commune: Row, province: Row) -> Iterator[SuccessionRow]:
    former = {row["code"]: row["area"] for row in province["former_communes"]}
    for code in commune.get("merger_of", ()):
        yield SuccessionRow(former[code], commune["area"], Share.WHOLE)
