"""Photographs of papers that do not exist: typeset, tilted, marked "MẪU", saved as JPEG."""

import io
import json
from functools import cache
from random import Random

import typst
from PIL import Image

TILT_DEGREES = 3.0
QUALITY = 70
DOTS_PER_INCH = 60
DESK = (88, 74, 60)
SMOOTH = Image.Resampling.BICUBIC
PAGE = b"""
#let words = json(bytes(sys.inputs.words))
#set page(width: 148mm, height: 210mm, margin: 18mm)
#set text(size: 13pt)
#set place(center + horizon)
#place(rotate(-35deg, text(size: 90pt, fill: luma(215), weight: "bold", words.mark)))
#align(center, text(size: 18pt, weight: "bold", upper(words.title)))
#v(8mm)
#words.text
#v(1fr)
#align(center, text(fill: rgb("#b3261e"), weight: "bold", words.foot))
"""


@cache
def photograph(title: str, variant: int) -> bytes:
    """Return a small JPEG that shows an invented paper; the same for the same words."""
    words = {
        "mark": "MẪU",
        "title": title,
        "text": f"Giấy tờ không có thật, bản số {variant}, dùng để thử phần mềm.",
        "foot": "DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ",
    }
    png = typst.compile(
        PAGE,
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"words": json.dumps(words)},
        ignore_system_fonts=True,
    )
    with Image.open(io.BytesIO(bytes(png))) as page:
        tilt = Random(f"{title}/{variant}").uniform(-TILT_DEGREES, TILT_DEGREES)  # noqa: S311 - looks
        shot = page.convert("RGB").rotate(tilt, SMOOTH, True, fillcolor=DESK)
    taken = io.BytesIO()
    shot.save(taken, "JPEG", quality=QUALITY)
    return taken.getvalue()
