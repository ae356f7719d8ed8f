"""Papers of a draft that was never sent may be forgotten: their row stays, their content goes.

Contents may be deleted only while no paper refers to them, and still never changed.
"""

import django.db.models.deletion
from django.db import migrations, models

FORGETTING = """
    CREATE OR REPLACE FUNCTION attachment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      is_forgotten boolean := OLD.forgotten_at IS NULL AND NEW.forgotten_at IS NOT NULL
        AND OLD.subject LIKE 'draft:%' AND NEW.original_id IS NULL AND NEW.pdf_id IS NULL;
    BEGIN
      IF (NEW.id, NEW.kind, NEW.component_code, NEW.salt, NEW.pages, NEW.attached_at)
         IS DISTINCT FROM
         (OLD.id, OLD.kind, OLD.component_code, OLD.salt, OLD.pages, OLD.attached_at)
         OR NEW.subject <> OLD.subject
            AND (OLD.subject NOT LIKE 'draft:%' OR NEW.forgotten_at IS NOT NULL)
         OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
         OR NOT is_forgotten AND (
              (NEW.forgotten_at, NEW.original_id)
              IS DISTINCT FROM (OLD.forgotten_at, OLD.original_id)
              OR (NEW.signed_at, NEW.signed_by_id, NEW.pdf_id)
                 IS DISTINCT FROM (OLD.signed_at, OLD.signed_by_id, OLD.pdf_id)
                 AND (OLD.signed_at IS NOT NULL OR NEW.signed_at IS NULL))
      THEN
        RAISE EXCEPTION 'paper % of % stays as it is', OLD.id, OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'attachment_stays';
      END IF;
      RETURN NEW;
    END $$;
"""

CONTENTS = """
    DROP TRIGGER documents_storedfile_is_kept ON documents_storedfile;
    CREATE TRIGGER documents_storedfile_is_kept BEFORE UPDATE ON documents_storedfile
      FOR EACH ROW EXECUTE FUNCTION refuse_change('no-update');
    CREATE FUNCTION content_stays_with_its_papers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM documents_attachment
                 WHERE original_id = OLD.sha256 OR pdf_id = OLD.sha256)
         OR EXISTS (SELECT FROM documents_storedfile WHERE readable_id = OLD.sha256)
      THEN
        RAISE EXCEPTION 'content % belongs to a paper', OLD.sha256
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'content_stays_with_its_papers';
      END IF;
      RETURN OLD;
    END $$;
    CREATE TRIGGER content_stays_with_its_papers BEFORE DELETE ON documents_storedfile
      FOR EACH ROW EXECUTE FUNCTION content_stays_with_its_papers();
    COMMENT ON TABLE documents_storedfile IS 'no-update';
"""


class Migration(migrations.Migration):
    """Forgetting, and only what was never sent. What is forgotten does not come back."""

    dependencies = [("documents", "0002_papers_stay")]
    operations = [
        migrations.AddField("attachment", "forgotten_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "attachment",
            "original",
            models.ForeignKey(
                help_text="as it came; none once forgotten",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AlterField(
            "attachment",
            "pdf",
            models.ForeignKey(
                help_text="as it is read; none once forgotten",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(
                name="attachment_has_its_content_until_it_is_forgotten",
                condition=models.Q(
                    forgotten_at__isnull=True, original__isnull=False, pdf__isnull=False
                )
                | models.Q(
                    forgotten_at__isnull=False,
                    original__isnull=True,
                    pdf__isnull=True,
                    subject__startswith="draft:",
                ),
            ),
        ),
        migrations.RunSQL(FORGETTING),
        migrations.RunSQL(CONTENTS),
    ]
