"""Put invented years into the calendar of an installation under test (``python`` runs this).

What the clock of the machine says must not decide whether a test passes.
"""

import sys

if __name__ == "__main__":
    import django

    django.setup()

    from thongsuot.entrypoints.cli.demo.coming_years import publish_invented
    from thongsuot.kernel.clock import utc_now

    publish_invented(utc_now())
    sys.exit(0)
