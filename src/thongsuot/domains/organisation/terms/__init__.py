"""Words of the organisation: levels, kinds, roles, and what is refused."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from thongsuot.kernel.errors import Refused


class Level(StrEnum):
    """On which tier of the state an agency stands or a competence lies.

    The district ended on 1 July 2025; what was known of it stays on record.
    """

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    MINISTRY = "ministry"


class AreaLevel(StrEnum):
    """Tiers of administrative units; the district ended on 1 July 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Share(StrEnum):
    """How much of an old unit went into a new one."""

    WHOLE = "whole"
    PART = "part"


class SplitBy(StrEnum):
    """What decides which successor of a divided agency goes on with a piece of its work.

    By area, the one in whose area the desk stands; by procedure, the one that the plan names; by
    dossier, whoever a person names for each; by heir, the one that answers for the rest too.
    """

    AREA = "area"
    PROCEDURE = "procedure"
    DOSSIER = "dossier"
    HEIR = "heir"


class AgencyKind(StrEnum):
    """What an agency is."""

    PROVINCE_COMMITTEE = "province_committee"
    COMMUNE_COMMITTEE = "commune_committee"
    DISTRICT_COMMITTEE = "district_committee"
    DEPARTMENT = "department"
    POLICE = "police"
    LAND_OFFICE = "land_office"
    ONE_STOP_CENTRE = "one_stop_centre"
    TAX_OFFICE = "tax_office"
    SOCIAL_INSURANCE = "social_insurance"
    DIVISION = "division"
    MINISTRY = "ministry"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Desk:
    """An agency as receipt asks for it; ``areas`` are its unit's and that one's parents', by id."""

    agency_id: int
    code: str
    is_desk: bool
    parent_id: int | None
    area_ends_on: date | None
    areas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompetentAgency:
    """Which agency settles a dossier."""

    agency_id: int
    code: str


class PostKind(StrEnum):
    """What is done on a post."""

    DESK = "desk"
    HANDLER = "handler"
    DIVISION_HEAD = "division_head"
    HEAD = "head"
    CLERK = "clerk"
    CONTROL = "control"


class DisablingReason(StrEnum):
    """Why all authority is taken from an account at once."""

    LEFT = "left"
    MOVED = "moved"
    SUSPENDED = "suspended"
    COMPROMISED = "compromised"
    OTHER = "other"


class Role(StrEnum):
    """What an officer may do for an agency."""

    RECEIVE = "receive"
    HANDLE = "handle"
    SIGN = "sign"
    ISSUE = "issue"
    SUPERVISE = "supervise"
    CONTROL = "control"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One unit as a list of areas has it."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One old unit going, whole or in part, into one new unit."""

    old: str
    new: str
    share: Share


@dataclass(frozen=True, slots=True)
class AreaFact:
    """One unit with its tier and its days; ``parent`` is a code, '' for a province."""

    code: str
    name: str
    level: AreaLevel
    parent: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AreaReport:
    """What an import of areas did, and what it leaves to people."""

    created: int
    unchanged: int
    successions: int
    open_decisions: int
    """Old units whose successor a person still has to settle."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row of an organisation file cannot be taken over."""

    section: str
    row: int
    """Counted from 1 within the section; 0 for the section or the file itself."""
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What an organisation file changed, or would change, per section."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file was on record already."""
        return not any((*self.created.values(), *self.updated.values()))


class OrganisationError(Refused):
    """The organisation refuses.

    OrganisationError
    ├── AgencyUnknown        no agency bears this code on this day
    ├── AreaUnknown          no administrative unit bears this code on this day
    ├── OfficerUnknown       there is no such account
    ├── PasswordTooWeak      a password does not meet the installation's rules
    ├── LogInRefused         account name or password is wrong
    ├── TooManyLogIns        wrong passwords were given too often from one address
    ├── NotOnThisPost        the officer does not hold this post at this instant
    ├── RoleMissing          the actor lacks the role for the agency on this day
    │   └── NotDelegated     the act or procedure is not within the delegation
    ├── NotYours             the organisation may be changed by its administrators alone
    ├── NoDesk               no one-stop desk serves this agency on this day
    ├── SuccessionUnknown    the old unit did not go into the new one, even in part
    ├── SuccessionSettled    the successor of the old unit was settled before
    ├── SourceMissing        a decision about a succession names no document
    ├── AppointmentUnknown   the officer was not appointed to this post
    ├── DelegationUnknown    there is no such delegation, or not for this officer
    ├── AbsenceUnknown       there is no such absence, or not for this officer
    ├── AbsenceOver          the absence has ended already
    ├── DelegationOver       the delegation has ended or does not hold yet
    ├── DelegationTooWide    more than the grantor has, or to somebody outside the agency
    ├── DaysWrong            the last day comes before the first, or has passed
    ├── PlanWrong            an organisation file has rows that cannot be taken over
    ├── AreaListsDiffer      the areas on record are not those of the lists
    ├── ReorganisationEarly  a plan was to be applied before its instant
    ├── ReorganisationLate   a plan's instant is too long ago
    └── ReorganisationKnown  another plan was applied under this code
    """

    code = "organisation-refused"


