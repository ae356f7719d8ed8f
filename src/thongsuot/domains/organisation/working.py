"""Who may be asked to work on a matter, and not only to watch over it or to tend the system."""

from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from thongsuot.domains.organisation import questions
from thongsuot.domains.organisation.memory import kept
from thongsuot.domains.organisation.models import Appointment, Post
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import PostKind, Role

WATCH: Final = (Role.CONTROL, Role.ADMINISTER)
"""The roles that watch over the work of others or tend the system."""
HEADS: Final = (PostKind.HEAD, PostKind.DIVISION_HEAD)
"""Who answers for all of an agency or division, whatever else he may do."""


def _working_on(on: date) -> QuerySet[Appointment]:
    """Return the appointments but of those whose only roles there are to watch or to tend."""
    midnight = questions.midnight(on)
    granted = questions.granted_on(on, midnight).filter(
        officer_id=OuterRef("officer_id"), agency_id=OuterRef("post__agency_id")
    )
    works = Exists(granted.exclude(role__in=WATCH))
    watches = Exists(granted.filter(role__in=WATCH))
    return questions.held_on(on, midnight).filter(~watches | works | Q(post__kind__in=HEADS))


@kept
def workers_on(post_id: int, on: date) -> set[int]:
    """Return the officers on the post that day who do not only watch or tend the system there.

    Source:  the list of what such a system must refuse, line 19 (docs/law/dossier-life.md).
    """
    return set(_working_on(on).filter(post_id=post_id).values_list("officer_id", flat=True))


def worked_posts(on: date) -> list[Post]:
    """Return every post on which somebody may be asked to work (``post.held``), in two queries."""
    held = Prefetch("appointments", _working_on(on).select_related("officer"), to_attr="held")
    posts = Post.objects.filter(in_force(on), in_force(on, "agency__")).select_related("agency")
    found = posts.order_by("code").prefetch_related(held)
    return [post for post in found if post.held]
