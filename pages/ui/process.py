"""How the server's process keeps its memory: set once, for the frames of a page and the collector.

A page makes many small frames and few large ones.  Text in Python's own objects is the quicker of
the two ways pandas has of keeping it in small frames; what a page says does not change.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys
import threading

import pandas as pd

_lock = threading.Lock()
_modules_kept = 0
# The names of glibc's mallopt(3), and what it takes until freed memory goes back to the system.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _MOST_ARENAS = -1, -3, -8
_KEPT_BYTES, _LARGE_BYTES = 32 * 2**20, 16 * 2**20
# Every thread would keep memory of its own, and each visitor has a thread.
_ARENAS = 4
_allocator_tuned: bool | None = None
# After how many new objects the youngest are searched for garbage: Python's own 700 come together
# several times a page, and nearly all of them are freed without a search.
_NEW_OBJECTS = 5_000


def tune() -> None:
    """Keep text of frames in Python's objects, freed memory for the next page; search seldom.

    Cheap to call again.
    """
    if pd.get_option("mode.string_storage") != "python":
        pd.set_option("mode.string_storage", "python")
        gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    keep_freed_memory()


def keep_freed_memory() -> bool:
    """Have arrays of a calculation use again what the last ones left; whether that can be done.

    The C library hands an array of over 128 KB back as soon as it is freed, and the system must
    then clear every page of the next: a quarter of the time of a decision, which makes thousands.
    Only glibc can be told; elsewhere nothing is changed.
    """
    global _allocator_tuned
    if _allocator_tuned is None:
        with _lock:
            try:
                told = ctypes.CDLL(None).mallopt
            except (AttributeError, OSError, TypeError):
                _allocator_tuned = False
            else:
                _allocator_tuned = bool(told(_MMAP_THRESHOLD, _LARGE_BYTES)
                                        and told(_TRIM_THRESHOLD, _KEPT_BYTES)
                                        and told(_MOST_ARENAS, _ARENAS))
    return _allocator_tuned


def keep_what_is_loaded() -> None:
    """Leave all that lives now out of the search for garbage, whenever new modules were loaded.

    The collector walks over all that lives, with the interpreter's lock held: without this, a fifth
    of a second each time, most of it over the modules of libraries, which never become garbage.
    Frames and sessions that live now are freed as ever when nobody refers to them.
    Streamlit's own search after every run is off in ``.streamlit/config.toml`` for the same reason.
    """
    global _modules_kept
    loaded = len(sys.modules)
    if loaded <= _modules_kept:
        return
    with _lock:
        if loaded <= _modules_kept:
            return
        if not _modules_kept:
            atexit.register(gc.unfreeze)  # for libraries that tidy up at the end
        gc.collect()  # what is garbage now would be kept for good
        gc.freeze()
        _modules_kept = loaded
