"""Published payment policies."""

from django.db import models


class Policy(models.Model):
    """One published version of the payment policy; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (rules.policies)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()
