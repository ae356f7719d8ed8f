"""What the record says of who held, how long, who was late, who sent round.

It reads the record of all rooms below and changes nothing in any of them; event logs of other
systems are counted by the same definitions. Its one table keeps what officers answer to what the
record says of them (docs/decisions/0007).

It refuses: figures to eyes they are not for, an answer about what concerns somebody else.
"""
