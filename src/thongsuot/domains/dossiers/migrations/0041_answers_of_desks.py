"""By when a desk answers what was sent to it, and the published policy that says so.

Two tables of their own: nothing that is there is read or locked. What waits at a desk when this is
applied gets its hour from the worker (``settle_answers``), five hundred a minute.
"""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only, may

ANSWER_STAYS = migrations.RunSQL(
    """
    CREATE FUNCTION desk_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE ended CONSTANT text[] := ARRAY['answered_at', 'answer'];
    BEGIN
      IF to_jsonb(NEW) - ended IS DISTINCT FROM to_jsonb(OLD) - ended
         OR OLD.answered_at IS NOT NULL
            AND (NEW.answered_at, NEW.answer) IS DISTINCT FROM (OLD.answered_at, OLD.answer) THEN
        RAISE EXCEPTION 'what a desk was asked and has answered is written once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossiers_deskanswer_stays BEFORE UPDATE ON dossiers_deskanswer
      FOR EACH ROW EXECUTE FUNCTION desk_answer_stays();
    """,
    """
    DROP TRIGGER dossiers_deskanswer_stays ON dossiers_deskanswer;
    DROP FUNCTION desk_answer_stays();
    """,
)


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [
        ("dossiers", "0040_papers_lead_on"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnsweringPolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("valid_from", models.DateField(help_text="first day, local")),
                ("document", models.JSONField(help_text="as published (answering.rules)")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the canonical document", max_length=64),
                ),
                ("published_at", models.DateTimeField()),
            ],
        ),
        append_only("dossiers_answeringpolicyversion"),
        migrations.CreateModel(
            name="DeskAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_sent",
                    models.BooleanField(
                        help_text="by whoever applies; else the desk entered it at its own counter"
                    ),
                ),
                ("counted_from", models.DateTimeField(help_text="when it came to the desk")),
                ("minutes", models.PositiveIntegerField(help_text="of working time")),
                ("answer_by", models.DateTimeField(null=True)),
                (
                    "waits_for",
                    models.CharField(
                        blank=True,
                        choices=[("", ""), ("fee", "fee"), ("calendar", "calendar")],
                        default="",
                        help_text="why no hour is set, where none is",
                        max_length=10,
                    ),
                ),
                (
                    "stood",
                    models.JSONField(
                        default=list,
                        help_text="list of [since, until or null], while a fee was unpaid",
                    ),
                ),
                (
                    "policy",
                    models.CharField(help_text="version of the answering policy", max_length=40),
                ),
                (
                    "calendar_version",
                    models.CharField(blank=True, default="", max_length=80),
                ),
                (
                    "hours_of",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="agency whose office hours counted; empty: everybody's",
                        max_length=60,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="the act by which it was answered, or 'recounted'",
                        max_length=40,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        help_text="who is to answer",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.agency",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_answers",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("dossier",),
                        name="desk_answer_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_by__isnull", False),
                                ("waits_for", ""),
                                models.Q(("calendar_version", ""), _negated=True),
                            ),
                            models.Q(
                                ("answer_by__isnull", True),
                                models.Q(("waits_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_answer_due_or_waiting_for_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_answer_given_by_an_act",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["answer_by"],
                        name="desk_answer_open_by_limit",
                    ),
                    models.Index(
                        condition=models.Q(("is_sent", True)),
                        fields=["answer_by", "desk"],
                        include=("answered_at", "answer"),
                        name="desk_answer_sent_by_limit",
                    ),
                ],
            },
        ),
        ANSWER_STAYS,
        may("dossiers_deskanswer", "INSERT, UPDATE (answered_at, answer)"),
    ]
