"""The sample province: invented agencies, officers and people, and real services at past instants.

No row is inserted here. Every dossier is carried through its life by the same services that
serve visitors, each act at its own past instant, so that the record of it is a real one. The same
seed gives the same dossiers and acts.
"""
