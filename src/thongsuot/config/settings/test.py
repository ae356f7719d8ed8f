"""Tests: as in production, with page assets served as they lie in the tree."""

import os

os.environ.setdefault("THONGSUOT_HOME", "var/test")

from thongsuot.config.settings.base import *  # noqa: F403 - a settings module extends the shared one
from thongsuot.config.settings.base import INVENTED_HOTLINE, STORAGES

DEBUG = False
SAMPLE_DATA = True
HOTLINE = INVENTED_HOTLINE
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
