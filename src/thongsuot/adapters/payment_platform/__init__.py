"""The payment platform of the national portal, version 1.0.6: its messages on the wire.

Source: domain/interoperability 2.8, read from a public client; what that client does not show
(what the states of a payment are called, which fields an answer's checksum covers) is part of the
dated payment policy (``payments/data/payment_policy.json``, ``thongsuot payment publish``).
"""
