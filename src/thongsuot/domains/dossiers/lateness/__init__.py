"""What lateness obliges to: one re-dating with an apology, reminders, and who is told when.

The due date itself never moves for it: what was promised at first is kept and judged. Law:
NĐ 61/2018/NĐ-CP Art. 12(5), 19(9); docs/law/lateness-duties.md says what is law and what setting.

Refuses: a second extension; one passed off as made in time; one without reason in words; an
apology that neither the head of the competent agency nor his delegate signs.
"""
