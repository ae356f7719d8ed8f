"""Accounts by which visitors try the sample: one a role, one password, made for this place."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.contrib.auth.hashers import check_password

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services
from thongsuot.kernel.clock import utc_now

ACCOUNTS: Final = {
    "motcua.binhmau": "tiếp nhận và trả kết quả, văn thư – phường Bình Mẫu",
    "chuyenvien.binhmau": "thụ lý – phường Bình Mẫu",
    "chutich.binhmau": "ký – phường Bình Mẫu",
    "motcua2.tinh": "tiếp nhận – TTPVHCC tỉnh; văn thư – VP Đăng ký đất đai",
    "chuyenvien.datdai": "thụ lý – VP Đăng ký đất đai",
    "lanhdao.datdai": "ký – VP Đăng ký đất đai",
    "chuyenvien.tuphap": "thụ lý – Sở Tư pháp",
    "chutich.tinh": "phân định thẩm quyền giữa các cơ quan – UBND tỉnh",
    "kiemsoat.tinh": "kiểm soát thủ tục hành chính – VP UBND tỉnh",
    "dieuhanh.tinh": "theo dõi, đôn đốc – VP UBND tỉnh",
    "quantri.tinh": "quản trị hệ thống",
}
SYLLABLES: Final = (
    "an",
    "binh",
    "cam",
    "dao",
    "giang",
    "hoa",
    "lam",
    "mai",
    "ngoc",
    "sen",
    "tre",
    "xuan",
)
PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Login:
    """One account to try, and what it may do."""

    username: str
    password: str
    does: str


def password_of(home: Path) -> str:
    """Return the sample password of this installation; made once, readable by its owner alone."""
    path = home / "keys" / "sample-password"
    if not path.exists():
        words = [secrets.choice(SYLLABLES) for _ in range(PARTS)]
        path.touch(mode=0o600)
        path.write_text("-".join([*words, str(secrets.randbelow(900) + 100)]))
    return path.read_text()


def open_accounts(home: Path) -> list[Login]:
    """Give every account of the list the sample password, where it has another or none."""
    password = password_of(home)
    for username in ACCOUNTS:
        officer = organisation.find_officer(username)
        if officer is not None and not check_password(password, officer.password):
            services.set_password(
                officer_id=officer.pk, password=password, by=Actor.system(), at=utc_now()
            )
    return [Login(username, password, does) for username, does in ACCOUNTS.items()]
