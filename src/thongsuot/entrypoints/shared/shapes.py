"""Shapes of the pictures that doors draw: SVG elements as text, colours as tokens."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    line = f' stroke="{stroke}"' if stroke else ""
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}" '
        f'fill="{fill}"{line}/>'
    )


def dotted(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" '
        'fill="url(#ts-wait)" stroke="var(--ts-wait)" stroke-width="1.500" stroke-dasharray="2 3"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    return (
        f'<line x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}" stroke="{stroke}" '
        f'stroke-width="{n(width)}"/>'
    )


def dashed(
    x1: float, y1: float, x2: float, y2: float, stroke: str, width: float, dashes: str
) -> str:
    return line(x1, y1, x2, y2, stroke, width).replace("/>", f' stroke-dasharray="{dashes}"/>')


def triangle(x: float, tip: float, back: float, fill: str) -> str:
    """Return an arrow head with its tip at ``tip``; ``back`` is its length, negative upwards."""
    base = tip - back
    return f'<path d="M{n(x - 5)} {n(base)}H{n(x + 5)}L{n(x)} {n(tip)}Z" fill="{fill}"/>'


def text(x: float, y: float, words: str, anchor: str, name: str) -> str:
    return (
        f'<text class="{name}" x="{n(x)}" y="{n(y)}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def path(way: str, stroke: str, width: float, dashes: str = "") -> str:
    """Return an open line along ``way``, in the words of SVG."""
    dashed_so = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{way}" fill="none" stroke="{stroke}" stroke-width="{n(width)}"{dashed_so}/>'


def circle(x: float, y: float, radius: float, fill: str, stroke: str, width: float) -> str:
    return (
        f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{n(width)}"/>'
    )


def picture(
    name: str, width: float, height: float, title: str, finding: str, drawn: Sequence[str]
) -> SafeString:
    """Return a picture that says its title and its finding to whoever does not see it."""
    told = f"<title>{escape(title)}</title><desc>{escape(finding)}</desc>"
    markup = (
        f'<svg class="{name}" viewBox="0 0 {n(width)} {n(height)}" role="img" '
        f'aria-label="{escape(title)}. {escape(finding)}">{told}{"".join(drawn)}</svg>'
    )
    # Every part is a number, a token, a word of ours or escaped above.
    return mark_safe(markup)  # noqa: S308 - see the line above
