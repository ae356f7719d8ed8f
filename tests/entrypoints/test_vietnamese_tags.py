"""Vietnamese figures and dates in templates."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

AT = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)


def _written(expression: str, **values: object) -> str:
    return engines["django"].from_string("{{ " + expression + " }}").render(values)


@pytest.mark.parametrize(
    ("expression", "value", "written"),
    [
        pytest.param("v|day", date(2026, 3, 5), "05/03/2026", id="day"),
        pytest.param("v|day", AT, "18/11/2026", id="day of an instant"),
        pytest.param(
            "v|day", datetime(2026, 11, 17, 20, tzinfo=UTC), "18/11/2026", id="the local day counts"
        ),
        pytest.param("v|full_day|first_upper", AT, "Thứ Tư 18/11/2026", id="full day"),
        pytest.param("v|hour", AT, "09:10", id="hour"),
        pytest.param("v|moment", AT, "09:10 ngày 18/11/2026", id="moment"),
        pytest.param("v|number", 16729, "16.729", id="number"),
        pytest.param("v|percent", 0.963, "96,3%", id="percent"),
        pytest.param("v|dong", 1250000, "1.250.000\u00a0đồng", id="money"),
        pytest.param("v|personal_id", "079205001234", "079 205 001234", id="personal id"),
        pytest.param("v|file_size", 1258291, "1,2\u00a0MB", id="file size"),
        pytest.param("v|phone_link", "0900 000 003", "tel:0900000003", id="telephone link"),
        pytest.param("v|state_name", 4, "Đang xử lý", id="national state"),
        pytest.param("v|day", None, "", id="an absent value stays absent"),
        pytest.param("v|number", 0, "0", id="nought is a value"),
    ],
)
def test_filters(expression, value, written):
    assert _written(expression, v=value) == written
