"""Who applies, as a dossier itself declares it.

A number and a name lead to one person on file, compared without accents; whoever was put on file
first may be written otherwise, or be somebody else. What goes out under a dossier says what was
declared with it.
"""

from collections.abc import Collection

from thongsuot.domains.catalogue import rules as catalogue_rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.people import queries as people
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people.terms import Identity, MaskedIdentity, PeopleError


def as_kept(identity: Identity) -> dict[str, object]:
    """Return an identity as a dossier keeps it, sealed."""
    return {"kind": identity.kind.value, **people_rules.as_stored(identity)}


def applicant_of(row: Dossier) -> Identity:
    """Return who applies, in full: for own papers, and for what is recorded as disclosed.

    A dossier from before this was kept says it in its form; one from a counter, on file alone.
    """
    if row.declared:
        return people_rules.from_stored(row.declared["kind"], row.declared)
    if row.draft_id:
        try:
            return catalogue_rules.applicant_of(row.answers)
        except (PeopleError, ValueError):
            pass  # a rule of today that the form of then did not know
    return people.on_own_papers(row.applicant_id)


def name_on_papers(row: Dossier) -> str:
    """Return the full name, for papers that go to the applicant alone."""
    return applicant_of(row).full_name


def masked_applicants(rows: Collection[Dossier]) -> dict[int, MaskedIdentity]:
    """Return who applies as screens show it, by the rows' ids, in one query or none.

    Of dossiers from before this was kept, a list shows who is on file: it opens no forms.
    """
    kept = {
        row.pk: people_rules.mask(applicant_of(row)) for row in rows if row.declared is not None
    }
    before = [row for row in rows if row.declared is None]
    if not before:
        return kept
    on_file = people.masked_many([row.applicant_id for row in before])
    return kept | {row.pk: on_file[row.applicant_id] for row in before}
