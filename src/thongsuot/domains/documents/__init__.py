"""Papers: what citizens send in, what the state writes back, and the signatures on it.

Whatever comes in is typed by its content, bounded, and given a PDF to read; the file itself is
kept as it came. Everything lies encrypted under the hash of its content, outside the web root.
Papers of the state are PDF/A-2b, the same bytes for the same input, with their words taken as
values and never as markup.

Law: docs/law/documents.md. This room knows its subjects by name alone (``dossier:…``,
``draft:…``); whether a visitor may read is decided by the room that owns the subject. It refuses
to delete a paper, to read what it cannot type, and to reuse or skip a register number.
"""
