"""A small invented province for tests: two communes, a department, their officers, one procedure.

Every person and every body here is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from thongsuot.domains.catalogue.models import Component, MethodLimit, Procedure, ProcedureVersion
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel, Outcome, Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.people.terms import Identity

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Monday 2 March 2026, 08:30 in Vietnam: a working day in working hours."""

EVER = date(2020, 1, 1)
BIRTH = "1.001193"
LAN = Identity(full_name="Nguyễn Thị Ví Dụ", personal_id="999190000017", phone="0912000417")


@dataclass
class Province:
    """The invented province H99 and who works in it."""

    area: Area
    agencies: dict[str, Agency] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Return the named officer acting on the post of the same name."""
        post = self.posts[who]
        return Actor.officer(
            officer_id=self.officers[who].pk, post_id=post.pk, agency=post.agency.code
        )

    @cached_property
    def desk(self) -> Actor:
        """The one-stop officer of Xã Mẫu An."""
        return self.actor("desk")

    @cached_property
    def handler(self) -> Actor:
        """The civil-status officer of Xã Mẫu An, who is competent."""
        return self.actor("handler")

    @cached_property
    def head(self) -> Actor:
        """The chairman of Xã Mẫu An, who signs."""
        return self.actor("head")

    @cached_property
    def clerk(self) -> Actor:
        """The clerk of Xã Mẫu An, who issues."""
        return self.actor("clerk")

    @cached_property
    def stranger(self) -> Actor:
        """An official of the department, which is not competent for births."""
        return self.actor("stranger")


_AGENCIES = [
    # code, name, kind, level, parent, is_desk
    ("H99.31", "UBND xã Mẫu An", "commune_committee", "commune", None, False),
    ("H99.31.01", "Bộ phận Một cửa xã Mẫu An", "one_stop_centre", "commune", "H99.31", True),
    ("H99.05", "Sở Mẫu", "department", "province", None, False),
]
_PEOPLE = [
    # who, agency, post title, post kind, full name, roles
    ("desk", "H99.31.01", "Công chức Một cửa", "desk", "Trần Thị Mẫu Một", [Role.RECEIVE]),
    ("handler", "H99.31", "Công chức hộ tịch", "handler", "Đỗ Văn Mẫu Hai", [Role.HANDLE]),
    ("head", "H99.31", "Chủ tịch", "head", "Lê Thị Mẫu Ba", [Role.SIGN, Role.HANDLE]),
    ("clerk", "H99.31", "Văn thư", "clerk", "Phạm Văn Mẫu Bốn", [Role.ISSUE]),
    ("stranger", "H99.05", "Chuyên viên", "handler", "Hoàng Thị Mẫu Năm", [Role.HANDLE, Role.SIGN]),
]  # fmt: skip


def build_province(days: int = 1, unit: str = "working-day") -> Province:
    """Make the province, its officers, the competence for birth registration, the procedure.

    ``days``: the procedure's limit, in ``unit``.
    """
    province = Province(add_area("99", "Tỉnh Mẫu", "province", None))
    commune = add_area("99001", "Xã Mẫu An", "commune", province.area)
    for code, name, kind, level, parent, is_desk in _AGENCIES:
        province.agencies[code] = Agency.objects.create(
            code=code, name=name, short_name=name, kind=kind, level=level, is_desk=is_desk,
            parent=province.agencies.get(parent), phone="0900 000 001", valid_from=EVER,
            address="Số 1 đường Mẫu, xã Mẫu An",
            area=province.area if level == "province" else commune,
        )  # fmt: skip
    _add_officers(province, _PEOPLE)
    Competence.objects.create(
        procedure_code=BIRTH, level="commune", agency=province.agencies["H99.31"],
        valid_from=EVER, source="Bảng thẩm quyền mẫu, dòng 1",
    )  # fmt: skip
    build_procedure(days=days, unit=unit)
    return province


def add_neighbour(province: Province) -> None:
    """Add a second commune, Xã Mẫu Bình, with people of its own: ``neighbour_head`` and others."""
    commune = add_area("99002", "Xã Mẫu Bình", "commune", province.area)
    for code, parent in (("H99.32", None), ("H99.32.01", "H99.32")):
        province.agencies[code] = Agency.objects.create(
            code=code, name=f"Xã Mẫu Bình {code}", short_name=code, level="commune",
            kind="one_stop_centre" if parent else "commune_committee", is_desk=bool(parent),
            parent=province.agencies.get(parent), valid_from=EVER, area=commune,
        )  # fmt: skip
    for who, _agency, title, kind, name, roles in _PEOPLE[:4]:
        agency = "H99.32.01" if who == "desk" else "H99.32"
        add_officer(province, f"neighbour_{who}", agency, title, kind, f"{name} Bình", roles)
    Competence.objects.create(
        procedure_code=BIRTH, level="commune", agency=province.agencies["H99.32"],
        valid_from=EVER, source="Bảng thẩm quyền mẫu, dòng 2",
    )  # fmt: skip


def add_committee(province: Province) -> None:
    """Add the province's committee with its ``chairman``, above nobody in the tree but its root."""
    province.agencies["H99"] = Agency.objects.create(
        code="H99", name="UBND tỉnh Mẫu", short_name="UBND tỉnh Mẫu", level="province",
        kind="province_committee", valid_from=EVER, area=province.area, phone="0900 000 009",
    )  # fmt: skip
    add_officer(
        province, "chairman", "H99", "Chủ tịch UBND tỉnh", "head", "Ngô Văn Mẫu Chín", [Role.SIGN]
    )


