"""Trying it out on one machine: loopback, embedded database, sample data marked as such."""

from thongsuot.config.settings.base import *  # noqa: F403 - a settings module extends the shared one

DEBUG = False
