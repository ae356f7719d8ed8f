"""Who holds which subject: one officer, at every instant, from receipt to end.

A hand-over is a question: the giver holds until the receiver accepts, or returns it with a
reason, its legal basis and the agency that is competent instead. The room knows its subjects by
name; what is competent, and which share of a limit a step has, reaches it as a value.

It refuses: two holders, a gap between holders, an offer to nobody or to oneself, a return
without all three of its grounds, an answer by someone the question was not put to.

Seams: acceptance by silence, recall, loops to the common superior and opinion requests add
values of ``Answer`` and tables of their own; spans and offers stay as they are.

Source: NĐ 61/2018 Art. 5, 18, 19; TT 01/2018 Form 05 (control sheet).
"""
