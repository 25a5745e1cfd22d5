"""The page docs/coverage.md: what was measured, in words and tables."""

from __future__ import annotations

from typing import Any

_HEAD = """# Are the intervals true?

An interval of 95 % should hold the true value in 95 of 100 samples. Each interval that the product
shows is measured here: by exact sums over all that a sample could be, or, where there are too many,
by simulation with fixed seeds. **Promised** is the band that the average over each case must keep;
tests hold a quick version of it. A case without a promise lies outside of what the interval assumes
and is told so that nobody need find out.

Counts are whole, so no interval covers exactly 95 % at each true value: the average over a band of
true values is what can be promised, and the lowest coverage at a single true value is told beside
it.

Made by `python -m bench coverage --markdown > docs/coverage.md`; do not edit it.

## In short

"""

_NONE = """
## Where there is no interval

- A share, score or median of nothing has none, and "–" is shown.
- A survey's share or score on fewer than 30 effective answers is "too few": it gets no mark, though
  its row keeps the limits.
- A change from nothing has no percentage and no interval, and the bar says so.
- A median of fewer than 6 values, and a P90 of fewer than 45 reply times, has no limits; below 20
  replies none are shown.
- A mean offset with fewer than 30 customers on a side is not computed.
- A published figure without a printed n has none.
- No interval but that of a corrected share holds the error of a label: net sentiment and service
  shares are those of the labels that the engines give, and an interval says how far chance moves
  them.
- Nor does it hold who is missing: unmatched accounts are bounded, not estimated, and people who do
  not answer are like those who do only within the groups that are weighted for.
"""


def page(found: dict[str, Any]) -> str:
    """The page as Markdown."""
    entries = found["entries"]
    parts = [_HEAD, "| interval | promised % | average % | at one true value % | measured |\n",
             "|---|---|---|---|---|\n"]
    parts += [_short(entry) for entry in entries]
    parts += ["\n## Measured by another workload\n\n"]
    parts += [f"- `{name}`: {what}.\n" for name, what in found["elsewhere"].items()]
    parts += [_NONE, "\n## In full\n\nCells: average coverage in %, and in brackets the lowest and "
              "highest at one true value.\nA star marks what is told but not promised.\n"]
    parts += [section(entry) for entry in entries]
    return "".join(parts)


def _short(entry: dict[str, Any]) -> str:
    promised = [row for row in entry["rows"] if row["promise"]]
    bands = sorted({tuple(row["promise"]) for row in promised})
    said = ", ".join(f"{100 * low:.0f} to {100 * high:.0f}" for low, high in bands)
    means = [row["mean"] for row in promised]
    lowest, highest = min(row["least"] for row in promised), max(row["most"] for row in promised)
    return (f"| {entry['title']} | {said} | {_span(min(means), max(means))} | "
            f"{_span(lowest, highest)} | {_how(entry['rows'])} |\n")


def _span(low: float, high: float) -> str:
    one, two = f"{100 * low:.1f}", f"{100 * high:.1f}"
    return one if one == two else f"{one} to {two}"


def _how(rows: list[dict[str, Any]]) -> str:
    counts = sorted({row["repetitions"] for row in rows})
    if counts == [0]:
        return "exactly"
    fewest, most = min(one for one in counts if one), counts[-1]
    span = f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"
    return ("exactly, and " if 0 in counts else "") + f"{span} times a case"


def section(entry: dict[str, Any]) -> str:
    """One interval in full: its functions, its conditions and a table of its cases."""
    names = ", ".join(f"`{one}`" for one in entry["functions"])
    head = (f"\n### {entry['title']}\n\n{names}\n\nShown: {entry['shown']}. Assumes: "
            f"{entry['assumes']}.\n\n")
    split = [tuple(row["case"].rsplit(", ", 1)) for row in entry["rows"]]
    grid = all(len(one) == 2 for one in split) and 1 < len({one[-1] for one in split}) <= 7
    if not grid or len({one[0] for one in split}) < 2:
        lines = ["| case | coverage % |", "|---|---|"]
        lines += [f"| {row['case']} | {_cell(row)} |" for row in entry["rows"]]
        return head + "\n".join(lines) + "\n"
    columns = list(dict.fromkeys(one[1] for one in split))
    cells = {one: _cell(row) for one, row in zip(split, entry["rows"], strict=True)}
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {first} | " + " | ".join(cells.get((first, one), "") for one in columns) + " |"
              for first in dict.fromkeys(one[0] for one in split)]
    return head + "\n".join(lines) + "\n"


def _cell(row: dict[str, Any]) -> str:
    star = ("" if row["kept"] else " not kept") if row["promise"] else "*"
    if row["least"] == row["most"]:
        return f"{100 * row['mean']:.1f}{star}"
    return f"{100 * row['mean']:.1f}{star} ({100 * row['least']:.1f}–{100 * row['most']:.1f})"
