#!/usr/bin/python3
"""Asks the installed Supervisor (and the Python below it) what it makes of texts.

One process answers many questions: one JSON object a line on standard input, one a line on standard output, in the
same order. The first line out is {"version": ..., "folder": ...}; `load` writes its files below that folder.

    {"ask": "load", "files": {"supervisord.conf": "..."}, "environment": {"A": "1"}, "node": "host1",
     "lenient": true}
    {"ask": "parse", "text": "..."}          what ConfigParser reads: sections with options, or its error
    {"ask": "format", "text": "...", "names": [["a", 1], ["b", "x"]]}     text % names
    {"ask": "split", "text": "..."}          shlex.split
    {"ask": "pairs", "text": "..."}          dict_of_key_value_pairs
    {"ask": "int", "text": "...", "base": 8} int(text, base)
    {"ask": "repr", "text": "..."}           [repr(text), ascii(text), text.strip(), text.lower()]

`lenient` takes every user, group and folder for existing, so that the answer is about the text alone.
Standard library and Supervisor only. Nothing is started, and only the folder above is written.
"""
import glob
import io
import json
import os
import platform
import shlex
import shutil
import signal
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")

from supervisor import datatypes, options  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="supervisor-oracle-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
REAL = {
    "options": {n: getattr(options, n) for n in ("existing_directory", "existing_dirpath", "name_to_uid", "gid_for_uid")},
    "datatypes": {n: getattr(datatypes, n) for n in ("existing_dirpath", "name_to_uid", "name_to_gid", "gid_for_uid")},
}


class OwnFiles:
    """The module glob as `load` sees it: nothing outside the oracle's folder exists."""

    @staticmethod
    def glob(pattern):
        return [path for path in glob.glob(pattern) if path.startswith(FOLDER + os.sep)]


options.glob = OwnFiles


class Refused(Exception):
    """What supervisord prints after "Error: " before it exits with status 2."""


class Server(options.ServerOptions):
    def usage(self, msg):
        raise Refused(str(msg))

    def default_configfile(self):
        return None


def anyone(lookup):
    """Every account exists, but for names that no machine has: an empty one, or one in quotes."""

    def find(name):
        try:
            return lookup(name)
        except (ValueError, KeyError):
            bare = str(name).strip()
            if bare == "" or (len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"):
                raise
            return 65534

    return find


def any_folder(path):
    """Every folder exists, but for the empty path."""
    return os.path.expanduser(path) if path else REAL["options"]["existing_directory"](path)


def set_leniency(lenient):
    for module, names in ((options, REAL["options"]), (datatypes, REAL["datatypes"])):
        for name, real in names.items():
            if not lenient:
                value = real
            elif name == "existing_directory":
                value = any_folder
            elif name == "existing_dirpath":
                value = os.path.expanduser
            else:
                value = anyone(real)
            setattr(module, name, value)


def write_files(files):
    for entry in os.listdir(FOLDER):
        path = os.path.join(FOLDER, entry)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    for name, text in files.items():
        path = os.path.join(FOLDER, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)


WORDS = {
    datatypes.Automatic: "AUTO",
    datatypes.Syslog: "syslog",
    datatypes.RestartUnconditionally: "true",
    datatypes.RestartWhenExitUnexpected: "unexpected",
}


def plain(value):
    if isinstance(value, type):
        return WORDS.get(value, value.__name__)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


def process_facts(process):
    names = process.req_param_names + process.optional_param_names
    return {name: plain(getattr(process, name)) for name in names}


def group_facts(group):
    facts = {
        "name": group.name,
        "class": type(group).__name__,
        "priority": plain(group.priority),
        "processes": [process_facts(process) for process in group.process_configs],
    }
    socket = getattr(group, "socket_config", None)
    if socket is not None:
        facts["socket"] = socket.url
    if hasattr(group, "pool_events"):
        facts["events"] = sorted(event.__name__ for event in group.pool_events)
        facts["buffer_size"] = plain(group.buffer_size)
    return facts


def server_facts(server):
    return {key: (plain(value) if key != "family" else value.name) for key, value in server.items()}


def load(question):
    write_files(question["files"])
    os.environ.clear()
    os.environ.update(question.get("environment", {}))
    platform.node = lambda: question.get("node", "host1")
    set_leniency(question.get("lenient", False))
    server = Server()
    server.stdout = server.stderr = io.StringIO()
    main = os.path.join(FOLDER, question.get("main", "supervisord.conf"))
    try:
        server.realize(["-c", main], doc="", progname="oracle")
    except Refused as refused:
        return {"ok": False, "error": str(refused)}
    return {
        "ok": True,
        "warnings": server.parse_warnings,
        "infos": server.parse_infos,
        "environment": server.configroot.supervisord.environment,
        "groups": [group_facts(group) for group in server.process_group_configs],
        "servers": [server_facts(config) for config in server.server_configs],
    }


def parse(question):
    parser = options.UnhosedConfigParser()
    text = io.StringIO(question["text"].replace("\r\n", "\n").replace("\r", "\n"))
    text.name = "FILE"
    try:
        parser.read_file(text)
    except options.ConfigParser.ParsingError as error:
        return {"ok": False, "error": str(error)}
    sections = [[name, list(parser._sections[name].items())] for name in parser.sections()]
    return {"ok": True, "sections": sections, "default": list(parser.defaults().items())}


def text_format(question):
    names = {name: value for name, value in question["names"]}
    try:
        return {"ok": True, "text": question["text"] % names}
    except KeyError as error:
        return {"ok": False, "kind": "key", "error": str(error)}
    except Exception as error:
        return {"ok": False, "kind": "format", "error": str(error)}


def attempt(function):
    try:
        return {"ok": True, "value": function()}
    except ValueError as error:
        return {"ok": False, "error": str(error)}


ANSWERS = {
    "load": load,
    "parse": parse,
    "format": text_format,
    "split": lambda q: attempt(lambda: shlex.split(q["text"])),
    "pairs": lambda q: attempt(lambda: list(datatypes.dict_of_key_value_pairs(q["text"]).items())),
    "int": lambda q: attempt(lambda: str(int(q["text"], q["base"]))),
    "glob": lambda q: sorted(os.path.relpath(path, FOLDER) for path in glob.glob(os.path.join(FOLDER, q["text"]))),
    "repr": lambda q: [repr(q["text"]), ascii(q["text"]), q["text"].strip(), q["text"].lower()],
}


def too_long(signum, frame):
    raise TimeoutError("no answer within 5 s")


def main():
    # Answers go through the descriptor itself: supervisord's own code may replace sys.stdout.
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    out.write(json.dumps({"version": options.VERSION, "folder": FOLDER}) + "\n")
    out.flush()
    signal.signal(signal.SIGALRM, too_long)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        signal.alarm(5)
        try:
            answer = ANSWERS[question["ask"]](question)
        except Exception as error:
            answer = {"ok": False, "error": str(error), "crash": type(error).__name__}
        signal.alarm(0)
        out.write(json.dumps(answer, default=str) + "\n")
        out.flush()


try:
    main()
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
