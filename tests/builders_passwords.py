"""Give every officer of a whole installation one password, in one process."""

import sys


def give_all(password: str) -> int:
    """Give it; return to how many."""
    from thongsuot.domains.ledger.terms import Actor
    from thongsuot.domains.organisation import services
    from thongsuot.domains.organisation.models import Officer
    from thongsuot.kernel.clock import utc_now

    officers = list(Officer.objects.values_list("pk", flat=True))
    for officer in officers:
        services.set_password(
            officer_id=officer, password=password, by=Actor.system(), at=utc_now()
        )
    return len(officers)


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(0 if give_all(sys.argv[1]) else 1)
