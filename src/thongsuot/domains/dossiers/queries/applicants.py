"""Who applies, as a dossier itself declares it.

A number and a name lead to one person on file, compared without accents; whoever was put on file
first may be written otherwise, or be somebody else. What goes out under a dossier says what was
declared with it.
"""

from collections.abc import Collection, Mapping
from typing import Any

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
    in_form = _named_in(row.answers) if row.draft_id else None
    return in_form or people.on_own_papers(row.applicant_id)


def _named_in(answers: Mapping[str, Any]) -> Identity | None:
    """Return whom a form names, None where a rule of today does not know the form of then."""
    try:
        return catalogue_rules.applicant_of(answers)
    except (PeopleError, ValueError):
        return None


def name_on_papers(row: Dossier) -> str:
    """Return the full name, for papers that go to the applicant alone."""
    return applicant_of(row).full_name


def masked_applicants(rows: Collection[Dossier]) -> dict[int, MaskedIdentity]:
    """Return who applies as screens show it, by the rows' ids: as ``applicant_of`` says it.

    None is asked where all keep it; else one query for the forms of before, one for who is on file.
    """
    kept = {row.pk: applicant_of(row) for row in rows if row.declared}
    before = [row for row in rows if not row.declared]
    forms = Dossier.objects.filter(pk__in=[row.pk for row in before if row.draft_id])
    for pk, answers in forms.values_list("pk", "answers"):
        if in_form := _named_in(answers):
            kept[pk] = in_form
    shown = {pk: people_rules.mask(identity) for pk, identity in kept.items()}
    rest = [row for row in before if row.pk not in kept]
    on_file = people.masked_many([row.applicant_id for row in rest])
    return shown | {row.pk: on_file[row.applicant_id] for row in rest}
