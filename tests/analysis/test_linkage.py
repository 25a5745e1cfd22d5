"""Linking files of people: published files with true keys, rivals, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.linkage import LinkageError, Scored, link, weigh

FEBRL = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
         "state", "date_of_birth", "soc_sec_id")


def febrl(folder: Path, number: int) -> pd.DataFrame:
    frame = pd.read_csv(folder / f"febrl_dataset{number}.csv", skipinitialspace=True, dtype=str)
    frame.columns = pd.Index([name.strip() for name in frame.columns])
    frame["id"] = frame.pop("rec_id").str.strip()
    frame["person"] = frame["id"].str.extract(r"rec-(\d+)-")[0]
    return frame


def people(folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(folder / "people_1000.csv", dtype=str)
    return frame.rename(columns={"unique_id": "id", "cluster": "person"})


def judged(left: pd.DataFrame, right: pd.DataFrame, found: pd.DataFrame) -> tuple[float, float]:
    """Precision and recall of the pairs above 0.5; recall over left records with a partner."""
    sure = found[found["match_probability"] > 0.5]
    assert not sure["left_id"].duplicated().any()
    owner = left.set_index("id")["person"], right.set_index("id")["person"]
    right_pairs = (sure["left_id"].map(owner[0]).to_numpy()
                   == sure["right_id"].map(owner[1]).to_numpy()).sum()
    return right_pairs / len(sure), right_pairs / left["person"].isin(right["person"]).sum()


@pytest.mark.parametrize("number", [1, 2])
def test_febrl_files_are_linked_nearly_without_error(shared_datasets: Path, number: int) -> None:
    frame = febrl(shared_datasets, number)
    copy = frame["id"].str.contains("dup")
    left, right = frame[copy], frame[~copy].add_suffix("_there").rename(
        columns={"id_there": "id", "person_there": "person"})
    found = link(left, right, {name: f"{name}_there" for name in FEBRL})
    assert list(found.columns) == ["left_id", "right_id", "match_probability"]
    precision, recall = judged(left, right, found)
    assert precision >= 0.97
    assert recall >= 0.95


def test_records_without_a_partner_stay_alone(shared_datasets: Path) -> None:
    frame = febrl(shared_datasets, 1)
    copy = frame["id"].str.contains("dup")
    left, right = frame[copy], frame[~copy].sample(frac=0.5, random_state=1)
    precision, recall = judged(left, right, link(left, right, {name: name for name in FEBRL}))
    assert precision >= 0.97
    assert recall >= 0.95


def test_several_copies_on_the_right_do_not_stand_in_each_others_way(shared_datasets: Path) -> None:
    frame = febrl(shared_datasets, 3)
    copy = frame["id"].str.contains("dup")
    some = frame["person"].isin(sorted(frame["person"].unique())[:700])
    left, right = frame[~copy & some], frame[copy & some]
    precision, recall = judged(left, right, link(left, right, {name: name for name in FEBRL}))
    assert precision >= 0.97
    assert recall >= 0.95


def test_sparse_records_of_people_are_linked_with_few_errors(shared_datasets: Path) -> None:
    frame = people(shared_datasets)
    again = frame["person"].duplicated()
    names = ("first_name", "surname", "dob", "city", "email")
    left, right = frame[again], frame[~again]
    precision, recall = judged(left, right, link(left, right, {name: name for name in names}))
    # Every sixth cell is empty or garbled, so some records cannot be told apart by anybody.
    assert precision >= 0.97
    assert recall >= 0.88


def rivals(same: list[tuple[int, int]]) -> pd.DataFrame:
    pairs = pd.DataFrame({"left_id": [0, 0, 1], "right_id": [0, 1, 2],
                          "weight": [60.0, 60.0, -9.0]})
    other = pd.DataFrame(same, columns=["right_id", "other_id"], dtype=int)
    return weigh(Scored(pairs, other), lefts=2, rights=10)


def test_equal_rivals_share_the_chance_and_copies_of_one_person_do_not() -> None:
    torn = rivals([])
    assert torn.loc[torn["left_id"] == 0, "match_probability"].round(6).tolist() == [0.5, 0.5]
    one = rivals([(0, 1), (1, 0)])
    assert one.loc[one["left_id"] == 0, "match_probability"].round(6).tolist() == [1.0, 0.0]
    assert one.loc[one["left_id"] == 1, "match_probability"].item() < 0.01


def test_the_chances_are_bayes_rule_over_all_candidates() -> None:
    """Naive twin: the posterior of each candidate for the share of matches that was learnt."""
    rng = np.random.default_rng(5)
    pairs = pd.DataFrame({"left_id": np.repeat(np.arange(30), 3),
                          "right_id": np.tile([0, 1, 2], 30) + np.repeat(np.arange(30), 3),
                          "weight": rng.normal(0, 8, 90)})
    found = weigh(Scored(pairs, pd.DataFrame({"right_id": [], "other_id": []}, dtype=int)),
                  lefts=30, rights=40)
    share = found["match_probability"].sum() / 30
    for left, mine in found.groupby("left_id"):
        odds = [share / 40 / (1 - share) * 2**weight for weight in mine["weight"]]
        expected = [one / (1 + sum(odds)) for one in odds]
        assert mine["match_probability"].tolist() == pytest.approx(expected, abs=1e-3), left


def small(n: int = 30) -> pd.DataFrame:
    return pd.DataFrame({"id": range(n), "name": [f"person {i}" for i in range(n)]})


@pytest.mark.parametrize(("left", "right", "columns", "words"), [
    (small(), small(), {}, "No columns"),
    (small(), small(), {"name": "surname"}, "right file has no column 'surname'"),
    (small(), small(), {"city": "name"}, "left file has no column 'city'"),
    (small().assign(id=1), small(), {"name": "name"}, "without repeats"),
    (small(5), small(), {"name": "name"}, "left file has 5 records"),
    (small().assign(name=None), small(), {"name": "name"}, "nothing to compare"),
])
def test_what_cannot_be_linked_is_said(left: pd.DataFrame, right: pd.DataFrame,
                                       columns: dict[str, str], words: str) -> None:
    with pytest.raises(LinkageError, match=words):
        link(left, right, columns)


def test_files_without_a_common_value_give_no_pairs() -> None:
    other = small().assign(name=[f"someone {i}" for i in range(30)])
    found = link(small(), other, {"name": "name"})
    assert len(found) == 0
    assert list(found.columns) == ["left_id", "right_id", "match_probability"]
