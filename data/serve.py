"""``make run``: build the demo company's warehouse if there is none, then serve the dashboard."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from data.home import Home, find_home
from data.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent


def main(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on")] = 8501,
    home: Annotated[Path | None, typer.Option(help="Folder of the data")] = None,
) -> None:
    """Serve the dashboard on http://localhost:PORT."""
    place = find_home(home)
    if taken(port):
        typer.echo(f"Port {port} is in use. Serve elsewhere with: PORT={port + 100} make run",
                   err=True)
        raise SystemExit(2)
    if not place.warehouse.exists():
        first_build(place)
    elif not Warehouse(place).is_of_this_build():
        typer.echo("Decaf has changed since the warehouse was built; building it again ...")
        _data(place, "build")
    typer.echo(f"Decaf: http://localhost:{port}  (stop with Ctrl-C)")
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"),
               "--server.port", str(port), "--server.headless", "true"]
    os.chdir(ROOT)
    os.execve(sys.executable, command, {**os.environ, "DECAF_HOME": str(place.path)})


def taken(port: int) -> bool:
    """Whether something listens on the port already."""
    with socket.socket() as probe:
        # As the server will do it: a port that only lingers after a stop counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return True
    return False


def first_build(home: Home) -> None:
    """Build a warehouse: of what the lake holds, else of the demo company."""
    from data.lake import loads

    if not loads(home):
        typer.echo("No data yet: making the demo company (a minute or two) ...")
        _data(home, "demo")
    typer.echo("Building the warehouse ...")
    _data(home, "build")


def _data(home: Home, command: str) -> None:
    done = subprocess.run([sys.executable, "-m", "data", command, "--home", str(home.path)],
                          cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    typer.run(main)
