"""The one error a load ends with."""

from __future__ import annotations

LONGEST_LINE = 600


class LoadError(ValueError):
    """A file cannot be loaded; the message is one readable line."""

    def __init__(self, message: str) -> None:
        line = " ".join(shown(message).split())
        super().__init__(line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…")


def shown(text: str) -> str:
    """Text with what a terminal cannot print replaced, so that a message stays one line."""
    return "".join(sign if sign.isprintable() or sign.isspace() else "\ufffd" for sign in text)


def listed(names: list[str] | tuple[str, ...], *, most: int = 12) -> str:
    """Names separated by commas, cut after ``most``, each cut after 40 characters."""
    short = [shown(name) if len(name) <= 40 else shown(name[:39]) + "…" for name in names[:most]]
    if len(names) > most:
        short.append(f"and {len(names) - most} more")
    return ", ".join(short) or "none"
