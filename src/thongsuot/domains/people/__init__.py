"""People: citizens and businesses who apply, and who may act for whom.

What identifies a person is kept sealed, with the key outside the database; it is found through
keyed indexes, shown masked, and given in full only to an officer who says why, on the record.
The personal number is checked for its form; whether it is true, only the population register
can say.

Law: Law on Identification 26/2023/QH15 Art. 12; Circular 07/2016/TT-BCA (form of the number);
Law on Personal Data Protection 91/2025/QH15; see docs/law/personal-data.md.

Refuses: full data without a purpose or to anyone but an officer with a task in it; a search in
readable text; merging two people because their names agree; sample numbers in real service.
"""
