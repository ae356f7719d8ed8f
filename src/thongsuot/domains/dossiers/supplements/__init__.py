"""How often, how soon and for how long papers may be asked for: dated data, published in versions.

Law: NĐ 61/2018/NĐ-CP Art. 11(2)(c), 15(3), 19(4); special laws differ. docs/law/dossier-life.md.

Refuses: a policy that ends dossiers without naming the law; one without a general row.
"""
