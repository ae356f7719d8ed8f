"""Arithmetic without nouns: time, Vietnamese text and formats, canonical JSON, sealing; children.

Knows no room, no table, no framework; everything here takes values and returns values.
"""
