"""Putting a template in the place of a shipped one, from a day on."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from thongsuot.domains.documents import forms, policy, templates, trying
from thongsuot.domains.documents.models import FormTemplate
from thongsuot.domains.documents.terms import PublishedTemplate, TemplateBackDated
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date


@bookkeeping("the publication it tries is recorded; a dry run changes nothing")
def publish_template(
    *, form: str, source: str, valid_from: date, by: Actor, at: datetime, dry_run: bool = False
) -> PublishedTemplate:
    """Let a template print a form from a day on; papers made before stay as they are.

    It is tried first, in a process of its own, against invented words. Publishing what is in
    force already changes nothing; so does ``dry_run``.

    Raises:  TemplateNotYours; FormUnknown; TemplateBackDated; TemplateBroken with its line.
    """
    policy.check_may_publish(by, local_date(at))
    chosen = forms.get_form(form)
    if valid_from < local_date(at):
        raise TemplateBackDated("from today on, or later", valid_from=valid_from.isoformat())
    tried = trying.check(chosen.paper, source)
    digest = sha256(source.encode()).hexdigest()
    found = PublishedTemplate(form=form, valid_from=valid_from, sha256=digest, tried=tried)
    standing = templates.find_template(chosen, valid_from)
    if not dry_run and (standing is None or standing.sha256 != digest):
        _publish(found, chosen.circular, chosen.number, source, by, at)
    return found


@bookkeeping("it publishes: that is the recorded act")
def roll_back(
    *, form: str, to: str, by: Actor, at: datetime, dry_run: bool = False
) -> PublishedTemplate:
    """Print a form as before from today on: by what was published under ``to``, or as shipped.

    ``to`` is the beginning of a SHA-256; empty for the shipped template. It is tried anew, since
    what it is printed with may have changed. What was to begin later begins all the same.

    Raises:  as ``publish_template``; TemplateUnknown.
    """
    policy.check_may_publish(by, local_date(at))
    source = templates.source_by(forms.get_form(form), to)
    return publish_template(
        form=form, source=source, valid_from=local_date(at), by=by, at=at, dry_run=dry_run
    )


@transaction.atomic
def _publish(
    found: PublishedTemplate, circular: str, number: str, source: str, by: Actor, at: datetime
) -> None:
    FormTemplate.objects.create(
        circular=circular, number=number, source=source, sha256=found.sha256,
        valid_from=found.valid_from, published_at=at, published_by_id=by.officer_id,
    )  # fmt: skip
    ledger.record(
        subject=f"form:{found.form}", act="form_template_published", by=by, at=at,
        detail={"form": found.form, "from": found.valid_from.isoformat(), "sha256": found.sha256},
    )  # fmt: skip
