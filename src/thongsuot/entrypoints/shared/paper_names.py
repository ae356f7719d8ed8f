"""What papers are called alike to the applicant and at the desk."""

from datetime import date

from django.utils.translation import gettext as _

from thongsuot.kernel import formats


def renewed_name(name: str, day: date) -> str:
    """Return the name of an appointment that replaces an earlier one; ``day`` is the new date."""
    return _("{name}, hẹn lại ngày {day}").format(name=name, day=formats.date(day))


def replaced_name(name: str) -> str:
    """Return the name of an appointment that a later one replaced."""
    return _("{name}, đã thay bằng bản sau").format(name=name)
