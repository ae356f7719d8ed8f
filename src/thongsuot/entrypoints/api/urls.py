"""Addresses of the machine doors."""

from django.urls import path

from thongsuot.entrypoints.api.confirming import confirm
from thongsuot.entrypoints.api.reporting import sms, zalo
from thongsuot.entrypoints.api.views import api

urlpatterns = [
    path("thanh-toan/xac-nhan", confirm, name="payment-confirmation"),
    path("tin-nhan/sms", sms, name="sms-report"),
    path("tin-nhan/zalo", zalo, name="zalo-report"),
    path("", api.urls),
]
