"""A house without a model never pays for the SDK."""

import subprocess
import sys

PROGRAM = """
import asyncio, sys
from prompts.settings import DraftingSettings
from prompts.writers import open_drafter
from tests.prompts.made import request
result = asyncio.run(open_drafter(DraftingSettings()).draft(request("Der Deckel klemmt.")))
assert result.text
print(sorted({"openai", "httpx", "httpx2", "pydantic"} & set(sys.modules)))
"""


def test_templates_import_no_sdk() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
