"""Contents and register lines never change; a paper changes in three ways, each once."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only, no_delete

PAPERS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION attachment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.id, NEW.kind, NEW.component_code, NEW.salt, NEW.original_id, NEW.pages,
          NEW.attached_at)
         IS DISTINCT FROM
         (OLD.id, OLD.kind, OLD.component_code, OLD.salt, OLD.original_id, OLD.pages,
          OLD.attached_at)
         OR NEW.subject <> OLD.subject AND OLD.subject NOT LIKE 'draft:%'
         OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
         OR (NEW.signed_at, NEW.signed_by_id, NEW.pdf_id)
            IS DISTINCT FROM (OLD.signed_at, OLD.signed_by_id, OLD.pdf_id)
            AND (OLD.signed_at IS NOT NULL OR NEW.signed_at IS NULL)
      THEN
        RAISE EXCEPTION 'paper % of % stays as it is', OLD.id, OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'attachment_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER attachment_stays BEFORE UPDATE ON documents_attachment
      FOR EACH ROW EXECUTE FUNCTION attachment_stays();
    """,
    """
    DROP TRIGGER attachment_stays ON documents_attachment;
    DROP FUNCTION attachment_stays();
    """,
)

WITHOUT_GAP = migrations.RunSQL(
    """
    CREATE FUNCTION register_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.number <> 1 + (
           SELECT coalesce(max(number), 0) FROM documents_registernumber
           WHERE agency_code = NEW.agency_code AND book = NEW.book AND year = NEW.year)
      THEN
        RAISE EXCEPTION 'register % % of % skips a number', NEW.book, NEW.year, NEW.agency_code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'register_without_gap';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER register_without_gap BEFORE INSERT ON documents_registernumber
      FOR EACH ROW EXECUTE FUNCTION register_without_gap();
    """,
    """
    DROP TRIGGER register_without_gap ON documents_registernumber;
    DROP FUNCTION register_without_gap();
    """,
)


class Migration(migrations.Migration):
    """What never changes about papers, in the database."""

    dependencies = [("documents", "0001_initial"), ("ledger", "0002_refuse_change")]
    operations = [
        PAPERS_STAY,
        WITHOUT_GAP,
        append_only("documents_storedfile"),
        append_only("documents_registernumber"),
        no_delete("documents_attachment"),
    ]
