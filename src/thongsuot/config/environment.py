"""What the installation says about itself: every environment variable, read in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = Path("var")


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables of one process.

    ``home`` is the folder that holds all state kept outside the database: the embedded
    database server, key files, uploaded files, collected page assets.
    """

    home: Path
    database_url: str
    database_owner_url: str
    database_name: str
    allowed_hosts: tuple[str, ...]
    public_url: str
    province: str
    hotline: str
    hotline_hours: str
    sample_data: bool
    shared_data: Path
    behind_tls: bool
    proxies: int
    clock_limit_s: float
    lookup_patience: str
    filing_bounds: str
    smtp_url: str
    smtp_ca_file: str
    mail_from: str
    sms_url: str
    sms_brand: str
    sms_keys: Path | None
    zalo_url: str
    zalo_token: Path | None
    zalo_secret: Path | None
    platform_url: str
    platform_partner: str
    platform_pages: tuple[str, ...]

    @property
    def embedded_database(self) -> bool:
        """Whether the try-out server shipped with the package is used."""
        return not self.database_url


def sample_mark(home: Path) -> Path:
    """Return the file that stands in ``home`` from the first sample dossier on.

    However such an installation is started later, its pages say that they show sample data.
    """
    return home / "sample-data"


def read() -> Environment:
    """Read the process environment once."""
    get = os.environ.get
    home = Path(get("THONGSUOT_HOME", str(DEFAULT_HOME))).expanduser().resolve()
    url = get("DATABASE_URL", "")
    return Environment(
        home=home,
        database_url=url,
        database_owner_url=get("DATABASE_OWNER_URL", url),
        database_name=get("THONGSUOT_DATABASE", "thongsuot"),
        allowed_hosts=_names(get("THONGSUOT_HOSTS", "127.0.0.1,localhost")),
        public_url=get("THONGSUOT_PUBLIC_URL", "http://127.0.0.1:8000"),
        province=get("THONGSUOT_PROVINCE", "Tỉnh Mẫu"),
        hotline=get("THONGSUOT_HOTLINE", "").strip(),
        hotline_hours=get("THONGSUOT_HOTLINE_HOURS", "").strip(),
        sample_data=get("THONGSUOT_SAMPLE_DATA", "") == "1" or sample_mark(home).exists(),
        shared_data=Path(get("THONGSUOT_SHARED", "../shared")).resolve(),
        behind_tls=get("THONGSUOT_TLS", "") == "1",
        proxies=int(get("THONGSUOT_PROXIES", "0")),
        clock_limit_s=float(get("THONGSUOT_CLOCK_LIMIT", "60")),
        lookup_patience=get("THONGSUOT_LOOKUP_PATIENCE", ""),
        filing_bounds=get("THONGSUOT_FILING_BOUNDS", ""),
        smtp_url=get("THONGSUOT_SMTP_URL", ""),
        smtp_ca_file=get("THONGSUOT_SMTP_CA", ""),
        mail_from=get("THONGSUOT_MAIL_FROM", ""),
        sms_url=get("THONGSUOT_SMS_URL", ""),
        sms_brand=get("THONGSUOT_SMS_BRAND", ""),
        sms_keys=_file(get("THONGSUOT_SMS_KEYS", "")),
        zalo_url=get("THONGSUOT_ZALO_URL", ""),
        zalo_token=_file(get("THONGSUOT_ZALO_TOKEN", "")),
        zalo_secret=_file(get("THONGSUOT_ZALO_SECRET", "")),
        platform_url=get("THONGSUOT_PLATFORM_URL", ""),
        platform_partner=get("THONGSUOT_PLATFORM_PARTNER", "THONGSUOT"),
        platform_pages=tuple(get("THONGSUOT_PLATFORM_PAGES", "").split()),
    )


def _file(name: str) -> Path | None:
    return Path(name).expanduser().resolve() if name else None


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())
