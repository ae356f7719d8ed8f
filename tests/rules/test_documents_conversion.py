"""From what came in to the PDF that is read: pictures upright, PDFs unarmed, bad files refused."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.builders_documents import (
    ACTIVE,
    SHOT_AT,
    TURNED_RIGHT,
    pdf_of,
    photo,
    picture,
    pixel_bomb,
)

from thongsuot.domains.documents import conversion, disarming, rules
from thongsuot.domains.documents.terms import (
    FileLocked,
    FileNeedsItsProgram,
    FileUnreadable,
    MediaType,
    PictureTooLarge,
    TooManyPages,
)

KINDS = {
    "JPEG": MediaType.JPEG,
    "PNG": MediaType.PNG,
    "HEIF": MediaType.HEIC,
    "WEBP": MediaType.WEBP,
}


def page_of(pdf: bytes) -> tuple[Image.Image, list[float]]:
    """Return the picture on the only page, and the page's size in points."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        (image,) = page.get("/Resources").XObject.values()
        return pikepdf.PdfImage(image).as_pil_image(), [float(side) for side in page.mediabox[2:]]


def is_red(picture: Image.Image, across: float, along: float) -> bool:
    """Whether the point at these shares of width and height is red."""
    point = (int(picture.width * across), int(picture.height * along))
    red, green, _blue = picture.convert("RGB").getpixel(point)
    return red > 150 and green < 100


@pytest.mark.parametrize(("kind", "media_type"), KINDS.items())
def test_a_picture_becomes_one_page_of_a4(kind, media_type):
    made = conversion.make_readable(photo(kind), media_type)
    shown, page = page_of(made.pdf)
    assert made.pages == 1
    assert page == pytest.approx([595.276, 841.89], abs=0.01)
    assert is_red(shown, 0.2, 0.2)
    assert not is_red(shown, 0.8, 0.8)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_turned_once_as_the_telephone_was_held(kind):
    made = conversion.make_readable(photo(kind, orientation=TURNED_RIGHT), KINDS[kind])
    shown, page = page_of(made.pdf)
    assert shown.width > shown.height
    assert page[0] > page[1], "a picture across gives a page across"
    assert is_red(shown, 0.8, 0.2), "upper left has become upper right"


@pytest.mark.parametrize(("kind", "media_type"), KINDS.items())
def test_where_a_picture_was_taken_does_not_reach_the_pdf(kind, media_type):
    content = photo(kind)
    assert SHOT_AT.encode() in content
    pdf = conversion.make_readable(content, media_type).pdf
    assert SHOT_AT.encode() not in pdf
    assert b"Exif" not in pdf


def test_a_fine_picture_is_brought_to_the_sharpness_of_the_page():
    content = photo(of=picture(4032, 3024))
    shown, _page = page_of(conversion.make_readable(content, MediaType.JPEG).pdf)
    assert shown.size == (2079, 1559)


def test_a_small_picture_is_not_blown_up():
    shown, _page = page_of(
        conversion.make_readable(photo(of=picture(200, 300)), MediaType.JPEG).pdf
    )
    assert shown.size == (200, 300)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_colour_mode_are_shown(mode):
    grey = Image.new("RGB", (60, 80), (128, 128, 128))
    sent = Image.new("I;16", (60, 80), 128 * 256) if mode == "I;16" else grey.convert(mode)
    sent = grey.quantize(4) if mode == "P" else sent
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    sent.save(out, kind)
    shown, _page = page_of(conversion.make_readable(out.getvalue(), KINDS[kind]).pdf)
    level = shown.convert("L").getpixel((30, 40))
    assert level == pytest.approx(128, abs=8)


