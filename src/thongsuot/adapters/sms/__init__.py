"""SMS through a gateway for brand names, in the form of eSMS (ViHAT), ``…_V4_post_json``.

No gateway is prescribed by law; an operator's own has a client of its own beside this one.
Source:  developers.esms.vn: request, codes 100, 101, 103, 104, 124; numbers as in the table there.
"""
