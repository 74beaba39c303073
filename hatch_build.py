"""Builds the compiled annealer into the package; without a compiler the package is whole too, and slower."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src/huibi/planning/kernel")


class KernelHook(BuildHookInterface):
    """Compiles before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the library beside its sources and say for which platform the wheel is."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / FOLDER
        target = folder / "annealer.so"
        if not _compiled(folder, target):
            target.unlink(missing_ok=True)
            self.app.display_warning("no C compiler: the annealer runs in Python, much slower")
            return
        build_data["pure_python"] = False
        build_data["artifacts"].append(str(FOLDER / "annealer.so"))
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"


def _compiled(folder: Path, target: Path) -> bool:
    """Compile to a new file and put it in place: a process that has the old one loaded keeps it."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return False
    made = target.with_suffix(".new")
    sources = sorted(str(path) for path in folder.glob("*.c"))
    command = [compiler, "-std=c99", "-O2", "-fPIC", "-shared", "-o", str(made), *sources]
    if subprocess.run(command, check=False).returncode:
        return False
    made.replace(target)
    return True