def test_what_was_transparent_is_white_paper():
    clear = Image.new("RGBA", (60, 80), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    shown, _page = page_of(conversion.make_readable(out.getvalue(), MediaType.PNG).pdf)
    assert shown.convert("L").getpixel((30, 40)) > 250


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
@pytest.mark.parametrize(("kind", "media_type"), KINDS.items())
def test_a_picture_that_was_cut_off_is_refused(kind, media_type, share):
    noise = Image.effect_noise((300, 400), 80).convert("RGB")
    content = photo(kind, of=noise)
    with pytest.raises(FileUnreadable):
        conversion.make_readable(content[: int(len(content) * share)], media_type)


def test_a_pixel_bomb_is_refused_before_it_unfolds():
    with pytest.raises(PictureTooLarge) as refused:
        conversion.make_readable(pixel_bomb(), MediaType.PNG)
    assert refused.value.facts == {"max_megapixels": 110}


def test_the_same_picture_gives_the_same_bytes():
    content = photo()
    first, second = (conversion.make_readable(content, MediaType.JPEG).pdf for _ in range(2))
    assert first == second


def test_a_quiet_pdf_stays_byte_for_byte():
    content = pdf_of(3)
    made = conversion.make_readable(content, MediaType.PDF)
    assert (made.pdf, made.pages, made.disarmed) == (content, 3, False)


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE)
def test_what_acts_on_its_own_is_left_out_of_the_pdf_that_is_read(change):
    made = conversion.make_readable(pdf_of(2, change=change), MediaType.PDF)
    assert made.disarmed
    assert made.pages == 2
    with pikepdf.open(io.BytesIO(made.pdf)) as clean:
        assert not disarming.disarm(clean), "nothing is left to take out"
        assert not clean.attachments
    for word in (b"app.alert", b"example.invalid", b"MZ...", b"/Launch", b"/FileAttachment"):
        assert word not in made.pdf


def test_a_link_and_a_font_with_an_unlucky_name_stay():
    def change(pdf):
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI=String("https://vi-du.invalid")),
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([link])
        named = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1))
        drawing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
        pdf.pages[0].obj.Resources = Dictionary(
            Font=Dictionary(EF=named), XObject=Dictionary(JS=drawing)
        )

    content = pdf_of(change=change)
    assert conversion.make_readable(content, MediaType.PDF).pdf == content


def test_a_pdf_with_a_password_is_refused_as_locked():
    locked = pdf_of(encryption=pikepdf.Encryption(owner="chu", user="mat-khau"))
    with pytest.raises(FileLocked):
        conversion.make_readable(locked, MediaType.PDF)


def test_a_pdf_that_only_forbids_printing_is_opened():
    guarded = pdf_of(2, encryption=pikepdf.Encryption(owner="chu", user=""))
    made = conversion.make_readable(guarded, MediaType.PDF)
    assert made.pages == 2
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert not opened.is_encrypted


def test_a_pdf_that_was_cut_off_is_refused():
    content = pdf_of(5)
    with pytest.raises(FileUnreadable):
        conversion.make_readable(content[:-40], MediaType.PDF)


def test_rubbish_with_the_head_and_tail_of_a_pdf_is_refused():
    with pytest.raises(FileUnreadable):
        conversion.make_readable(b"%PDF-1.7\n" + b"rubbish " * 99 + b"%%EOF", MediaType.PDF)


def test_a_pdf_without_a_page_is_refused():
    with pytest.raises(FileUnreadable):
        conversion.make_readable(pdf_of(0), MediaType.PDF)


def test_a_pdf_of_too_many_pages_is_refused():
    with pytest.raises(TooManyPages) as refused:
        conversion.make_readable(pdf_of(rules.MAX_PAGES + 1), MediaType.PDF)
    assert refused.value.facts == {"max_pages": rules.MAX_PAGES}


def test_a_portfolio_is_refused_since_its_pages_are_in_other_files():
    def change(pdf):
        pdf.Root.Collection = Dictionary(Type=Name.Collection)

    with pytest.raises(FileNeedsItsProgram) as refused:
        conversion.make_readable(pdf_of(change=change), MediaType.PDF)
    assert refused.value.facts == {"found": "portfolio"}


def test_a_form_that_draws_itself_is_refused():
    def change(pdf):
        pdf.Root.NeedsRendering = True
        pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(b"<xdp/>"))

    with pytest.raises(FileNeedsItsProgram):
        conversion.make_readable(pdf_of(change=change), MediaType.PDF)


def test_a_pdf_nested_beyond_reason_is_refused():
    deep = b"[" * 3000 + b"]" * 3000

    def change(pdf):
        pdf.Root.Deep = Array([])

    content = pdf_of(change=change)
    bent = content.replace(b"/Deep [ ]", b"/Deep " + deep)
    assert bent != content
    with pytest.raises(FileUnreadable):
        conversion.make_readable(bent, MediaType.PDF)


def test_a_pdf_that_unfolds_to_too_much_is_refused(monkeypatch):
    def change(pdf):
        pdf.Root.Long = pdf.make_indirect(Array([String("a" * 100)] * 1000))

    bomb = pdf_of(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(bomb) < 5_000
    monkeypatch.setattr(conversion, "BOMB_BYTES", 50_000)
    before = pikepdf.settings.get_qpdf_limits()
    try:
        with pytest.raises(FileUnreadable):
            conversion.make_readable(bomb, MediaType.PDF)
    finally:
        pikepdf.settings.set_qpdf_limits(**before)
