"""Photographs as telephones take them: many pixels, noise, turned by a tag instead of by pixels."""

import io

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter

SENSOR = (1600, 1200)
"""Pixels of the sensor, which lies on its side when the telephone is held upright."""
TURNED_RIGHT = 6
"""EXIF orientation: to be seen upright, the picture is turned a quarter to the right."""
ORIENTATION, MAKE, MODEL, TAKEN_AT = 0x0112, 0x010F, 0x0110, 0x0132
PAPER, TABLE, INK = (236, 232, 220), (92, 78, 66), (40, 44, 60)


def upright_paper(words: str) -> Image.Image:
    """Return an invented paper on a table, as the eye sees it: higher than wide."""
    width, height = SENSOR[1], SENSOR[0]
    seen = Image.new("RGB", (width, height), TABLE)
    draw = ImageDraw.Draw(seen)
    draw.rectangle((120, 150, width - 130, height - 160), fill=PAPER)
    draw.text((240, 260), words, fill=INK, font_size=64)
    for line in range(26):
        end = width - 260 - (line * 97) % 300
        draw.line((240, 460 + line * 52, end, 460 + line * 52), fill=INK, width=9)
    noise = Image.effect_noise(seen.size, 38).convert("RGB")
    return Image.blend(seen.filter(ImageFilter.GaussianBlur(1.2)), noise, 0.12)


def jpeg_held_upright(words: str) -> bytes:
    """Return a JPEG whose pixels lie on their side and whose tag says how to turn them."""
    tags = Image.Exif()
    tags[ORIENTATION], tags[MAKE], tags[MODEL] = TURNED_RIGHT, "Mẫu", "Điện thoại mẫu"
    tags[TAKEN_AT] = "2026:03:02 08:15:00"
    on_its_side = upright_paper(words).transpose(Image.Transpose.ROTATE_90)
    taken = io.BytesIO()
    on_its_side.save(taken, "JPEG", quality=88, exif=tags)
    return taken.getvalue()


def heic(words: str) -> bytes:
    """Return a HEIC, the format in which many telephones keep their photographs."""
    taken = io.BytesIO()
    pillow_heif.from_pillow(upright_paper(words)).save(taken, quality=70)
    return taken.getvalue()
