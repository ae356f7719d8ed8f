"""Addresses of the citizen's door; none of them carries a secret or a person's data."""

from django.urls import path

from thongsuot.entrypoints.citizen import views
from thongsuot.entrypoints.shared import addresses  # noqa: F401 - registers <code:…>

app_name = "citizen"
urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu", views.figures, name="figures"),
    path("so-lieu/trach-nhiem", views.accountability, name="accountability"),
    path(
        "so-lieu/trach-nhiem/<slug:table>.csv", views.accountability_csv, name="accountability-csv"
    ),
    path("thu-tuc", views.search, name="search"),
    path("viec-trong-doi/<slug:slug>", views.life_event, name="life-event"),
    path("thu-tuc/<code:code>", views.procedure, name="procedure"),
    path("thu-tuc/<code:code>/giay-to", views.paper_list, name="paper-list"),
    path("thu-tuc/<code:code>/noi-nhan", views.places, name="places"),
    path("thu-tuc/<code:code>/nop", views.apply, name="apply"),
    path("nop/<uuid:draft_id>", views.resume, name="resume"),
    path("nop/<uuid:draft_id>/noi-nop", views.desk, name="desk"),
    path("nop/<uuid:draft_id>/giay-to", views.papers, name="papers"),
    path("nop/<uuid:draft_id>/giay-to/<uuid:paper_id>", views.draft_paper, name="draft-paper"),
    path("nop/<uuid:draft_id>/kiem-tra", views.check, name="check"),
    path("nop/<uuid:draft_id>/<slug:slug>", views.topic, name="topic"),
    path("so-ghi", views.log, name="log"),
    path("so-ghi/checkpoint", views.checkpoint, name="checkpoint"),
    path("so-ghi/checkpoint/<int:size>", views.checkpoint_at, name="checkpoint-at"),
    path("so-ghi/tang-them/<int:old>/<int:new>", views.growth, name="growth"),
    path("so-ghi/khoa", views.log_keys, name="log-keys"),
    path("so-ghi/<slug:name>.py", views.tool, name="log-tool"),
    path("so-ghi/tile/<int:level>/<path:place>", views.tile, name="tile"),
    path("tra-cuu", views.track, name="track"),
    path("tra-cuu/<code:code>/", views.look, name="look"),
    path("h/<code:code>", views.look, name="look-short"),
    path("ho-so/<code:code>", views.dossier, name="dossier"),
    path("ho-so/<code:code>/da-gui", views.confirmation, name="confirmation"),
    path("ho-so/<code:code>/bo-sung", views.supplement, name="supplement"),
    path("ho-so/<code:code>/nop-lai", views.again, name="again"),
    path("ho-so/<code:code>/nhan-tin", views.contact, name="contact"),
    path("ho-so/<code:code>/khong-dong-y", views.object_to_request, name="object"),
    path("ho-so/<code:code>/rut", views.withdraw, name="withdraw"),
    path("ho-so/<code:code>/chung-cu", views.proofs, name="proofs"),
    path("ho-so/<code:code>/ket-qua", views.result, name="result"),
    path("ho-so/<code:code>/giay-to/<uuid:paper_id>", views.paper, name="paper"),
    path("ho-so/<code:code>/phi", views.fees, name="fees"),
    path("ho-so/<code:code>/phi/nop", views.pay, name="pay"),
    path("ho-so/<code:code>/phi/da-chuyen", views.claim_transfer, name="claim-transfer"),
    path("ho-so/<code:code>/phi/hoi-lai", views.ask_again, name="ask-payment"),
    path("ho-so/<code:code>/phi/<slug:reference>.pdf", views.platform_bill, name="platform-bill"),
    path("ho-so/<code:code>/bien-lai/<int:receipt_id>", views.fee_receipt, name="fee-receipt"),
    path("ho-so/<code:code>/hoan-tra/<int:refund_id>", views.refund_slip, name="refund-slip"),
    path("thanh-toan/ve", views.paid_back, name="paid-back"),
    path("bien-lai", views.check_receipt, name="check-receipt"),
    path("bien-lai/<slug:check_code>", views.check_receipt, name="check-receipt-of"),
    path("ho-so-cua-toi", views.mine, name="mine"),
    path("roi-may", views.leave, name="leave"),
]
