"""How well records are linked: published files of people with true keys."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.linkage import link

_FEBRL = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
          "state", "date_of_birth", "soc_sec_id")
_FEW = ("given_name", "surname", "date_of_birth", "postcode", "suburb")
_PEOPLE = ("first_name", "surname", "dob", "city", "email")


def run(*, out: Path, shared: Path | None) -> dict[str, Any]:
    """Precision and recall of the pairs above 0.5, per file; copies left, originals right.

    Recall is over the left records whose person is on the right.  Writes linkage.json into ``out``;
    without the shared data the result is {"skipped": why}.
    """
    if shared is None or not (shared / "febrl_dataset1.csv").is_file():
        return {"skipped": "the files of people are not there"}
    rows = []
    for number in (1, 2, 3):
        frame = _febrl(shared, number)
        copy = frame["id"].str.contains("dup")
        left, right = frame[copy], frame[~copy]
        half = right.sample(frac=0.5, random_state=1)
        rows += [_judged(f"FEBRL {number}", left, right, _FEBRL),
                 _judged(f"FEBRL {number}, half of the originals taken away", left, half, _FEBRL),
                 _judged(f"FEBRL {number}, name, birth, postcode and suburb only", left, right,
                         _FEW)]
    people = pd.read_csv(shared / "people_1000.csv", dtype=str).rename(
        columns={"unique_id": "id", "cluster": "person"})
    again = people["person"].duplicated()
    rows.append(_judged("1,000 people, five sparse columns", people[again], people[~again],
                        _PEOPLE))
    result = {"workload": "linkage", "rows": rows}
    out.mkdir(parents=True, exist_ok=True)
    (out / "linkage.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _febrl(shared: Path, number: int) -> pd.DataFrame:
    frame = pd.read_csv(shared / f"febrl_dataset{number}.csv", skipinitialspace=True, dtype=str)
    frame.columns = pd.Index([name.strip() for name in frame.columns])
    frame["id"] = frame.pop("rec_id").str.strip()
    frame["person"] = frame["id"].str.extract(r"rec-(\d+)-")[0]
    return frame


def _judged(name: str, left: pd.DataFrame, right: pd.DataFrame,
            columns: tuple[str, ...]) -> dict[str, Any]:
    started = time.perf_counter()
    found = link(left, right, {column: column for column in columns})
    seconds = time.perf_counter() - started
    sure = found[found["match_probability"] > 0.5]
    owner = left.set_index("id")["person"], right.set_index("id")["person"]
    hits = int((sure["left_id"].map(owner[0]).to_numpy()
                == sure["right_id"].map(owner[1]).to_numpy()).sum())
    due = int(left["person"].isin(right["person"]).sum())
    return {"file": name, "left": len(left), "right": len(right), "linked": len(sure),
            "precision": round(hits / len(sure), 4), "recall": round(hits / due, 4),
            "seconds": round(seconds, 1)}
