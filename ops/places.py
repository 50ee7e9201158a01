"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var")).resolve()
LOGS = VAR / "log"
VENV_BIN = ROOT / ".venv" / "bin"
PYTHON = VENV_BIN / "python"
SOCKETS = Path("/tmp")  # noqa: S108 a socket's path must be short; the directories made here are private and checked
