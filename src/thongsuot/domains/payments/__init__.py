"""What a dossier costs and how it is paid: tariffs, exemptions, payments, receipts, refunds.

The room knows its subjects by name (``dossier:…``); the dossiers' services call it inside their
own acts, whose one entry says what was owed and paid. Money is whole đồng, never a fraction.

It refuses: collecting what no tariff in force names, from who is exempt, the counter's amount of
a dossier that came online, twice, or without a numbered receipt. A message about a payment that
is forged or repeated changes nothing.

Source: Law on fees and charges 97/2015/QH13; NĐ 61/2018 Art. 22, NĐ 118/2025 Art. 24;
docs/law/fees.md.
"""
