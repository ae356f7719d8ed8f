"""Print the bearer token with which a program acts as an officer on the one post he has."""

import sys

if __name__ == "__main__":
    import django

    django.setup()
    from thongsuot.domains.organisation import queries as organisation
    from thongsuot.entrypoints.shared import tokens
    from thongsuot.kernel.clock import local_date, utc_now

    officer = organisation.find_officer(sys.argv[1])
    assert officer is not None
    [post] = organisation.posts_of(officer.pk, local_date(utc_now()))
    sys.stdout.write(tokens.issue(officer_id=officer.pk, post_id=post.pk))
