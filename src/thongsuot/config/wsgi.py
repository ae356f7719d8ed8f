"""What the web server loads, in each of its processes."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

GARBAGE = 20_000
"""New objects that are looked through for cycles at once; a request makes a few thousand."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.config.settings.production")

application = get_wsgi_application()

for used in ("thongsuot.config.urls", "thongsuot.adapters.signing.local"):
    import_module(used)  # all doors and what signs now, not at the first visitor's cost
gc.freeze()  # what is loaded stays: no collection walks over it again
gc.set_threshold(GARBAGE)
