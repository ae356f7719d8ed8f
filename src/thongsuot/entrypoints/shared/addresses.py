"""What stands in addresses: codes of dossiers and procedures; anything else is no page."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class Code(StringConverter):
    """Letters, digits, points and hyphens, as dossiers and procedures are named."""

    regex = "[A-Za-z0-9.-]{1,60}"


register_converter(Code, "code")
