"""What leaves the house leaves through here, written in the transaction that caused it.

Two things travel: work for the background worker, and messages to citizens and officers. Both are
rows in the same transaction, taken up after commit, lost by no crash. A message holds codes and
dates alone; whom it goes to is asked for when it is sent. This room refuses to tell the same thing
twice, to wake people at night, to send what nobody could read, and to lose a message that could
not be delivered: it waits for a person.

Law:  NĐ 61/2018/NĐ-CP Art. 19(9); NĐ 224/2026/NĐ-CP Art. 15(1)(g); docs/law/messages.md.
"""
