"""An installation behind a TLS proxy."""

from thongsuot.config.settings.base import *  # noqa: F403 - a settings module extends the shared one
from thongsuot.config.settings.base import ENVIRONMENT

DEBUG = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = ENVIRONMENT.behind_tls
CSRF_COOKIE_SECURE = ENVIRONMENT.behind_tls
SECURE_SSL_REDIRECT = ENVIRONMENT.behind_tls
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.behind_tls else 0
