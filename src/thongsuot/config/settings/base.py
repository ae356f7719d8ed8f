"""Settings shared by every way of running."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from thongsuot.config import environment, keys, log_keys, patience, postgres, witnesses

ENVIRONMENT = environment.read()
HOME = ENVIRONMENT.home
PACKAGE = Path(__file__).resolve().parents[2]

SECRET_KEY = keys.read_or_make_text(HOME / "keys" / "session.key")
KEYRING = keys.read_or_make_keyring(HOME / "keys")
"""Keys that seal personal data; kept in files, never in the database."""

ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
PROXIES = ENVIRONMENT.proxies
"""How many proxies of ours stand before the server; see entrypoints/shared/origins.py."""
LOOKUP_PATIENCE = patience.read(ENVIRONMENT.lookup_patience)
"""How many wrong secrets are borne where a dossier is looked up."""
FILING_BOUNDS = patience.read_bounds(ENVIRONMENT.filing_bounds)
"""How many drafts, files and megabytes are taken from one network in an hour."""
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
SAMPLE_DATA = ENVIRONMENT.sample_data
SHARED_DATA = ENVIRONMENT.shared_data
PROVINCE = ENVIRONMENT.province
FILES_FOLDER = HOME / "files"
SIGNING_FOLDER = HOME / "keys" / "signing"
INVENTED_HOTLINE = "1900 0000"
HOTLINE = ENVIRONMENT.hotline or (INVENTED_HOTLINE if SAMPLE_DATA else "")
"""The number people call for help; pages and papers leave it out while there is none."""
INVENTED_HOURS = "7:30–17:30 các ngày làm việc"
HOTLINE_HOURS = ENVIRONMENT.hotline_hours or (
    INVENTED_HOURS if SAMPLE_DATA else "trong giờ làm việc"
)
"""When somebody answers there, in words for pages and papers."""
LOG_KEYS = SimpleLazyObject(lambda: log_keys.read_or_make(HOME / "keys", settings.PUBLIC_URL))
"""Name and private key of each key that signed the public log, oldest first.

Made when the log is first asked for: by then the sample knows the address it is served at.
"""
WITNESS_POLICY = witnesses.read(HOME)
"""Who cosigns our checkpoints, and how many of them are enough."""
WAYS_OUT = {
    "smtp_url": ENVIRONMENT.smtp_url,
    "smtp_ca_file": ENVIRONMENT.smtp_ca_file,
    "mail_from": ENVIRONMENT.mail_from,
    "sms_url": ENVIRONMENT.sms_url,
    "sms_brand": ENVIRONMENT.sms_brand,
    "sms_keys": ENVIRONMENT.sms_keys,
    "zalo_url": ENVIRONMENT.zalo_url,
    "zalo_token": ENVIRONMENT.zalo_token,
    "zalo_secret": ENVIRONMENT.zalo_secret,
}
"""Where messages leave the house; a way without an address is not there (bootstrap.carriers)."""
LETTERBOX = HOME / "tin-gui-thu"
"""Where messages end up instead while the data are samples."""
PAYMENT_PLATFORM_URL = ENVIRONMENT.platform_url
"""Where the payment platform listens; empty while this installation has none."""
PAYMENT_PAGES = ENVIRONMENT.platform_pages
"""Origins of the pages citizens pay at, such as https://thanhtoan.example; the platform's own if
none is named. Forms lead there alone, and any other address in an answer is refused."""
PAYMENT_PARTNER = ENVIRONMENT.platform_partner
PAYMENT_SECRET = keys.read_or_make_text(HOME / "keys" / "payment-platform.key")
"""What the platform and we share; the installation replaces the file by the platform's own."""
CLOCK_LIMIT = timedelta(seconds=ENVIRONMENT.clock_limit_s)
"""How far the instant of an act may lie from the database's own clock before it is shown."""
LOG_FOLDER = HOME / "so-ghi"
"""Where the newest checkpoint is kept outside the database."""

ROOMS = [
    "ledger",
    "organisation",
    "people",
    "deadlines",
    "custody",
    "catalogue",
    "documents",
    "payments",
    "exchange",
    "dossiers",
    "accountability",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *(f"thongsuot.domains.{room}" for room in ROOMS),
    "thongsuot.entrypoints.shared",
    "thongsuot.entrypoints.citizen",
    "thongsuot.entrypoints.officer",
    "thongsuot.entrypoints.jobs",
    "django.forms",  # the form renderer finds Django's own field templates behind ours
]
AUTH_USER_MODEL = "organisation.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "officer:login"

MIDDLEWARE = [
    "thongsuot.entrypoints.shared.middleware.reference",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "thongsuot.entrypoints.shared.sessions.Middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "thongsuot.entrypoints.shared.middleware.content_security_policy",
    "thongsuot.entrypoints.shared.middleware.humane_errors",
    "thongsuot.entrypoints.shared.middleware.one_look",
]
ROOT_URLCONF = "thongsuot.config.urls"
WSGI_APPLICATION = "thongsuot.config.wsgi.application"
CSRF_FAILURE_VIEW = "thongsuot.entrypoints.shared.errors.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "thongsuot.entrypoints.shared.context.page",
            ],
            "builtins": ["thongsuot.entrypoints.shared.templatetags.vietnamese"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": postgres.connection_settings(ENVIRONMENT, owner=False)}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HOME / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MAX_UPLOAD_BYTES = 20 * 1024 * 1024
"""Largest single file a visitor may send; the request itself may hold a few."""
SIGN_AT_ONCE = 10
"""Decisions that one press signs at most: each takes about a second, and a page is waited for."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
"""The table of a process has some twenty fields a step, and 200 steps."""
FILE_UPLOAD_HANDLERS = ["thongsuot.entrypoints.shared.uploads.BoundedUpload"]

SESSION_ENGINE = "thongsuot.entrypoints.shared.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 20 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING_CONFIG = "thongsuot.entrypoints.shared.logs.configure"
LOGGING = {"level": "INFO"}
SILENCED_SYSTEM_CHECKS: list[str] = []
