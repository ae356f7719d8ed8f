"""What tests of the catalogue share: rows, and questions as citizens ask them."""

import json
from datetime import UTC, date, datetime
from functools import cache

from thongsuot.domains.catalogue import reading, services, shipped
from thongsuot.domains.catalogue.rules.records import read_record
from thongsuot.domains.catalogue.rules.search import Entry, SearchIndex
from thongsuot.domains.catalogue.terms import Origin, SourceRow
from thongsuot.domains.ledger.terms import Actor

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 3, 2)
SYSTEM = Actor.system()


def method(**changed):
    """Return one published line of "cách thức thực hiện"."""
    line = {
        "channel": "Trực tiếp", "limit": 7.0, "unit": "Ngày làm việc",
        "fee_text": "20,000 Việt Nam Đồng", "fee_amount": 20000, "note": "",
    }  # fmt: skip
    return line | changed


def component(name="Tờ khai", **changed):
    """Return one published line of "thành phần hồ sơ"."""
    return {
        "group": "",
        "name": name,
        "originals": 1,
        "copies": 0,
        "has_form_file": False,
    } | changed


def values(**changed):
    """Return a whole published procedure as the national crawl has it."""
    whole = {
        "code": "1.900001", "name": "Đăng ký thử nghiệm", "ministry_group": "bo-tu-phap",
        "decision": "1/QĐ-BTP", "levels": ["Cấp xã"], "kind": "Loại khác", "field": "Hộ tịch",
        "applicants": "Công dân Việt Nam", "competent_authority": None,
        "executing_agency": "Ủy ban nhân dân cấp xã", "delegated_agency": None,
        "coordinating_agency": None, "receiving_address": None, "steps": "Bước 1.\nBước 2.",
        "methods": [method()], "components": [component()], "legal_bases": ["60/2014/QH13"],
        "results": [{"name": "Giấy thử", "code": None}], "conditions": None, "source": {},
    }  # fmt: skip
    return whole | changed


def row(number=1, origin=Origin.RECORD, **changed):
    """Return a row of a file that holds such a procedure."""
    return SourceRow(number, values(**changed), origin)


def list_row(number=3, **changed):
    """Return a row of a national list."""
    listed = {"code": "1.900001", "name": "Đăng ký thử nghiệm", "ministry_group": "Bộ Tư pháp",
              "executing_agency": "Ủy ban nhân dân cấp xã", "field": "Hộ tịch"}  # fmt: skip
    return SourceRow(number, listed | changed, Origin.LIST)


def take_over(*rows, at=AT, on=None, by=SYSTEM, dry_run=False):
    """Import rows and return the report."""
    return services.import_records(rows=rows, by=by, at=at, on=on, dry_run=dry_run)


def load_sample(*, at=AT, by=SYSTEM):
    """Import the sample catalogue and settle its unclear limits."""
    services.import_records(rows=reading.read_jsonl(shipped.SAMPLE_PROCEDURES), by=by, at=at)
    settlements = reading.read_settlements(shipped.SAMPLE_SETTLEMENTS)
    return services.apply_settlements(settlements=settlements, by=by, at=at)


