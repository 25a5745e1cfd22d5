"""The command that writes the decision as one page: ``python -m data brief``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from data.console import HomeOption, one_line
from data.home import find_home


def brief(
    out_file: Annotated[Path, typer.Option("--out", metavar="FILE",
                                           help="Where to write it: .pdf or .html")],
    home: HomeOption = None,
    period: Annotated[str, typer.Option(help="7-days, 30-days, 90-days, 12-months, this-year or "
                                        "all")] = "90-days",
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"],
                                                   help="First day, instead of a period")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"],
                                                   help="Last day, instead of a period")] = None,
    segment: Annotated[list[str] | None, typer.Option(help="Only this segment; may be repeated"
                                                      )] = None,
    region: Annotated[list[str] | None, typer.Option(help="Only this region")] = None,
    tier: Annotated[list[str] | None, typer.Option(help="Only this tier")] = None,
    changed: Annotated[str, typer.Option(help="Inputs you know better, as in the page's link: "
                                         "name=estimate:low:high;...")] = "",
    who: Annotated[str, typer.Option(help="Who answers: contact_centre, monitor_forward, "
                                     "marketing_led or distributed")] = "contact_centre",
    paper: Annotated[str, typer.Option(help="A4 or Letter")] = "A4",
) -> None:
    """Write the decision as one page that can be sent on, with the numbers of the page."""
    from data.brief import Asked, make, write
    from data.warehouse import Warehouse

    asked = Asked(period=period, since=since.date() if since else None,
                  until=until.date() if until else None, segments=tuple(segment or ()),
                  regions=tuple(region or ()), tiers=tuple(tier or ()), changed=changed, who=who)
    made = make(Warehouse(find_home(home)), asked)
    size = write(made, out_file, paper=paper)
    typer.echo(one_line(f"{made.verdict}: {made.answer}"))
    typer.echo(f"{one_line(out_file)}: {size:,} bytes, one page.")
