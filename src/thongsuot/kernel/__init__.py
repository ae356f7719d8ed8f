"""Arithmetic without nouns: time, Vietnamese text and formats, canonical JSON, sealing.

Knows no room, no table, no framework; everything here takes values and returns values.
"""
