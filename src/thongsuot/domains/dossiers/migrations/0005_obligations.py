"""Financial obligations, each with its notice; they are set once and met once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
from thongsuot.domains.ledger.protection import no_delete

OBLIGATIONS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_obligation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.met_at IS NOT NULL
         OR to_jsonb(NEW) - '{met_at,met_by_id,receipt}'::text[] IS DISTINCT FROM
            to_jsonb(OLD) - '{met_at,met_by_id,receipt}'::text[]
      THEN
        RAISE EXCEPTION 'a financial obligation is set and met once, and stays as it was'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_obligation_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_obligation_stays BEFORE UPDATE ON dossiers_obligation
      FOR EACH ROW EXECUTE FUNCTION dossier_obligation_stays();
    """,
    """
    DROP TRIGGER dossier_obligation_stays ON dossiers_obligation;
    DROP FUNCTION dossier_obligation_stays();
    """,
)

STATE_SIX_HAS_ITS_NOTICE = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_obligation_has_notice() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT obligation_since FROM dossiers_dossier WHERE id = NEW.id) IS NOT NULL
         AND NOT EXISTS (SELECT FROM dossiers_obligation
                         WHERE dossier_id = NEW.id AND met_at IS NULL)
      THEN
        RAISE EXCEPTION 'dossier % waits for a payment without a notice of it', NEW.code
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_obligation_has_notice';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER dossier_obligation_has_notice
      AFTER INSERT OR UPDATE OF obligation_since ON dossiers_dossier
      DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.obligation_since IS NOT NULL)
      EXECUTE FUNCTION dossier_obligation_has_notice();
    """,
    """
    DROP TRIGGER dossier_obligation_has_notice ON dossiers_dossier;
    DROP FUNCTION dossier_obligation_has_notice();
    """,
)


class Migration(migrations.Migration):
    """No payment is waited for without its notice, and nobody rewrites either."""

    dependencies = [
        ("dossiers", "0004_due_date_pushed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="returned_to",
            field=models.CharField(
                blank=True,
                choices=[
                    ("applicant", "applicant"),
                    ("representative", "representative"),
                    ("electronic", "electronic"),
                    ("post", "post"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "issuer",
                    models.CharField(
                        choices=[("agency", "agency"), ("tax-office", "tax-office")], max_length=20
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("issued_on", models.DateField()),
                ("amount_vnd", models.PositiveBigIntegerField(help_text="whole đồng")),
                ("legal_basis", models.CharField(max_length=200)),
                ("paper", models.UUIDField(help_text="attachment holding the notice")),
                ("requested_at", models.DateTimeField()),
                (
                    "receipt",
                    models.CharField(blank=True, help_text="number of the receipt", max_length=60),
                ),
                ("met_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("met_at", None)),
                        fields=("dossier",),
                        name="obligation_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_vnd__gte", 1),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("legal_basis", ""), _negated=True),
                        ),
                        name="obligation_names_amount_and_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("met_at__isnull", True), ("met_by__isnull", True), ("receipt", "")
                            ),
                            models.Q(
                                ("met_at__gt", models.F("requested_at")),
                                ("met_by__isnull", False),
                                models.Q(("receipt", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="obligation_met_by_a_receipt",
                    ),
                ],
            },
        ),
        OBLIGATIONS_STAY,
        STATE_SIX_HAS_ITS_NOTICE,
        no_delete("dossiers_obligation"),
    ]
