"""What the installation says about itself: every environment variable, read in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

DEFAULT_HOME = Path("var")
SWITCHES = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("", "0", "false", "no", "off"), False),
}
DIGITS = 6
"""Longer numbers of seconds or proxies are slips of the hand."""


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
    clock_limit_s: int
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


def home() -> Path:
    """Return the folder of this installation.  Raises: CommandFailed where it cannot be one."""
    return _path("THONGSUOT_HOME", str(DEFAULT_HOME))


def read() -> Environment:
    """Read the process environment once; a variable that is empty counts as left out.

    Raises:  CommandFailed where a number or a switch is none.
    """
    folder, url = home(), _said("DATABASE_URL")
    return Environment(
        home=folder,
        database_url=url,
        database_owner_url=_said("DATABASE_OWNER_URL", url),
        database_name=_said("THONGSUOT_DATABASE", "thongsuot"),
        allowed_hosts=_names(_said("THONGSUOT_HOSTS", "127.0.0.1,localhost")),
        public_url=_said("THONGSUOT_PUBLIC_URL", "http://127.0.0.1:8000"),
        province=_said("THONGSUOT_PROVINCE", "Tỉnh Mẫu"),
        hotline=_said("THONGSUOT_HOTLINE"),
        hotline_hours=_said("THONGSUOT_HOTLINE_HOURS"),
        sample_data=_switch("THONGSUOT_SAMPLE_DATA") or sample_mark(folder).exists(),
        shared_data=_path("THONGSUOT_SHARED", "../shared"),
        behind_tls=_switch("THONGSUOT_TLS"),
        proxies=_whole_number("THONGSUOT_PROXIES", 0),
        clock_limit_s=_whole_number("THONGSUOT_CLOCK_LIMIT", 60),
        lookup_patience=_said("THONGSUOT_LOOKUP_PATIENCE"),
        filing_bounds=_said("THONGSUOT_FILING_BOUNDS"),
        smtp_url=_said("THONGSUOT_SMTP_URL"),
        smtp_ca_file=_said("THONGSUOT_SMTP_CA"),
        mail_from=_said("THONGSUOT_MAIL_FROM"),
        sms_url=_said("THONGSUOT_SMS_URL"),
        sms_brand=_said("THONGSUOT_SMS_BRAND"),
        sms_keys=_file("THONGSUOT_SMS_KEYS"),
        zalo_url=_said("THONGSUOT_ZALO_URL"),
        zalo_token=_file("THONGSUOT_ZALO_TOKEN"),
        zalo_secret=_file("THONGSUOT_ZALO_SECRET"),
        platform_url=_said("THONGSUOT_PLATFORM_URL"),
        platform_partner=_said("THONGSUOT_PLATFORM_PARTNER", "THONGSUOT"),
        platform_pages=tuple(_said("THONGSUOT_PLATFORM_PAGES").split()),
    )


def _said(variable: str, otherwise: str = "") -> str:
    return os.environ.get(variable, "").strip() or otherwise


def _switch(variable: str) -> bool:
    written = _said(variable)
    if written.lower() not in SWITCHES:
        raise _wrong(variable, "read 1 or 0 (true, false, yes, no, on, off)", written)
    return SWITCHES[written.lower()]


def _whole_number(variable: str, otherwise: int) -> int:
    written = _said(variable, str(otherwise))
    if not (written.isascii() and written.isdecimal() and len(written) <= DIGITS):
        raise _wrong(variable, f"read a whole number, such as {otherwise}", written)
    return int(written)


def _wrong(variable: str, must: str, written: str) -> CommandFailed:
    return CommandFailed(
        f"{variable} must {must}",
        why=f"it reads {written}",
        advice=f"correct or unset {variable}, see docs/howto/install.md",
        exit_code=Exit.USAGE,
    )


def _file(variable: str) -> Path | None:
    return _path(variable) if _said(variable) else None


def _path(variable: str, otherwise: str = "") -> Path:
    written = _said(variable, otherwise)
    try:
        return Path(written).expanduser().resolve()
    except (OSError, RuntimeError):  # the home of nobody, links in a ring
        raise _wrong(variable, "name a file or a folder", written) from None


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())
