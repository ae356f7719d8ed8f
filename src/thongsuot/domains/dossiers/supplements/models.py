"""Published versions of the supplement policy."""

from django.db import models


class SupplementPolicyVersion(models.Model):
    """One published version; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (supplements.rules)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()

    class Meta:
        app_label = "dossiers"
