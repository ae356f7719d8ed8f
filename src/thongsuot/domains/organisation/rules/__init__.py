"""Decisions about codes, lists of areas and organisation files: values in, values out."""
