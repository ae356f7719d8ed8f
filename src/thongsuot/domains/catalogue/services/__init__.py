"""Acts on the catalogue: what was published is taken over, processes are drafted and published."""

from thongsuot.domains.catalogue.services.procedures import (
    apply_settlements,
    end_procedure,
    import_records,
    settle_limit,
    withdraw_version,
)
from thongsuot.domains.catalogue.services.process_files import import_bpmn
from thongsuot.domains.catalogue.services.processes import (
    discard_process,
    import_processes,
    publish_process,
    publish_process_policy,
    restore_process,
    save_process,
)

__all__ = [
    "apply_settlements",
    "discard_process",
    "end_procedure",
    "import_bpmn",
    "import_processes",
    "import_records",
    "publish_process",
    "publish_process_policy",
    "restore_process",
    "save_process",
    "settle_limit",
    "withdraw_version",
]
