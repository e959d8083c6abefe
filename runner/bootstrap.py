"""Sets the project up in .venv: every pinned package and the project itself. Needs Python and its pip, no more.

Quick when nothing changed. pip's own configuration decides where packages come from, for uv as well.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".set-up"
LOCKS = ("requirements.txt", "requirements-dev.txt")
SUPPORTED = ((3, 11), (3, 12))
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main() -> int:
    """Set up, if anything changed since the last time."""
    if sys.version_info[:2] not in SUPPORTED:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Python {found} found; 3.11 or 3.12 is needed. Name one: make setup PYTHON=python3.11", file=sys.stderr)
        return 2
    wanted = _fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    try:
        _install()
    except subprocess.CalledProcessError as error:
        print(f"Setting up failed at: {shlex.join(map(str, error.cmd))}", file=sys.stderr)
        return 2
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


def _install() -> None:
    if not PYTHON.is_file():
        print(f"Creating {VENV} ...")
        venv.create(VENV, with_pip=True)
    if not (VENV / "bin" / "uv").is_file():
        _run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    environment = uv_environment(os.environ, _pip_configuration())
    print("Installing the pinned packages ...")
    locks = [word for lock in LOCKS for word in ("-r", str(ROOT / lock))]
    uv = (VENV / "bin" / "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON)
    _run(*uv, *locks, environment=environment)
    _run(*uv, "--no-deps", "-e", ROOT, environment=environment)


def uv_environment(environment: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    """Give the environment in which uv asks the same places as pip; uv's own variables win."""
    given = {variable: " ".join(pip[name].split()) for name, variable in PIP_TO_UV.items() if name in pip}
    if "UV_INDEX" in given:
        # as pip does: every index is asked, not only the first that knows the package
        given["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if "UV_FIND_LINKS" in given:
        given["UV_FIND_LINKS"] = ",".join(given["UV_FIND_LINKS"].split())
    return given | dict(environment)


def _pip_configuration() -> dict[str, str]:
    """Give what `pip config list` says: files first, environment last, which wins as in pip."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    rows = [line.partition("=") for line in listed.stdout.splitlines() if "=" in line]
    ordered = sorted(rows, key=lambda row: row[0].startswith(":env:"))
    return {name.rpartition(".")[2]: value.strip("'\"") for name, _, value in ordered}


def _fingerprint() -> str:
    parts = [(ROOT / name).read_bytes() for name in (*LOCKS, "pyproject.toml")]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), str(ROOT).encode()])).hexdigest()


def _run(*command: str | Path, environment: Mapping[str, str] | None = None) -> None:
    subprocess.run([str(word) for word in command], check=True, env=dict(environment) if environment else None)


if __name__ == "__main__":
    sys.exit(main())
