"""Tables of the catalogue: procedures and their versions, which are written once.

Components, limits and fees are rows read out of a version's ``content`` when it is made, so that
other rooms can ask for them; the content is what the digest covers and what is exported.
"""

from json import JSONEncoder
from typing import Any

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.words import plain_name
from thongsuot.domains.catalogue.terms import Channel, Origin
from thongsuot.domains.deadlines.terms import TimeLimit, Unit


class UnescapedText(JSONEncoder):
    """Writes Vietnamese letters as they are: half the bytes of escapes, over thousands of rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class Procedure(models.Model):
    """A procedure: its code, for ever; all else is said by its versions."""

    code = models.CharField(max_length=8, unique=True, help_text="national code, e.g. 1.001193")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="procedure_code_is_well_formed",
                condition=Q(code__regex=r"^[1-9]\.[0-9]{6}$"),
            ),
        ]


class ProcedureVersion(models.Model):
    """What a procedure says from one day to another; only its end is ever written later."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the procedure")
    valid_from = models.DateField(help_text="first day, local")
    valid_to = models.DateField(null=True, help_text="first day on which it no longer holds")
    origin = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Origin])
    name = models.TextField(help_text="official name")
    name_folded = models.TextField(help_text="name without accents, for search")
    field = models.TextField(blank=True, help_text="lĩnh vực")
    levels = models.JSONField(default=list, help_text="codes: ministry, province, commune, other")
    kind = models.TextField(blank=True)
    decision = models.CharField(max_length=80, blank=True, help_text="decision of publication")
    applicants = models.TextField(blank=True)
    executing_agency = models.TextField(blank=True, help_text="as published, not resolved")
    competent_agency = models.TextField(blank=True, help_text="as published, not resolved")
    content = models.JSONField(encoder=UnescapedText, help_text="everything published")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical content")
    source = models.JSONField(default=dict, help_text="where it was read")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_one_per_number", fields=["procedure", "number"]),
            models.UniqueConstraint(
                name="version_one_open_at_a_time",
                fields=["procedure"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="version_does_not_end_before_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    @property
    def code(self) -> str:
        """The procedure's code."""
        return self.procedure.code

    @property
    def plain_name(self) -> str:
        """How citizens call it: words that ship with the room, not part of what was published."""
        return plain_name(shipped.plain_words(), self.code, self.name)


class MethodLimit(models.Model):
    """The time limit of one channel of one version: published, or settled by a person."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="limits")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    raw = models.TextField(blank=True, help_text="as published; several cases are parted by |")
    quantity = models.PositiveIntegerField(null=True, help_text="in `unit`")
    unit = models.CharField(max_length=20, blank=True, choices=[(u.value, u.value) for u in Unit])
    problem = models.CharField(max_length=40, blank=True, help_text="why the text is not enough")
    settled_by = models.BigIntegerField(null=True, help_text="officer; none when by a signed file")
    settled_at = models.DateTimeField(null=True)
    source = models.TextField(blank=True, help_text="on what the settlement rests")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="limit_one_per_channel_and_version", fields=["version", "channel"]
            ),
            models.CheckConstraint(
                name="limit_has_number_and_unit_or_neither",
                condition=Q(quantity__isnull=True, unit="")
                | Q(quantity__isnull=False, quantity__gte=1) & ~Q(unit=""),
            ),
            models.CheckConstraint(
                name="limit_is_known_or_has_a_problem_or_is_settled",
                condition=Q(problem="", quantity__isnull=False, settled_at__isnull=True)
                | ~Q(problem="") & Q(quantity__isnull=True, settled_at__isnull=True)
                | ~Q(problem="") & Q(quantity__isnull=False, settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="limit_is_settled_on_a_source",
                condition=Q(settled_at__isnull=True, source="") | ~Q(source=""),
            ),
        ]

    @property
    def limit(self) -> TimeLimit | None:
        """The limit, or None while nobody knows it for certain."""
        return None if self.quantity is None else TimeLimit(self.quantity, Unit(self.unit))


class Component(models.Model):
    """One line of "thành phần hồ sơ"; a line without any sheet is a note."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="components")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    group = models.TextField(blank=True)
    name = models.TextField()
    originals = models.PositiveIntegerField(null=True)
    copies = models.PositiveIntegerField(null=True)
    has_form_file = models.BooleanField(default=False)
    data_source = models.CharField(
        max_length=80, blank=True, help_text="database that replaces the paper; curated"
    )
    required = models.BooleanField(null=True, help_text="unknown until curated: the rule is prose")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="component_one_per_place", fields=["version", "position"]),
            models.UniqueConstraint(name="component_one_per_code", fields=["version", "code"]),
        ]

    @property
    def is_paper(self) -> bool:
        """Whether at least one sheet is asked for."""
        return bool(self.originals or self.copies)


class FeeLine(models.Model):
    """A fee of one channel as published, with its amount where that leaves no doubt."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="fees")
    position = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    raw = models.TextField(blank=True)
    amount_vnd = models.BigIntegerField(null=True, help_text="đồng; none when not certain")
    note = models.TextField(blank=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="fee_one_per_place", fields=["version", "position"]),
        ]


class ProcessVersion(models.Model):
    """A process as one version of it says it: a draft, or published from a day on.

    A draft may change; the database refuses to change what was published. Which version holds
    is said by the days alone: the one that began last.
    """

    process_code = models.CharField(max_length=80, help_text="the process, for ever")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the process")
    procedure_code = models.CharField(max_length=80, blank=True, help_text="empty = not named yet")
    level = models.CharField(
        max_length=20, blank=True, help_text="the only level it is for; empty = every level"
    )
    name = models.TextField()
    content = models.JSONField(encoder=UnescapedText, help_text="the whole process")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical content")
    restores = models.PositiveIntegerField(
        null=True, help_text="number of the version whose content was put in force again"
    )
    saved_at = models.DateTimeField()
    valid_from = models.DateField(null=True, help_text="first day, local; none for a draft")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="process_one_version_per_number", fields=["process_code", "number"]
            ),
            models.UniqueConstraint(
                name="process_one_draft_at_a_time",
                fields=["process_code"],
                condition=Q(published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="process_published_from_a_day_for_a_procedure",
                condition=Q(published_at__isnull=True, valid_from__isnull=True)
                | Q(published_at__isnull=False, valid_from__isnull=False) & ~Q(procedure_code=""),
            ),
        ]
        indexes = [
            models.Index(
                name="process_by_procedure",
                fields=["procedure_code", "-valid_from", "-id"],
                condition=Q(published_at__isnull=False),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None


class ProcessPolicy(models.Model):
    """What happens to a hand-over outside the process, from one day on."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField()
    document = models.JSONField(encoder=UnescapedText)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
