"""The life of a dossier: submission, intake, supplement, decision, result, withdrawal, stop.

It refuses: an act out of its order; receiving for an agency that is not competent or for a
procedure not in force; a supplement asked twice; deciding without signing power, signing one's
own draft, issuing what is unsigned; returning a result without saying to whom. No function here
changes an instant that was once written, and none sets a due date but those the law knows.

Source: NĐ 61/2018, NĐ 118/2025, TT 03/2025/TT-VPCP; ``docs/law/dossier-life.md``.
"""
