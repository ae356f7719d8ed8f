"""Wrong secrets given at the door, and how much one network brings to it."""

from django.db import models


class LookupFailure(models.Model):
    """A wrong secret given for a dossier code; too many close the door for a while.

    Too many for one code from one address close it to that address; see ``rules.wait_here``.
    """

    code_index = models.BinaryField(max_length=32)
    source_index = models.BinaryField(max_length=32, default=b"")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="lookup_failure_recent", fields=["code_index", "at"]),
            models.Index(name="lookup_failure_of_source", fields=["source_index", "at"]),
        ]


class NetworkHour(models.Model):
    """What one network sent within one hour; see ``services.bounds``."""

    network_index = models.BinaryField(max_length=32)
    hour = models.DateTimeField(help_text="its beginning")
    drafts = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(help_text="of the files, in bytes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="network_hour_is_counted_once", fields=["network_index", "hour"]
            )
        ]
