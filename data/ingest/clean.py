"""From the bytes of a file to what a reader takes: clean UTF-8 text, a workbook or Parquet.

What a file is, its first bytes say; its name is not asked.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from data.ingest.errors import LoadError

CHUNK = 1 << 20
ESCAPED = re.compile("[\udc80-\udcff]")
BOMS = (  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
OTHER_FORMATS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as .xlsx or CSV"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"BZh", "compressed with bzip2; unpack it or use gzip"),
    (b"\xfd7zXZ\0", "compressed with xz; unpack it or use gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it or use gzip"),
)


@dataclass
class Clean:
    """A file ready to be read; ``repaired`` counts what had to be mended, by kind."""

    path: Path
    kind: Literal["text", "excel", "parquet"]
    repaired: dict[str, int] = field(default_factory=dict)


def clean(path: Path, folder: Path) -> Clean:
    """Make a file readable; copies go to ``folder``.  Raises LoadError naming the file and why."""
    name = path.name
    if path.is_dir():
        raise LoadError(f"{path} is a folder; give the files in it")
    try:
        with path.open("rb") as handle:
            head = handle.read(4096)
        if head[:2] == b"\x1f\x8b":
            path, head = _unzip(path, folder, name)
        if not head:
            raise LoadError(f"{name} is empty")
        if head[:4] == b"PAR1":
            return Clean(path, "parquet")
        if head[:4] == b"PK\x03\x04":
            return Clean(path, "excel")
        for magic, words in OTHER_FORMATS:
            if head.startswith(magic):
                raise LoadError(f"{name} cannot be read: it is {words}")
        return _clean_text(path, folder, head, name)
    except FileNotFoundError:
        raise LoadError(f"{path} does not exist") from None
    except OSError as error:
        raise LoadError(f"{name} cannot be read: {error.strerror or error}") from None


def _unzip(path: Path, folder: Path, name: str) -> tuple[Path, bytes]:
    target = folder / "unzipped"
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)
    except EOFError:
        raise LoadError(f"{name} is a gzip file that is cut off; copy it again") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise LoadError(f"{name} is a broken gzip file: {error}") from None
    with target.open("rb") as handle:
        return target, handle.read(4096)


def _clean_text(path: Path, folder: Path, head: bytes, name: str) -> Clean:
    encoding, skip = _encoding(head)
    if encoding == "utf-8" and not skip and _is_clean(path):
        return Clean(path, "text")
    counts = {"bytes read as Windows-1252": 0, "characters that were not valid": 0,
              "NUL characters removed": 0}
    old_mac = _only_carriage_returns(path, encoding)
    target = folder / "text"
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        source.seek(skip)
        for text in _decoded(source, encoding, counts):
            counts["NUL characters removed"] += text.count("\0")
            text = text.replace("\0", "")
            out.write(text.replace("\r", "\n") if old_mac else text)
    if target.stat().st_size == 0:
        raise LoadError(f"{name} is empty")
    return Clean(target, "text", {kind: n for kind, n in counts.items() if n})


def _encoding(head: bytes) -> tuple[str, int]:
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    # UTF-16 without a mark: for most languages every other byte of the first lines is zero.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le", 0
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be", 0
    return "utf-8", 0


def _is_clean(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    newlines = returns = 0
    with path.open("rb") as handle:
        try:
            while chunk := handle.read(CHUNK):
                if b"\0" in chunk:
                    return False
                decoder.decode(chunk)
                newlines += chunk.count(b"\n")
                returns += chunk.count(b"\r")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return bool(newlines or not returns)


def _only_carriage_returns(path: Path, encoding: str) -> bool:
    """Whether lines end the way they did on the first Macs."""
    found = False
    for chunk in _chunks(path):
        if b"\n" in chunk:
            return False
        found = found or b"\r" in chunk
    return found and encoding == "utf-8"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _decoded(source: BinaryIO, encoding: str, counts: dict[str, int]) -> Iterator[str]:
    # A byte that is no UTF-8 comes out as a lone surrogate, which valid UTF-8 cannot hold.
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    while True:
        chunk = source.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        if encoding == "utf-8":
            text, wrong = ESCAPED.subn(_as_windows_1252, text)
            counts["bytes read as Windows-1252"] += wrong
        else:
            counts["characters that were not valid"] += text.count("\ufffd")
        yield text
        if not chunk:
            return


def _as_windows_1252(found: re.Match[str]) -> str:
    byte = ord(found[0]) - 0xDC00
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)
