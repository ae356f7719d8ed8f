"""Addresses of the machine doors."""

from django.urls import path

from thongsuot.entrypoints.api.views import api

urlpatterns = [path("", api.urls)]
