"""Doors for visitors: read a form, call a room, render. No business rule and no table here."""
