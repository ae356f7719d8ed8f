"""Addresses of the officers' door; they hold dossier codes and nothing of anybody."""

from django.urls import path

from thongsuot.entrypoints.officer.figure_sentences import FIGURES
from thongsuot.entrypoints.officer.sentences import DOOR, SENTENCES
from thongsuot.entrypoints.officer.views import (
    custody,
    decision,
    disputes,
    dossier,
    ending,
    entrance,
    evidence,
    figures,
    handover,
    inbox,
    intake,
    obligation,
    opinions,
    papers,
    statement,
    supplement,
)
from thongsuot.entrypoints.shared import addresses, sentences  # noqa: F401 - registers <code:…>

app_name = "officer"
sentences.register({**SENTENCES, **FIGURES}, DOOR)

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("viec/<slug:name>/", inbox.block, name="block"),
    path("tim/", inbox.search, name="search"),
    path("dang-nhap/", entrance.log_in, name="login"),
    path("dang-xuat/", entrance.log_out, name="logout"),
    path("vi-tri/", entrance.posts, name="posts"),
    path("so-lieu/", figures.figures, name="figures"),
    path("so-lieu/cua-toi/", statement.statement, name="statement"),
    path("so-lieu/cua-toi/ban-ke.<slug:kind>", statement.statement_file, name="statement_file"),
    path("so-lieu/cua-toi/<code:code>/", statement.explain, name="explain"),
    path("so-lieu/can-bo/<int:officer>/", statement.of_officer, name="of_officer"),
    path(
        "so-lieu/can-bo/<int:officer>/ban-ke.<slug:kind>",
        statement.file_of_officer,
        name="file_of_officer",
    ),
    path("so-lieu/toan-tinh/", figures.whole, name="whole_figures"),
    path("so-lieu/toan-tinh/qua-hen/", figures.whole_late, name="whole_late"),
    path("so-lieu/toan-tinh/<slug:table>.csv", figures.whole_csv, name="whole_csv"),
    path("so-lieu/co-quan/<code:code>/", figures.agency, name="agency_figures"),
    path("so-lieu/co-quan/<code:code>/qua-hen/", figures.agency_late, name="agency_late"),
    path("so-lieu/co-quan/<code:code>/<slug:table>.csv", figures.agency_csv, name="agency_csv"),
    path("ho-so/<code:code>/", dossier.summary, name="dossier"),
    path("ho-so/<code:code>/thanh-phan/", papers.components, name="papers"),
    path("ho-so/<code:code>/giay-to/<uuid:paper>/", papers.paper, name="paper"),
    path("ho-so/<code:code>/dong-giu/", custody.custody, name="custody"),
    path("ho-so/<code:code>/chung-cu/", evidence.evidence, name="evidence"),
    path("ho-so/<code:code>/quyet-dinh/", decision.decision, name="decision"),
    path("ho-so/<code:code>/hien-day-du/", dossier.disclose, name="disclose"),
    path("ho-so/<code:code>/tiep-nhan/", intake.receive, name="receive"),
    path("ho-so/<code:code>/tu-choi/", intake.refuse, name="refuse"),
    path("ho-so/<code:code>/chuyen/", handover.hand_over, name="hand_over"),
    path("ho-so/<code:code>/hoi-y-kien/", opinions.ask, name="ask"),
    path("ho-so/<code:code>/cho-y-kien/", opinions.opine, name="opine"),
    path("ho-so/<code:code>/thu-hoi-cau-hoi/", opinions.recall, name="recall_opinion"),
    path("ho-so/<code:code>/phan-dinh/", disputes.decide, name="decide"),
    path("ho-so/<code:code>/nhan/", handover.accept, name="accept"),
    path("ho-so/<code:code>/thu-hoi/", handover.recall, name="recall"),
    path("ho-so/<code:code>/tra-lai/", handover.send_back, name="send_back"),
    path("ho-so/<code:code>/bo-sung/", supplement.supplement, name="supplement"),
    path("ho-so/<code:code>/nghia-vu/", obligation.request_payment, name="request_payment"),
    path("ho-so/<code:code>/da-nop/", obligation.confirm_payment, name="confirm_payment"),
    path("ho-so/<code:code>/du-thao/", decision.draft, name="draft"),
    path("ho-so/<code:code>/du-thao/xem/", decision.preview, name="preview"),
    path("ho-so/<code:code>/ky/", decision.sign, name="sign"),
    path("ho-so/<code:code>/phat-hanh/", decision.issue, name="issue"),
    path("ho-so/<code:code>/tra-ket-qua/", ending.return_result, name="return_result"),
    path("ho-so/<code:code>/dung/", ending.stop, name="stop"),
]