class AgencyUnknown(OrganisationError):
    """No agency bears this code on this day."""

    code = "agency-unknown"


class AreaUnknown(OrganisationError):
    """No administrative unit bears this code on this day."""

    code = "area-unknown"


class OfficerUnknown(OrganisationError):
    """There is no such account."""

    code = "officer-unknown"


class PasswordTooWeak(OrganisationError):
    """A password does not meet the installation's rules."""

    code = "password-too-weak"


class LogInRefused(OrganisationError):
    """Account name or password is wrong; which of them is not said.  Facts: left."""

    code = "log-in-refused"


class TooManyLogIns(OrganisationError):
    """Wrong passwords were given too often from one address.  Facts: most, minutes."""

    code = "too-many-log-ins"


class NotOnThisPost(OrganisationError):
    """The officer does not hold this post at this instant, or the account is disabled."""

    code = "not-on-this-post"


class RoleMissing(OrganisationError):
    """The actor lacks the role for the agency on this day."""

    code = "role-missing"


class NotDelegated(RoleMissing):
    """The act or the procedure is not within the delegation."""

    code = "not-delegated"


class NotYours(OrganisationError):
    """The organisation may be changed by its administrators alone."""

    code = "organisation-not-yours"


class NoDesk(OrganisationError):
    """No one-stop desk serves this agency on this day."""

    code = "no-desk"


class SuccessionUnknown(OrganisationError):
    """The old unit did not go into the new one, even in part."""

    code = "succession-unknown"


class SuccessionSettled(OrganisationError):
    """The successor of the old unit was settled before."""

    code = "succession-settled"


class SourceMissing(OrganisationError):
    """A decision about a succession names no document."""

    code = "source-missing"


class AppointmentUnknown(OrganisationError):
    """The officer was not appointed to this post, or the appointment has ended."""

    code = "appointment-unknown"


class DelegationUnknown(OrganisationError):
    """There is no such delegation, or it is another officer's."""

    code = "delegation-unknown"


class AbsenceUnknown(OrganisationError):
    """There is no such absence, or not for this officer."""

    code = "absence-unknown"


class AbsenceOver(OrganisationError):
    """The absence has ended already."""

    code = "absence-over"


class DelegationOver(OrganisationError):
    """The delegation has ended, or does not hold yet."""

    code = "delegation-over"


class DelegationTooWide(OrganisationError):
    """Nobody delegates more than he has, nor outside the agency, nor to himself.  Facts: act."""

    code = "delegation-too-wide"


class DaysWrong(OrganisationError):
    """The last day comes before the first, or has passed."""

    code = "days-wrong"


class AreaListsDiffer(OrganisationError):
    """The areas on record are not those of the lists."""

    code = "area-lists-differ"


class PlanWrong(OrganisationError):
    """An organisation file has rows that cannot be taken over; nothing was changed."""

    code = "plan-wrong"

    def __init__(self, report: PlanReport) -> None:
        super().__init__("the file has rows that cannot be taken over", rows=len(report.problems))
        self.report = report


class ReorganisationEarly(OrganisationError):
    """The plan's instant has not come.  Facts: plan, day."""

    code = "reorganisation-early"


class ReorganisationLate(OrganisationError):
    """The plan's instant is longer ago than a plan may be applied.  Facts: plan, day, most."""

    code = "reorganisation-late"


class ReorganisationKnown(OrganisationError):
    """Another plan was applied under the same code.  Facts: plan."""

    code = "reorganisation-known"
