"""Addresses of the machine doors."""

from django.urls import path

from thongsuot.entrypoints.api.confirming import confirm
from thongsuot.entrypoints.api.views import api

urlpatterns = [
    path("thanh-toan/xac-nhan", confirm, name="payment-confirmation"),
    path("", api.urls),
]
