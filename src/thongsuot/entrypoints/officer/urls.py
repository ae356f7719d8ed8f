"""Addresses of the officers' door; they hold dossier codes and nothing of anybody."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from thongsuot.entrypoints.officer.sentences import DOOR, SENTENCES
from thongsuot.entrypoints.officer.views import (
    custody,
    decision,
    dossier,
    ending,
    entrance,
    handover,
    inbox,
    intake,
    papers,
    supplement,
)
from thongsuot.entrypoints.shared import sentences


class DossierCode(StringConverter):
    """A dossier code: letters, digits, points and hyphens; anything else is no page."""

    regex = "[A-Za-z0-9.-]{1,60}"


register_converter(DossierCode, "dossier")
app_name = "officer"
sentences.register(SENTENCES, DOOR)

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("viec/<slug:name>/", inbox.block, name="block"),
    path("tim/", inbox.search, name="search"),
    path("dang-nhap/", entrance.log_in, name="login"),
    path("dang-xuat/", entrance.log_out, name="logout"),
    path("vi-tri/", entrance.posts, name="posts"),
    path("ho-so/<dossier:code>/", dossier.summary, name="dossier"),
    path("ho-so/<dossier:code>/thanh-phan/", papers.components, name="papers"),
    path("ho-so/<dossier:code>/giay-to/<uuid:paper>/", papers.paper, name="paper"),
    path("ho-so/<dossier:code>/dong-giu/", custody.custody, name="custody"),
    path("ho-so/<dossier:code>/quyet-dinh/", decision.decision, name="decision"),
    path("ho-so/<dossier:code>/hien-day-du/", dossier.disclose, name="disclose"),
    path("ho-so/<dossier:code>/tiep-nhan/", intake.receive, name="receive"),
    path("ho-so/<dossier:code>/tu-choi/", intake.refuse, name="refuse"),
    path("ho-so/<dossier:code>/chuyen/", handover.hand_over, name="hand_over"),
    path("ho-so/<dossier:code>/nhan/", handover.accept, name="accept"),
    path("ho-so/<dossier:code>/tra-lai/", handover.send_back, name="send_back"),
    path("ho-so/<dossier:code>/bo-sung/", supplement.supplement, name="supplement"),
    path("ho-so/<dossier:code>/du-thao/", decision.draft, name="draft"),
    path("ho-so/<dossier:code>/du-thao/xem/", decision.preview, name="preview"),
    path("ho-so/<dossier:code>/ky/", decision.sign, name="sign"),
    path("ho-so/<dossier:code>/phat-hanh/", decision.issue, name="issue"),
    path("ho-so/<dossier:code>/tra-ket-qua/", ending.return_result, name="return_result"),
    path("ho-so/<dossier:code>/dung/", ending.stop, name="stop"),
]
