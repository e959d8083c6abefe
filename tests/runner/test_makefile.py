"""What `make` takes for yes."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def dry(*words):
    """Give what make would do, which is nothing yet."""
    return subprocess.run(["make", "-n", *words], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "name", "option"),
    [(("reconcile", "STORE=shop"), "PREPARE", "--prepare"), (("mutants",), "AGAIN", "--again")],
)
def test_only_yes_is_yes(command, name, option):
    assert option in dry(*command, f"{name}=yes").stdout
    for word in ("", " "):
        assert option not in dry(*command, f"{name}={word}").stdout
    for word in ("no", "false", "0", "yes no"):
        refused = dry(*command, f"{name}={word}")
        assert refused.returncode != 0
        assert option not in refused.stdout
        assert f"{name}={word} means nothing: say {name}=yes, or leave it out" in refused.stderr
