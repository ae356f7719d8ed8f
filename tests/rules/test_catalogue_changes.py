"""What changed between two versions of a procedure is told by paper, by channel, by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders_catalogue import component, method, row

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules import differences
from thongsuot.domains.catalogue.rules.contents import content_of
from thongsuot.domains.catalogue.rules.records import read_record
from thongsuot.domains.catalogue.terms import Difference

ONLINE = method(channel="Trực tuyến", limit=5.0, fee_text="Miễn phí", fee_amount=0)


def content(**changed):
    return content_of(read_record(row(**changed), shipped.reference())[0])


@pytest.mark.parametrize(("before", "after", "told"), [
    pytest.param({}, {}, [], id="nothing changed"),
    pytest.param({}, {"name": "Tên mới"},
                 [Difference("name", "Đăng ký thử nghiệm", "Tên mới")], id="a field"),
    pytest.param({}, {"legal_bases": ["60/2014/QH13", "1/2026/NĐ-CP"]},
                 [Difference("legal_bases", None, "1/2026/NĐ-CP")], id="a legal basis came"),
    pytest.param({}, {"methods": [method(limit=5.0)]},
                 [Difference("methods.limit", "7 Ngày làm việc", "5 Ngày làm việc", "Trực tiếp")],
                 id="a limit"),
    pytest.param({}, {"methods": [method(fee_text="30,000 Việt Nam Đồng", fee_amount=30000)]},
                 [Difference("methods.fee", "20,000 Việt Nam Đồng", "30,000 Việt Nam Đồng",
                             "Trực tiếp")], id="a fee, once and not as its amount too"),
    pytest.param({}, {"methods": [method(fee_amount=30000)]},
                 [Difference("methods.fee_amount", "20000", "30000", "Trực tiếp")],
                 id="only the amount that the publisher computed"),
    pytest.param({}, {"methods": [method(), ONLINE]},
                 [Difference("methods", None, "Trực tuyến", "Trực tuyến"),
                  Difference("methods.limit", None, "5 Ngày làm việc", "Trực tuyến"),
                  Difference("methods.fee", None, "Miễn phí", "Trực tuyến")],
                 id="a channel came with its limit and fee"),
    pytest.param({"methods": [method(), method(limit=9.0)]}, {},
                 [Difference("methods.limit", "7 Ngày làm việc | 9 Ngày làm việc",
                             "7 Ngày làm việc", "Trực tiếp")],
                 id="one of several cases of a channel went"),
    pytest.param({}, {"components": [component(copies=2)]},
                 [Difference("components.copies", 0, 2, "Tờ khai")], id="one more copy of a paper"),
    pytest.param({"components": [component(code="to-khai")]},
                 {"components": [component("Tờ khai mới", code="to-khai")]},
                 [Difference("components.name", "Tờ khai", "Tờ khai mới", "Tờ khai mới")],
                 id="a paper known by its code has another name"),
    pytest.param({"components": [component(), component("Đơn")]},
                 {"components": [component("Đơn"), component()]},
                 [Difference("components.order", ["Tờ khai", "Đơn"], ["Đơn", "Tờ khai"])],
                 id="papers that only changed places"),
])  # fmt: skip
def test_what_changed_is_told_once_with_both_sides(before, after, told):
    assert differences(content(**before), content(**after)) == told


def test_papers_that_went_and_came_are_told_by_their_names():
    found = differences(content(), content(components=[component("Đơn")]))
    assert [(one.of, one.before is None) for one in found] == [("Tờ khai", False), ("Đơn", True)]


papers = st.builds(component, st.sampled_from("ABC"), originals=st.integers(0, 2))
methods = st.builds(
    method, channel=st.sampled_from(["Trực tiếp", "Trực tuyến"]),
    limit=st.sampled_from([1.0, 2.0]), fee_amount=st.sampled_from([0, 1000]),
)  # fmt: skip
contents = st.builds(
    content,
    name=st.sampled_from(["Một", "Hai"]),
    components=st.lists(papers, max_size=3),
    methods=st.lists(methods, max_size=3),
)


@given(contents, contents)
def test_something_is_told_of_two_versions_if_and_only_if_they_differ(before, after):
    found = differences(before, after)
    assert bool(found) == (before != after)
    assert all(one.before != one.after for one in found)
