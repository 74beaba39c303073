"""The rooms keep to who may import whom."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_import_contracts_hold():
    """Every contract of pyproject.toml is kept."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_loads_no_heavy_module():
    """`huibi --help` imports what it needs and nothing that takes seconds."""
    code = (
        "import sys; from huibi.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'ortools', 'networkx', 'pydantic', 'fastapi', 'sqlalchemy', 'openpyxl', 'python_calamine'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "print(loaded, file=sys.stderr); sys.exit(9 if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "huibi" in done.stdout
