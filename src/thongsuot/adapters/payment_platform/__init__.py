"""The payment platform of the national portal, version 1.0.6: its messages on the wire.

Source: read from a public client (docs/law/fees.md, "The platform"); what it does not show
(what the states of a payment are called, which fields an answer's checksum covers) is part of the
dated payment policy (``payments/data/payment_policy.json``, ``thongsuot payment publish``).
"""
