# What every script of these checks begins with: load a module or say why not, and answer with one line of JSON.
# A script's "status" is its own word for success, "missing" (a module is not installed) or "broken" (it does not load).
# Usage: cat python_answer.py SCRIPT | python3 - ARGUMENTS

import json
import sys


def load(name):
    try:
        return __import__(name)
    except ModuleNotFoundError as error:
        # A module that lacks one of its own dependencies is broken, not missing.
        missing = error.name == name
        finish(status="missing" if missing else "broken", module=name, message=str(error))
    except BaseException as error:  # a damaged installation can raise anything, an OSError most often
        finish(status="broken", module=name, message=f"{type(error).__name__}: {error}")


def finish(**result):
    print(json.dumps(result), flush=True)
    sys.exit(0)
