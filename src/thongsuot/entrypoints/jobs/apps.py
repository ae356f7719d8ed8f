"""Let procrastinate find ``tasks``."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The door of background work."""

    name = "thongsuot.entrypoints.jobs"
    label = "jobs"
