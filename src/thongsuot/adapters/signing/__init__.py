"""Electronic signatures on PDF. ``local`` keeps keys in files, for trying out and for tests.

An installation signs with the certificates of the State (VGCA) or a remote signing service; that
is another client of the same port, ``documents.ports.Signer``.
"""
