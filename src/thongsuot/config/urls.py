"""Root addresses: one prefix per door."""

from django.urls import include, path

urlpatterns = [
    path("can-bo/", include("thongsuot.entrypoints.officer.urls")),
    path("api/", include("thongsuot.entrypoints.api.urls")),
    path("", include("thongsuot.entrypoints.citizen.urls")),
]
handler400 = "thongsuot.entrypoints.shared.errors.bad_request"
handler403 = "thongsuot.entrypoints.shared.errors.forbidden"
handler404 = "thongsuot.entrypoints.shared.errors.not_found"
handler500 = "thongsuot.entrypoints.shared.errors.server_error"
