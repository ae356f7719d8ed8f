"""The one extension of a dossier, who was reminded when, digests, and the policy behind them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import append_only, no_delete

EXTENSION_STAYS = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_extension_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND (
           (NEW.dossier_id, NEW.salt) IS DISTINCT FROM (OLD.dossier_id, OLD.salt)
           -- The reason may be sealed anew with another key; the record commits to its words.
           OR OLD.signed_at IS NOT NULL
              AND to_jsonb(NEW) - 'reason' IS DISTINCT FROM to_jsonb(OLD) - 'reason')
      THEN
        RAISE EXCEPTION 'an extension is signed once, and stays as it was'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_extension_stays';
      END IF;
      IF (TG_OP = 'INSERT' OR OLD.signed_at IS NULL AND to_jsonb(NEW) - 'reason'
            IS DISTINCT FROM to_jsonb(OLD) - 'reason')
         AND NEW.original_due_at IS DISTINCT FROM
             (SELECT due_at FROM dossiers_dossier WHERE id = NEW.dossier_id)
      THEN
        RAISE EXCEPTION 'an extension keeps the date that was promised at first'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_extension_keeps';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_extension_stays BEFORE INSERT OR UPDATE ON dossiers_extension
      FOR EACH ROW EXECUTE FUNCTION dossier_extension_stays();
    """,
    """
    DROP TRIGGER dossier_extension_stays ON dossiers_extension;
    DROP FUNCTION dossier_extension_stays();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0010_recount"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LatenessPolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("valid_from", models.DateField(help_text="first day, local")),
                ("document", models.JSONField(help_text="as published (lateness.rules)")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the canonical document", max_length=64),
                ),
                ("published_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("counts", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "officer"), name="digest_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "original_due_at",
                    models.DateTimeField(help_text="what was promised at first; still judged"),
                ),
                ("new_due_at", models.DateTimeField()),
                (
                    "days",
                    models.PositiveSmallIntegerField(help_text="working days between the two"),
                ),
                (
                    "notice_by",
                    models.DateTimeField(help_text="an apology signed by then is in time"),
                ),
                ("calendar_version", models.CharField(max_length=80)),
                (
                    "policy",
                    models.CharField(help_text="version of the lateness policy", max_length=40),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "reason",
                    thongsuot.domains.people.fields.SealedTextField(
                        blank=True, help_text="in words; empty in a draft of the system"
                    ),
                ),
                ("legal_basis", models.CharField(max_length=200)),
                ("drafted_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_as_head",
                    models.BooleanField(
                        default=False,
                        help_text="the head may sign the apology that he wrote himself",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in-time", "in-time"),
                            ("late-notice", "late-notice"),
                            ("after-expiry", "after-expiry"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "paper",
                    models.UUIDField(help_text="attachment holding the signed apology", null=True),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        help_text="who wrote the reason; empty = the system drafted it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("signed_at__isnull", True)),
                        fields=["dossier"],
                        name="extension_unsigned",
                    ),
                    models.Index(
                        condition=models.Q(("signed_at__isnull", False)),
                        fields=["new_due_at", "dossier"],
                        name="extension_by_promise",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_due_at__gt", models.F("original_due_at"))),
                        name="extension_new_date_after_the_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by__isnull", True),
                            models.Q(
                                ("drafted_by__isnull", False),
                                models.Q(("signed_by", models.F("drafted_by")), _negated=True),
                            ),
                            models.Q(("drafted_by__isnull", False), ("signed_as_head", True)),
                            _connector="OR",
                        ),
                        name="extension_signed_by_another_than_its_drafter_or_the_head",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paper__isnull", True),
                                ("signed_as_head", False),
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                                ("timing", ""),
                            ),
                            models.Q(
                                ("new_due_at__gt", models.F("signed_at")),
                                ("paper__isnull", False),
                                ("signed_at__gte", models.F("drafted_at")),
                                ("signed_by__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("signed_at__lte", models.F("notice_by")),
                                        ("timing", "in-time"),
                                    ),
                                    models.Q(
                                        ("signed_at__gt", models.F("notice_by")),
                                        ("signed_at__lte", models.F("original_due_at")),
                                        ("timing", "late-notice"),
                                    ),
                                    models.Q(
                                        ("signed_at__gt", models.F("original_due_at")),
                                        ("timing", "after-expiry"),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="extension_signed_whole_and_as_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rung", models.CharField(max_length=20)),
                (
                    "to",
                    models.CharField(
                        choices=[("holder", "holder"), ("head", "head"), ("superior", "superior")],
                        max_length=20,
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="the promise it is about")),
                ("policy", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        help_text="empty = nobody was there to be told",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["officer", "-at"], name="reminder_of_officer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "due_at", "rung", "officer"),
                        name="reminder_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        EXTENSION_STAYS,
        no_delete("dossiers_extension"),
        append_only("dossiers_reminder"),
        append_only("dossiers_digest"),
        append_only("dossiers_latenesspolicyversion"),
    ]
