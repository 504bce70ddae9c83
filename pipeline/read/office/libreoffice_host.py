"""LibreOffice inside a process of its own, converting one file after another. Run as a script, never imported.

    python libreoffice_host.py PROGRAM_FOLDER WORK_FOLDER
    python libreoffice_host.py PROGRAM_FOLDER WORK_FOLDER ARGUMENT…

LibreOffice is loaded once, as the library that its LibreOfficeKit interface is made for; starting the program for each
file would take ten times as long. Requests are lines on standard input, `SOURCE<tab>TARGET<tab>FORMAT` (paths, and a
suffix such as `docx`); the answer to each is one line, `ok` or `failed`, to the first line `ready`. When standard input
ends, as it does when the process that asked dies, this one removes its work folder and ends too.

With arguments the program itself is run with them, once, under the same restrictions.
"""

import ctypes
import os
import resource
import shutil
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
_MEMORY = 6 * 2**30
_FILE_SIZE = 2**30
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9
_LOOK_EVERY = 0.5

# Positions in the tables of functions of LibreOfficeKit.h, which only ever grow at their ends.
_DOCUMENT_LOAD = 4
_DOCUMENT_DESTROY, _DOCUMENT_SAVE = 1, 2


def _function(thing: int, position: int, result: type | None, *arguments: type) -> "ctypes._CFunctionType":
    """A function of a LibreOfficeKit object: the object points to its table."""
    table = ctypes.cast(thing, ctypes.POINTER(ctypes.c_void_p))[0]
    address = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[position]
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(address)


def _confine() -> None:
    """Give away what reading a file does not need: the network, and unlimited memory."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        # Not every system lets a program do this; the profile forbids fetching besides.
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _FILE_SIZE), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS knows some of these limits by name only.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))


def _end(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    # LibreOffice's own way out waits for threads that have nothing to do any more.
    os._exit(0)


def _watch(parent: int, folder: Path) -> None:
    """End with the process that started this one, even in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    _end(folder)


def main() -> None:
    """Load LibreOffice and answer requests until there are no more."""
    program, folder = Path(sys.argv[1]), Path(sys.argv[2])
    if len(sys.argv) > 3:
        _confine()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        binary = next(path for name in ("soffice.bin", "soffice") if (path := program / name).exists())
        os.execv(binary, [str(binary), *sys.argv[3:]])
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _confine()
    threading.Thread(target=_watch, args=(os.getppid(), folder), daemon=True).start()
    library = ctypes.CDLL(str(next(program / name for name in _LIBRARIES if (program / name).exists())))
    start = library.libreofficekit_hook_2
    start.restype, start.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_char_p)
    kit = start(os.fsencode(program), (folder / "profile").as_uri().encode())
    if not kit:
        answers.write("failed\n")
        return
    load = _function(kit, _DOCUMENT_LOAD, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    answers.write("ready\n")
    for line in sys.stdin:
        source, target, form = line.rstrip("\n").split("\t")
        document = load(kit, Path(source).as_uri().encode(), b"")
        done = False
        if document:
            save = _function(document, _DOCUMENT_SAVE, ctypes.c_int, *[ctypes.c_char_p] * 3)
            done = bool(save(document, Path(target).as_uri().encode(), form.encode(), b""))
            _function(document, _DOCUMENT_DESTROY, None)(document)
        answers.write("ok\n" if done else "failed\n")
    _end(folder)


if __name__ == "__main__":
    main()
