"""Splits command lines as the AWS CLI splits `credential_process`.

In: a JSON list of texts. Out: a JSON object with a list for each platform, null where the CLI refuses the text.
"""

import json
import sys

try:
    from botocore.compat import compat_shell_split
except ImportError:
    # Debian's AWS CLI carries its own copy.
    from awscli.botocore.compat import compat_shell_split


def split(text, platform):
    try:
        return compat_shell_split(text, platform)
    except ValueError:
        return None


texts = json.load(sys.stdin)
json.dump({platform: [split(text, platform) for text in texts] for platform in ("linux", "win32")}, sys.stdout)
