"""Where a visitor comes from, as the number of proxies allows us to believe it."""

import pytest
from django.test import RequestFactory

from thongsuot.entrypoints.shared.origins import client_address, client_network, is_known

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "heard", "address"),
    [
        pytest.param(0, None, PROXY, id="nobody stands between"),
        pytest.param(0, "203.0.113.9", PROXY, id="a visitor cannot choose an address"),
        pytest.param(1, "203.0.113.9", "203.0.113.9", id="the proxy says whom it heard"),
        pytest.param(1, "192.0.2.7, 203.0.113.9", "203.0.113.9", id="the rest is invented"),
        pytest.param(2, "192.0.2.7, 203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies"),
        pytest.param(2, "203.0.113.9", PROXY, id="fewer proxies than there should be"),
        pytest.param(1, None, PROXY, id="past the proxy"),
        pytest.param(1, "2001:DB8::0:1", "2001:db8::1", id="one way of writing"),
        pytest.param(1, "unknown", PROXY, id="no address"),
        pytest.param(1, "", PROXY, id="nothing"),
    ],
)
def test_the_address_is_the_one_our_proxies_vouch_for(settings, proxies, heard, address):
    settings.PROXIES = proxies
    more = {} if heard is None else {"HTTP_X_FORWARDED_FOR": heard}
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, **more)
    assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        pytest.param("203.0.113.9", "203.0.113.9", id="an address of old stands for itself"),
        pytest.param(
            "2001:db8:1:2:3::4", "2001:db8:1:2::/64", id="a line chooses its last 64 bits"
        ),
        pytest.param("::ffff:203.0.113.9", "203.0.113.9", id="an address of old in new clothes"),
        pytest.param("", "", id="a local socket has none"),
    ],
)
def test_a_visitor_is_counted_by_what_he_cannot_change(settings, address, network):
    settings.PROXIES = 0
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("proxies", "address", "known"),
    [
        pytest.param(0, PROXY, False, id="a proxy that nobody named, or a neighbour"),
        pytest.param(0, "", False, id="a local socket"),
        pytest.param(0, "8.8.8.8", True, id="a public address is a visitor's"),
        pytest.param(1, PROXY, True, id="our proxies are named"),
    ],
)
def test_whose_address_it_is_is_known_only_where_proxies_are_named(
    settings, proxies, address, known
):
    settings.PROXIES = proxies
    assert is_known(RequestFactory().get("/", REMOTE_ADDR=address)) is known
