"""Addresses of the officers' door; they hold dossier codes and nothing of anybody."""

from django.urls import path

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

app_name = "officer"
sentences.register(SENTENCES, DOOR)

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("viec/<slug:name>/", inbox.block, name="block"),
    path("tim/", inbox.search, name="search"),
    path("dang-nhap/", entrance.log_in, name="login"),
    path("dang-xuat/", entrance.log_out, name="logout"),
    path("vi-tri/", entrance.posts, name="posts"),
    path("ho-so/<str:code>/", dossier.summary, name="dossier"),
    path("ho-so/<str:code>/thanh-phan/", papers.components, name="papers"),
    path("ho-so/<str:code>/giay-to/<uuid:paper>/", papers.paper, name="paper"),
    path("ho-so/<str:code>/dong-giu/", custody.custody, name="custody"),
    path("ho-so/<str:code>/quyet-dinh/", decision.decision, name="decision"),
    path("ho-so/<str:code>/hien-day-du/", dossier.disclose, name="disclose"),
    path("ho-so/<str:code>/tiep-nhan/", intake.receive, name="receive"),
    path("ho-so/<str:code>/tu-choi/", intake.refuse, name="refuse"),
    path("ho-so/<str:code>/chuyen/", handover.hand_over, name="hand_over"),
    path("ho-so/<str:code>/nhan/", handover.accept, name="accept"),
    path("ho-so/<str:code>/tra-lai/", handover.send_back, name="send_back"),
    path("ho-so/<str:code>/bo-sung/", supplement.supplement, name="supplement"),
    path("ho-so/<str:code>/du-thao/", decision.draft, name="draft"),
    path("ho-so/<str:code>/du-thao/xem/", decision.preview, name="preview"),
    path("ho-so/<str:code>/ky/", decision.sign, name="sign"),
    path("ho-so/<str:code>/phat-hanh/", decision.issue, name="issue"),
    path("ho-so/<str:code>/tra-ket-qua/", ending.return_result, name="return_result"),
    path("ho-so/<str:code>/dung/", ending.stop, name="stop"),
]
