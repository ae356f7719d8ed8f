"""Where an installation is reached, and what bears that address."""

import os
import subprocess
import sys

import pytest

NAMED = """
from thongsuot.config.manage import ThisInstallation
here = ThisInstallation()
here.enter(sample_data=True, quiet=True)
here.be_reached_at("http://127.0.0.1:8090")
from django.conf import settings
reached = here.for_children(public_url=settings.PUBLIC_URL)["THONGSUOT_PUBLIC_URL"]
print(settings.LOG_KEYS[-1][0], reached)
"""


@pytest.mark.slow  # a command of its own, from the start
def test_the_public_log_bears_the_address_that_the_sample_is_served_at(tmp_path):
    no_server = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    here = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-c", NAMED], env=here | no_server | {"THONGSUOT_HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "127.0.0.1:8090/so-ghi http://127.0.0.1:8090\n"
