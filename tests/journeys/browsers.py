"""The windows that the browsers of the journeys show, and how long they wait."""

PATIENCE_MS = 30_000
"""A page answers far sooner; a machine that does much else beside needs the rest."""
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
}
DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}