QUESTIONS = [
    ("làm giấy khai sinh", "1.001193"),
    ("lam giay khai sinh", "1.001193"),
    ("khai sinh cho con", "1.001193"),
    ("toi muon lam khai sinh cho be moi sinh", "1.001193"),
    ("khaisinh", "1.001193"),
    ("giấy khai sih", "1.001193"),
    ("đăng kí khai sinh", "1.001193"),
    ("xin lại bản sao giấy khai sinh", "2.000635"),
    ("trich luc khai sinh", "2.000635"),
    ("sổ đỏ", "1.013978"),
    ("làm sổ đỏ lần đầu", "1.013978"),
    ("đổi sổ đỏ", "1.012783"),
    ("so do bi mat", "1.012786"),
    ("tách thửa đất cho con", "1.012784"),
    ("sang ten so do", "1.013831"),
    ("tranh chấp đất với hàng xóm", "1.012812"),
    ("xin phép xây nhà", "1.013225"),
    ("đổi bằng lái xe", "3.000347"),
    ("bang lai het han", "3.000347"),
    ("mất bằng lái", "3.000348"),
    ("thi bằng lái xe máy", "3.000346"),
    ("bằng lái quốc tế", "3.000353"),
    ("sang tên xe máy", "1.013076"),
    ("làm biển số xe", "1.013067"),
    ("mở quán cà phê", "1.001612"),
    ("giay phep kinh doanh", "1.001612"),
    ("mở hộ kinh doanh", "1.001612"),
    ("tạm nghỉ bán hàng", "1.001570"),
    ("đóng cửa hàng", "1.001266"),
    ("giấy đăng ký kết hôn", "1.000894"),
    ("cưới cần giấy tờ gì", "1.000894"),
    ("lấy chồng nước ngoài", "2.000806"),
    ("giấy xác nhận độc thân", "1.004873"),
    ("giay chung tu cho bo", "1.000656"),
    ("nhập hộ khẩu cho vợ", "1.004222"),
    ("tach khau", "1.010038"),
    ("đăng ký tạm trú cho người ở trọ", "1.004194"),
    ("khách ngủ lại", "2.001159"),
    ("làm cccd", "1.014061"),
    ("can cuoc cho con nho", "1.014062"),
    ("mất căn cước công dân", "1.014064"),
    ("căn cước hết hạn", "1.014063"),
    ("vneid muc 2", "3.000228"),
    ("sao y bản chính", "2.000815"),
    ("công chứng học bạ", "2.000815"),
    ("chung thuc so yeu ly lich", "2.000884"),
    ("làm di chúc", "2.001019"),
    ("lý lịch tư pháp", "3.000333"),
    ("giấy xác nhận không tiền án tiền sự", "3.000333"),
    ("làm hộ chiếu", "1.001456"),
    ("lam passport", "1.001456"),
    ("tiền thai sản", "2.000693"),
    ("rút bảo hiểm xã hội một lần", "1.001613"),
    ("mua bảo hiểm y tế hộ gia đình", "1.001939"),
    ("mai táng phí", "2.000821"),
    ("nhận con nuôi", "2.001263"),
    ("đổi tên cho con", "1.004859"),
    ("sai ngày sinh trên giấy khai sinh", "1.004859"),
    ("xin sổ hộ nghèo", "1.011607"),
    ("nghĩa vụ quân sự", "1.013133"),
    ("luật sư miễn phí", "2.000829"),
    ("phòng cháy chữa cháy", "3.000489"),
]
"""What citizens ask, and the procedure they mean."""


LATER_QUESTIONS = [
    ("con tôi mới đẻ cần làm giấy gì", "1.001193"),
    ("bà tôi vừa qua đời thì làm thủ tục gì", "1.000656"),
    ("muốn cưới vợ người Lào", "2.000806"),
    ("chuyển khẩu về nhà chồng", "1.004222"),
    ("sinh viên ở ký túc xá đăng ký gì", "1.004194"),
    ("xin dấu xác nhận chữ ký", "2.000884"),
    ("photo công chứng bằng tốt nghiệp", "2.000815"),
    ("mua lại xe máy cũ của người quen", "1.013076"),
    ("xe mới mua chưa có biển số", "1.013067"),
    ("bằng lái bị mất phải làm sao", "3.000348"),
    ("nghi sinh duoc huong bao nhieu", "2.000693"),
    ("muốn mở tiệm tạp hóa nhỏ", "1.001612"),
    ("dừng kinh doanh một thời gian", "1.001570"),
    ("xây nhà cấp 4 có phải xin phép", "1.013225"),
    ("bố mẹ cho đất muốn sang tên", "1.013831"),
    ("hàng xóm lấn chiếm đất", "1.012812"),
    ("lập di chúc cho con cháu", "2.001019"),
    ("đi xuất khẩu lao động cần hộ chiếu", "1.001456"),
    ("xác nhận chưa kết hôn lần nào", "1.004873"),
    ("sửa sai họ tên trong giấy khai sinh", "1.004859"),
    ("thẻ cccd sắp hết hạn", "1.014063"),
    ("xin nuôi trẻ bị bỏ rơi", "2.001263"),
    ("gia đình khó khăn xin hộ nghèo", "1.011607"),
    ("17 tuổi đăng ký nghĩa vụ", "1.013133"),
    ("ho chieu bi mat lam lai o dau", "1.001456"),
    ("nghỉ việc muốn lấy tiền bảo hiểm", "1.001613"),
    ("chồng tôi nghỉ ốm", "1.001667"),
    ("ghi tên cha vào giấy khai sinh", "1.001022"),
]
"""Written after the word lists, which were not made for them."""


def asked_well(search, questions=QUESTIONS, within=3):
    """Return the share of questions answered within the first few, and those that were not."""
    missed = [
        (question, code, [hit.code for hit in search(question, within)])
        for question, code in questions
        if code not in [hit.code for hit in search(question, within)]
    ]
    return 1 - len(missed) / len(questions), missed


@cache
def sample_index():
    """Return the search over the procedures that ship with the product."""
    return SearchIndex(_sample_entries(), shipped.plain_words())


def _sample_entries():
    for line in shipped.SAMPLE_PROCEDURES.read_text().splitlines():
        record, _ = read_record(SourceRow(1, json.loads(line)), shipped.reference())
        levels = ("commune",) if "Cấp xã" in record.levels else ("province",)
        yield Entry(record.code, record.name, record.field or "", levels)
