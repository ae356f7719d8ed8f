"""Who brought to the counter what an officer entered: the role, and the name once disclosed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.queries import Moment
from thongsuot.domains.dossiers.services.reading import BroughtBy
from thongsuot.domains.dossiers.terms.counter import Bringer
from thongsuot.kernel import formats

_WHO: Final[Mapping[str, str | Promise]] = {
    Bringer.REPRESENTATIVE: later("Người được ủy quyền mang đến lúc {when}: {named}."),
    Bringer.POST: later("Gửi qua bưu chính, ghi nhận lúc {when}: {named}."),
}
NOT_DISCLOSED: Final[Mapping[datetime, BroughtBy]] = MappingProxyType({})


def brought_lines(moments: Iterable[Moment], named: Mapping[datetime, BroughtBy]) -> list[str]:
    """Return a sentence for each, in their order; ``named`` is who, by instant, once disclosed.

    Whoever reads the name is given the salt, too, by which it is checked against the evidence.
    """
    return [
        _line(moment, named.get(moment.at))
        for moment in moments
        if moment.words.get("bringer") in _WHO
    ]


def _line(moment: Moment, who: BroughtBy | None) -> str:
    said = str(_WHO[moment.words["bringer"]]).format(
        when=formats.moment(moment.at), named=who.named if who else _("đã che")
    )
    if who is None:
        return said
    return said + " " + _("Mã đối chiếu với hồ sơ chứng cứ: {salt}.").format(salt=who.salt)
