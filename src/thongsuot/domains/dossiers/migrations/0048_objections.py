"""A citizen may disagree with a request for papers: one more table, two columns on the request.

The requests are read once, while nobody may use them, to check that none is overturned: about a
third of a second a million rows. A window moves by itself only with an objection's answer, and
never to an earlier end.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import may, no_delete

TABLE = "dossiers_objection"
FREE = "papers,exception,answered_at,window_ended_at,answer_by,calendar_version,hours_of"
LIMIT = "NEW.answer_by, NEW.calendar_version, NEW.hours_of"
NEVER_EARLIER = """
            AND NOT (OLD.window_from IS NULL AND NEW.window_from IS NOT NULL
                     AND NEW.answer_by >= OLD.answer_by)
         OR (NEW.limit_quantity, NEW.limit_unit) IS DISTINCT FROM
            (OLD.limit_quantity, OLD.limit_unit)
            AND NOT (OLD.window_from IS NULL AND NEW.window_from IS NOT NULL)
         OR OLD.window_from IS NOT NULL AND NEW.window_from IS DISTINCT FROM OLD.window_from
         OR OLD.overturned_at IS NOT NULL AND NEW.overturned_at IS DISTINCT FROM OLD.overturned_at"""


def _requests_stay(columns: str, more: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The papers asked for and the reason may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - '{{{columns}}}'::text[] IS DISTINCT FROM
         to_jsonb(OLD) - '{{{columns}}}'::text[]
         OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
         OR OLD.window_ended_at IS NOT NULL
            AND NEW.window_ended_at IS DISTINCT FROM OLD.window_ended_at
         OR ({LIMIT}) IS DISTINCT FROM ({LIMIT.replace("NEW", "OLD")})
            AND NOT limit_is_set('window', NEW.id, {LIMIT}){more}
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    """


REQUESTS_STAY = migrations.RunSQL(
    _requests_stay(f"{FREE},limit_quantity,limit_unit,overturned_at,window_from", NEVER_EARLIER),
    _requests_stay(FREE, ""),
)
ANSWERED_ONCE = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_objection_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      ended CONSTANT text[] := ARRAY['words', 'answer', 'answered_at', 'outcome', 'answered_by_id'];
    BEGIN
      -- Words may be sealed anew; the record commits to them.
      IF to_jsonb(NEW) - ended IS DISTINCT FROM to_jsonb(OLD) - ended
         OR OLD.answered_at IS NOT NULL
            AND (NEW.answered_at, NEW.outcome, NEW.answered_by_id) IS DISTINCT FROM
                (OLD.answered_at, OLD.outcome, OLD.answered_by_id) THEN
        RAISE EXCEPTION 'an objection is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossiers_objection_stays BEFORE UPDATE ON dossiers_objection
      FOR EACH ROW EXECUTE FUNCTION dossier_objection_stays();
    """,
    """
    DROP TRIGGER dossiers_objection_stays ON dossiers_objection;
    DROP FUNCTION dossier_objection_stays();
    """,
)


def _text(most: int, **more: str) -> models.CharField:
    return models.CharField(blank=True, default="", db_default="", max_length=most, **more)


def _whose(to: str, **more: object) -> models.ForeignKey:
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey(on_delete=protect, related_name="+", to=to, **more)


def _words(*words: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


FIELDS = [
    (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    ),
    (
        "limit_quantity",
        models.PositiveIntegerField(help_text="how long, in limit_unit", null=True),
    ),
    ("limit_unit", _text(20, help_text="working-minute, or a unit of time limits")),
    (
        "calendar_version",
        _text(80, help_text="the calendar that counted it; empty: counted before that was kept"),
    ),
    ("hours_of", _text(60, help_text="agency whose office hours counted; empty: everybody's")),
    (
        "salt",
        thongsuot.domains.ledger.fields.SaltField(
            default=thongsuot.domains.ledger.fields.new_salt
        ),
    ),
    (
        "words",
        thongsuot.domains.people.fields.SealedTextField(
            help_text="why the citizen disagrees; the record commits to it"
        ),
    ),
    ("made_at", models.DateTimeField()),
    (
        "answer_by",
        models.DateTimeField(help_text="null: no calendar reached it yet", null=True),
    ),
    ("policy", models.CharField(help_text="version it was made under", max_length=40)),
    (
        "window",
        models.CharField(
            choices=_words("anew", "stands", "runs"), help_text="what a rejection does to it",
            max_length=10,
        ),
    ),
    ("answered_at", models.DateTimeField(null=True)),
    (
        "outcome",
        models.CharField(
            blank=True, choices=_words("upheld", "rejected", "dropped"), default="",
            max_length=10,
        ),
    ),
    (
        "answer",
        thongsuot.domains.people.fields.SealedTextField(
            blank=True, help_text="the reasons; the record commits to them"
        ),
    ),
    ("agency", _whose("organisation.agency", help_text="whose head is to answer")),
    ("answered_by", _whose(settings.AUTH_USER_MODEL, null=True)),
    (
        "request",
        models.OneToOneField(
            on_delete=django.db.models.deletion.PROTECT, related_name="objection",
            to="dossiers.supplementrequest",
        ),
    ),
]  # fmt: skip
CONSTRAINTS = [
    models.CheckConstraint(
        condition=models.Q(
            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True), ("outcome", "")),
            models.Q(
                ("answered_at__gte", models.F("made_at")), ("answered_by__isnull", True),
                ("outcome", "dropped"),
            ),
            models.Q(
                ("answered_at__gte", models.F("made_at")), ("answered_by__isnull", False),
                ("outcome__in", ["upheld", "rejected"]),
            ),
            _connector="OR",
        ),
        name="objection_answered_after_it_was_made",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("answer_by", None), ("answer_by__gte", models.F("made_at")), _connector="OR"
        ),
        name="objection_due_after_it_was_made",
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    """The table with its triggers and rights, the columns, and the trigger that knows them."""

    dependencies = [
        ("dossiers", "0047_found_by_when_asked"),
        ("organisation", "0010_earlier_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=FIELDS,
            options={
                "constraints": CONSTRAINTS,
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["agency"],
                        name="objection_open",
                    )
                ],
            },
        ),
        no_delete(TABLE),
        ANSWERED_ONCE,
        may(
            TABLE,
            "INSERT, UPDATE (words, answer, answered_at, outcome, answered_by_id)",
            was="no-delete",
        ),
        migrations.AddField(
            "supplementrequest",
            "overturned_at",
            models.DateTimeField(help_text="when an objection was upheld", null=True),
        ),
        migrations.AddField(
            "supplementrequest",
            "window_from",
            models.DateTimeField(help_text="since when it runs; null: asked_at", null=True),
        ),
        migrations.AddConstraint(
            "supplementrequest",
            models.CheckConstraint(
                condition=models.Q(
                    ("overturned_at", None),
                    ("overturned_at", models.F("answered_at")),
                    _connector="OR",
                ),
                name="supplement_overturned_when_it_ends",
            ),
        ),
        REQUESTS_STAY,
    ]
