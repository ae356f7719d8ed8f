"""By when a desk says whether what was sent to it is complete: dated data, counted, kept, judged.

Law: NĐ 61/2018/NĐ-CP Art. 17 names no hours; how many there are is a setting with a note
(docs/law/dossier-life.md). What is counted is kept with the calendar and the policy that gave it.

Refuses: an hour that runs while the desk may not receive, because a fee is not paid; one that
moves once the desk has answered.
"""
