"""Reads pairs of shared config files as the AWS CLI does, with the library it reads them with.

In: a JSON list of {config, credentials} texts. Out: a JSON list of what the CLI has of each, or null where it refuses.
"""

import json
import os
import sys
import tempfile

try:
    from botocore.session import Session
except ImportError:
    # Debian's AWS CLI carries its own copy.
    from awscli.botocore.session import Session


def read(texts, folder):
    for name in ("config", "credentials"):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(texts[name])
    try:
        return Session().full_config
    except Exception:
        return None


with tempfile.TemporaryDirectory() as folder:
    os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
    json.dump([read(texts, folder) for texts in json.load(sys.stdin)], sys.stdout)
