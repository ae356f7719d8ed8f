"""The only module that chooses an adapter: a function per port."""

from functools import cache

from django.conf import settings

from thongsuot.adapters.signing.local import LocalSigner
from thongsuot.adapters.witness.client import HttpWitness
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.ledger.ports import Witness


@cache
def signer() -> Signer:
    """Return what puts officers' signatures on results."""
    return LocalSigner(settings.SIGNING_FOLDER)


def witnesses() -> list[Witness]:
    """Return the witnesses of the public log that are to be asked."""
    known = settings.WITNESS_POLICY.witnesses.values()
    return [HttpWitness(witness.verifier, witness.url) for witness in known if witness.url]
