#!/usr/bin/env python3
"""Asks the real Python and the real gunicorn, many cases in one process.

One JSON object a line on standard input, one JSON answer a line on standard output:

  {"op": "compile", "text": "workers = "}
      -> {"ok": false, "type": "SyntaxError", "message": "invalid syntax", "line": 1}
  {"op": "load", "files": {"gunicorn.conf.py": "workers = 2"}, "args": ["-c", "gunicorn.conf.py", "m:app"],
   "env": {"PORT": "80"}, "cpus": 4}
      -> {"ok": true, "settings": {...}, "address": [...], "ignored": [...]} or {"ok": false, "error": "..."}
  {"op": "evaluate", "text": "a = 1 // 0"}
      -> {"ok": true, "names": {...}} or {"ok": false, "error": "ZeroDivisionError: ..."}

`load` and `evaluate` execute the text: only for files that this project writes itself.
"""
import contextlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")


def compile_text(case):
    try:
        compile(case["text"], "gunicorn.conf.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        kind = type(error).__name__
        return {"ok": False, "type": kind, "message": error.msg, "line": error.lineno, "column": error.offset}
    except (ValueError, OverflowError, MemoryError, RecursionError) as error:
        return {"ok": False, "type": type(error).__name__, "message": str(error), "line": None, "column": None}
    return {"ok": True}


def plain(value, depth=0):
    """A JSON form that keeps Python's types apart."""
    if depth > 6:
        return {"t": "deep"}
    if value is None:
        return {"t": "none"}
    if isinstance(value, bool):
        return {"t": "bool", "v": value}
    if isinstance(value, int):
        return {"t": "int", "v": str(value)}
    if isinstance(value, float):
        return {"t": "float", "v": repr(value)}
    if isinstance(value, str):
        return {"t": "str", "v": value}
    if isinstance(value, bytes):
        return {"t": "bytes", "v": value.decode("latin-1")}
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        return {"t": kind, "v": [plain(item, depth + 1) for item in value]}
    if isinstance(value, (set, frozenset)):
        return {"t": "set", "v": sorted((plain(item, depth + 1) for item in value), key=json.dumps)}
    if isinstance(value, dict):
        return {"t": "dict", "v": [[plain(k, depth + 1), plain(v, depth + 1)] for k, v in value.items()]}
    return {"t": "object", "v": type(value).__name__}


def fix_cores(count):
    import multiprocessing

    multiprocessing.cpu_count = os.cpu_count = lambda: count
    os.sched_getaffinity = lambda pid=0: set(range(count))
    real = fix_cores.real = getattr(fix_cores, "real", os.sysconf)
    os.sysconf = lambda name: count if name in ("SC_NPROCESSORS_ONLN", "SC_NPROCESSORS_CONF") else real(name)


@contextlib.contextmanager
def environment(values):
    saved = dict(os.environ)
    os.environ.clear()
    os.environ.update({"PATH": saved.get("PATH", ""), **values})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)


class Slow(BaseException):
    """The case takes too long."""


@contextlib.contextmanager
def time_limit(seconds):
    late = []

    def stop(_signal, _frame):
        late.append(True)
        raise Slow()

    # Again and again: a case may catch the first one.
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield late
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)


def evaluate(case):
    with time_limit(1.0) as late:
        try:
            answer = run(case)
        except Slow:
            answer = None
    return {"ok": False, "error": "timeout"} if late else answer


def run(case):
    names = {"__name__": "__config__", "__file__": case.get("path", "/srv/app/gunicorn.conf.py")}
    names.update(case.get("given", {}))
    fix_cores(case.get("cpus", 2))
    silent = io.StringIO()
    with environment(case.get("env", {})), contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
        try:
            exec(compile(case["text"], "gunicorn.conf.py", "exec", dont_inherit=True), names)
        except BaseException as error:  # the case may raise anything
            return {"ok": False, "error": "%s: %s" % (type(error).__name__, error)}
    return {"ok": True, "names": {k: plain(v) for k, v in names.items() if not k.startswith("__")}}


def load(case):
    from gunicorn.app.wsgiapp import WSGIApplication
    from gunicorn.config import KNOWN_SETTINGS
    import gunicorn.config

    fix_cores(case.get("cpus", 2))
    folder = tempfile.mkdtemp(prefix="oracle-")
    saved_folder, saved_argv, saved_path = os.getcwd(), sys.argv, list(sys.path)
    errors = io.StringIO()
    ignored = []
    try:
        for name, text in case.get("files", {}).items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        os.chdir(folder)
        with environment(case.get("env", {})), contextlib.redirect_stderr(errors), contextlib.redirect_stdout(errors):
            read_defaults(KNOWN_SETTINGS)
            sys.argv = ["gunicorn"] + list(case["args"])

            class Application(WSGIApplication):
                def load_config_from_module_name_or_filename(self, location):
                    module = super().load_config_from_module_name_or_filename(location)
                    ignored.extend(k for k in module if k not in self.cfg.settings and not k.startswith("_"))
                    return module

            try:
                app = Application("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn")
            except SystemExit as stop:
                return {"ok": False, "exit": stop.code, "error": errors.getvalue().replace(folder, "<DIR>")}
            answer = {"ok": True, "app": app.app_uri, "ignored": sorted(ignored)}
            answer["settings"] = {k: settle(s.get()) for k, s in sorted(app.cfg.settings.items())}
            try:
                answer["worker_class"] = app.cfg.worker_class_str
                answer["address"] = [list(a) if isinstance(a, tuple) else a for a in app.cfg.address]
            except Exception as error:  # a bind that is no address
                answer["address_error"] = str(error)
            return answer
    finally:
        os.chdir(saved_folder)
        sys.argv, sys.path[:] = saved_argv, saved_path
        sys.modules.pop("__config__", None)
        shutil.rmtree(folder, ignore_errors=True)


def read_defaults(known):
    """Three defaults are read from the environment when gunicorn is imported; read them again for this case."""
    for setting in known:
        if setting.name == "workers":
            setting.default = int(os.environ.get("WEB_CONCURRENCY", 1))
        elif setting.name == "bind":
            port = os.environ.get("PORT")
            setting.default = ["0.0.0.0:%s" % port] if port is not None else ["127.0.0.1:8000"]
        elif setting.name == "forwarded_allow_ips":
            setting.default = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
        elif setting.name == "chdir":
            setting.default = os.getcwd()


def settle(value):
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [settle(item) for item in value]
    if isinstance(value, dict):
        return {str(key): settle(item) for key, item in value.items()}
    return "<callable>" if callable(value) else str(value)


operations = {"compile": compile_text, "evaluate": evaluate, "load": load}


def main():
    out = sys.stdout
    for line in sys.stdin:
        case = json.loads(line)
        try:
            answer = operations[case["op"]](case)
        except BaseException as error:  # the oracle itself failed: say so, and go on
            answer = {"ok": False, "oracle": "%s: %s" % (type(error).__name__, error)}
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
