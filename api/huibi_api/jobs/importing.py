"""What a child does for a job of kind `import`: reads the files, and works out what would change."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huibi_api.jobs.child import Report


def read(inputs: Mapping[str, Any], report: Report, stop: threading.Event) -> Mapping[str, Any]:
    """Return the faults of the files, or the changes that they would bring; files of one upload are one register."""
    from huibi.errors import Fault, InputError  # noqa: PLC0415 - loaded in the child alone
    from huibi.reading import read_register  # noqa: PLC0415
    from huibi_api.rows.differences import compare  # noqa: PLC0415

    def tell(table: str, rows: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        report({"table": table, "rows": rows})

    folder = Path(inputs["folder"])
    files = inputs["files"]
    source = folder / files[0] if len(files) == 1 and files[0].endswith(".xlsx") else folder
    try:
        found = read_register(source, skip_faulty=inputs["skip_faulty"], on_progress=tell)
    except InputError as error:
        return {"faults": [fault.to_json() for fault in error.faults]}
    if not found.register.units:  # forms alone: they would take the place of the whole register
        return {"faults": [Fault(code="register.forms_alone").to_json()]}
    return {
        "changes": compare(inputs["held"], found.register, inputs["keys"]),
        "faults": [fault.to_json() for fault in found.faults],
        "notes": [fault.to_json() for fault in found.notes],
    }
