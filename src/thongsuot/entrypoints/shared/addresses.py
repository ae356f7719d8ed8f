"""What stands in addresses: codes of dossiers and procedures, years; anything else is no page."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class Code(StringConverter):
    """Letters, digits, points and hyphens, as dossiers and procedures are named."""

    regex = "[A-Za-z0-9.-]{1,60}"


class Year(IntConverter):
    """A year of our time, as registers are named."""

    regex = "(?:19|20)[0-9]{2}"


register_converter(Code, "code")
register_converter(Year, "year")
