"""Processes as BPMN 2.0: any process written with its layout, the subset we run read back.

Values in, values out: no table, no clock. A file is read into a graph (``reading``), the graph
into a process (``understanding``); a process is drawn as a graph (``drawing``), gets its places
(``layout``) and becomes a file (``writing``). What the subset does not hold is named with its
element and id, never guessed and never dropped in silence.

Source:  OMG formal/2011-01-03 (BPMN 2.0), chapters 10 and 12.
"""

from thongsuot.domains.catalogue.bpmn.graph import Named, Understood
from thongsuot.domains.catalogue.bpmn.reading import MOST_BYTES, names_in
from thongsuot.domains.catalogue.bpmn.understanding import read_bpmn
from thongsuot.domains.catalogue.bpmn.writing import NEUTRAL, Wording, write_bpmn

__all__ = [
    "MOST_BYTES",
    "NEUTRAL",
    "Named",
    "Understood",
    "Wording",
    "names_in",
    "read_bpmn",
    "write_bpmn",
]
