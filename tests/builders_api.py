"""Programs at the machine doors: an entry as they send it."""

import json

from tests.builders import BIRTH

ENTRY = {
    "procedure": BIRTH,
    "agency": "H99.31.01",
    "channel": "direct",
    "applicant": {"full_name": "Nguyễn Thị Ví Dụ", "personal_id": "999190000017"},
}


def post(client, address, body, key="entry-00001"):
    """Send it under a key of its own."""
    return client.post(
        address, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )
