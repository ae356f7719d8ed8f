"""The catalogue of administrative procedures: what the State offers, demands, promises, charges.

Law:     NĐ 63/2010/NĐ-CP Art. 8(2) as amended by NĐ 92/2017/NĐ-CP: the parts of a procedure
         (name, steps, manner, components and sets, time limit, applicants, agency; forms,
         result, conditions, fee). See docs/law/catalogue.md.

Refuses: to take a procedure without a valid code; to guess a time limit whose unit is missing
         (receiving waits for a person, ``settle_limit``); to overwrite what was in force: a
         changed procedure is a new version, and a dossier keeps the one it was received under.
"""
