"""Log-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.forms import Form


class LogInForm(Form):
    """Account and password; password managers and pasting are welcome."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
