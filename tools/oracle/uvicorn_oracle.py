#!/usr/bin/env python3
"""Asks the real uvicorn whether it takes command lines; nothing is started.

One JSON object a line on standard input, one JSON answer a line on standard output, in the same order:

  {"args": ["--workers", "2", "shop:app"]}  ->  {"ok": true} or {"ok": false, "error": "No such option: --x"}
"""
import json
import os
import sys
import tempfile

from click import ClickException
from click.exceptions import Exit
from uvicorn import main


def judge(args):
    try:
        main.make_context("uvicorn", list(args))
    except ClickException as error:
        return {"ok": False, "error": error.format_message()}
    except Exit:  # --help, --version
        return {"ok": True}
    return {"ok": True}


# Paths are read as the server has them, none of which are here.
os.chdir(tempfile.mkdtemp(prefix="uvicorn-oracle-"))
out, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    out.write(json.dumps(judge(json.loads(line)["args"])) + "\n")
    out.flush()