def add_area(code: str, name: str, level: str, parent: Area | None) -> Area:
    """Put a unit on record."""
    return Area.objects.create(
        code=code, name=name, name_folded=name, level=level, parent=parent, valid_from=EVER
    )


def add_officer(
    province: Province, who: str, agency: str, title: str, kind: str, name: str, roles: list[Role]
) -> None:
    """Put somebody on a post of an agency, with roles for it."""
    _add_officers(province, [(who, agency, title, kind, name, roles)])


def _add_officers(
    province: Province, people: Sequence[tuple[str, str, str, str, str, list[Role]]]
) -> None:
    """Put people on posts with their roles, a statement for each table: most tests begin here."""
    at = [province.agencies[agency] for _who, agency, *_rest in people]
    officers = [
        Officer(username=f"mau.{who}", full_name=name, full_name_folded=name)
        for who, _agency, _title, _kind, name, _roles in people
    ]
    for officer in officers:
        officer.set_unusable_password()
    Officer.objects.bulk_create(officers)
    posts = Post.objects.bulk_create(
        Post(code=f"{agency}:{who}", agency=seat, title=title, kind=kind, valid_from=EVER)
        for seat, (who, agency, title, kind, _name, _roles) in zip(at, people, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(officer=officer, post=post, valid_from=EVER)
        for officer, post in zip(officers, posts, strict=True)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(officer=officer, agency=seat, role=role, valid_from=EVER, source="Quyết định mẫu")
        for officer, seat, (*_row, roles) in zip(officers, at, people, strict=True)
        for role in roles
    )
    for (who, *_row), officer, post in zip(people, officers, posts, strict=True):
        province.officers[who], province.posts[who] = officer, post


def build_procedure(
    code: str = BIRTH, days: int = 1, unit: str = "working-day"
) -> ProcedureVersion:
    """Make one version of a procedure with a limit of ``days``, in ``unit``, in each channel."""
    version = ProcedureVersion.objects.create(
        procedure=Procedure.objects.create(code=code), number=1, valid_from=EVER,
        origin="record", name="Thủ tục đăng ký khai sinh", name_folded="thu tuc dang ky khai sinh",
        content={"legal_bases": ["60/2014/QH13"]}, digest="0" * 64, imported_at=MONDAY,
    )  # fmt: skip
    MethodLimit.objects.bulk_create(
        MethodLimit(
            version=version, channel=channel, raw=f"{days} ngày làm việc", quantity=days,
            unit=unit,
        )
        for channel in Channel
    )  # fmt: skip
    Component.objects.bulk_create(
        Component(version=version, position=position, code=f"KQ{position}", name=name, originals=1)
        for position, name in enumerate(["Tờ khai", "Giấy chứng sinh"], start=1)
    )
    return version


@dataclass
class Story:
    """One dossier and a clock that moves on by some minutes with every act."""

    province: Province
    code: str = ""
    at: datetime = MONDAY
    step: timedelta = timedelta(minutes=7)

    def now(self) -> datetime:
        """Return the next instant."""
        self.at += self.step
        return self.at

    def registered(self) -> "Story":
        """Enter the dossier at the counter."""
        self.code = dossiers.register(
            procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
            identity=LAN, answers={}, by=self.province.desk, at=self.now(),
        ).code  # fmt: skip
        return self

    def received(self) -> "Story":
        """Enter and receive it."""
        self.registered()
        dossiers.receive(code=self.code, by=self.province.desk, at=self.now())
        return self

    def handed(self, giver: Actor, who: str, step: Step) -> "Story":
        """Offer it to the post of ``who``, who accepts."""
        offer = self.offered(giver, who, step)
        dossiers.accept_handover(offer_id=offer, by=self.province.actor(who), at=self.now())
        return self

    def offered(
        self, giver: Actor, who: str, step: Step, why: str = "Đúng quy trình đã duyệt",
        process_step: str = "",
    ) -> int:  # fmt: skip
        """Offer it to the post of ``who``; return the id of the offer."""

        dossiers.offer_handover(
            code=self.code, to_post=self.province.posts[who].pk, step=step, limit_minutes=120,
            why=why, by=giver, at=self.now(), process_step=process_step,
        )  # fmt: skip
        subject = f"dossier:{self.code}"
        return custodies.open_offers_of([subject])[subject].id

    def processing(self) -> "Story":
        """Bring it to the competent handler."""
        return self.received().handed(self.province.desk, "handler", Step.VERIFY)

    def drafted(self) -> "Story":
        """Bring it to a drafted decision in the hands of the head."""
        return self.processing().drafted_by_handler()

    def drafted_by_handler(self) -> "Story":
        """Let the handler, who holds it, draft the decision and hand it to the head."""
        dossiers.draft_decision(
            code=self.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=self.province.handler, at=self.now(),
        )  # fmt: skip
        return self.handed(self.province.handler, "head", Step.SIGN)
