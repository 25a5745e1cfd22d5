"""Commands that check what people wrote: routing rules, labels, brand words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.console import HomeOption, one_line, out
from data.home import find_home


def rules(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Routing rules to check; "
                                                "default the home's routing.toml")] = None,
    home: HomeOption = None,
) -> None:
    """Check routing rules: each fault with its line and reason; exit code 2 where there is one."""
    from data.routing_store import check_file

    path = file or find_home(home).routing
    found = check_file(path)
    for one in found.problems:
        typer.echo(f"{one_line(path)}:{one.line}: {one_line(one.reason)}")
    if found.problems:
        raise SystemExit(2)
    out.print(f"{len(found.rules):,} rules, all good.")


def retrain(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="CSV of labels: text or "
                                                "text_hash and any of sentiment, purpose, intent; "
                                                "default the labels given on the page")] = None,
    home: HomeOption = None,
    back: Annotated[bool, typer.Option("--roll-back", help="Undo the last change")] = False,
) -> None:
    """Let your own labels mend how posts are read; used if it reads labels left out better."""
    from data.retraining import report, retrain, roll_back

    place = find_home(home)
    if back:
        out.print(report(roll_back(place)), markup=False)
    else:
        out.print(report(retrain(place, file)), markup=False)


def words(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Brand words to check; "
                                                "default the home's lexicon.toml")] = None,
    home: HomeOption = None,
) -> None:
    """Check brand words and try their test sentences; exit code 2 where something is wrong."""
    from data.edited import Refused, text_of
    from data.lexicon import proven_lexicon

    path = file or find_home(home).lexicon
    text = text_of(path)
    if text is None:
        raise FileNotFoundError(2, "No such file of brand words", str(path))
    try:
        if isinstance(text, Refused):
            raise text
        found = len(proven_lexicon(text).entries)
    except Refused as error:
        for one in error.problems:
            typer.echo(f"{one_line(path)}:{one.line}: {one_line(one.reason)}")
        raise SystemExit(2) from None
    out.print(f"{found:,} {'entry' if found == 1 else 'entries'}, all tests as expected.")
