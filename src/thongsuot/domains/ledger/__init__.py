"""The record: one chain of entries per subject, written once, never changed.

Every act of the law writes exactly one entry in the transaction that makes it happen. An entry
holds codes and numbers only; words and personal data stay in the rooms, and the record keeps a
salted commitment to them. This room refuses to update, delete or back-date anything, and knows
its subjects by name alone (``dossier:…``, ``person:…``).

Seam: the public log over all chains (Merkle tree, signed checkpoints) reads ``models.Entry`` in
order of ``id`` and adds its own tables; nothing here needs to change for it.
"""
