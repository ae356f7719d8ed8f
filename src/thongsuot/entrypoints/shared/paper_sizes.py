"""On what a paper is to be printed, as an address or a form asks."""

from django.http import HttpRequest

from thongsuot.domains.documents.terms import PaperSize


def size_asked(request: HttpRequest) -> PaperSize | None:
    """Return the size that an address asks for, e.g. ``?kho=a5``; none for any other word."""
    return size_named(request.GET.get("kho", ""))


def size_named(word: str) -> PaperSize | None:
    """Return a size by its name; none for any other word."""
    return next((size for size in PaperSize if size.value == word), None)
