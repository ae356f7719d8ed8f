"""The design system and what every door has in common: frames, parts, pictures, error sentences.

No business rule and no table: it turns values into pages and refusals into words. How to build a
page with it: docs/howto/pages.md.
"""
