"""Wrong passwords, counted so that guessing ends."""

from django.db import models


class LogInFailure(models.Model):
    """A wrong password given for an account from one address; too many close the door a while.

    Account and network are kept as a keyed digest alone; each wrong password is kept twice, of
    the account and its network and of the network alone.
    """

    pair_index = models.BinaryField(max_length=32, help_text="keyed digest of account and address")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="log_in_failure_recent", fields=["pair_index", "at"])]
