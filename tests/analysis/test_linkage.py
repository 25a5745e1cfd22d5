"""Linking files of people: published files with true keys, rivals, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.linkage import LinkageError, Scored, link, weigh
from analysis.linkage_columns import Kind, kind_of, swapped, tidy
from analysis.linkage_rarity import frequencies

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
    assert precision >= 0.97
    assert recall >= 0.95


@pytest.mark.parametrize("names", [FEBRL, ("given_name", "surname", "date_of_birth", "suburb")])
def test_a_hundred_people_are_enough(shared_datasets: Path, names: tuple[str, ...]) -> None:
    frame = febrl(shared_datasets, 1)
    copy = frame["id"].str.contains("dup")
    some = sorted(frame.loc[copy, "person"])[:100]
    few = frame["person"].isin(some)
    left, right = (side.drop(columns="id").assign(id=range(100))
                   for side in (frame[copy & few], frame[~copy & few]))
    for name in ("postcode", "soc_sec_id", "street_number"):  # as pandas reads a file
        left[name] = pd.to_numeric(left[name], errors="coerce")
    left["date_of_birth"] = pd.to_datetime(left["date_of_birth"], errors="coerce")
    precision, recall = judged(left, right, link(left, right, {name: name for name in names}))
    assert precision >= 0.97
    assert recall >= 0.95


def made_up(n: int = 200) -> pd.DataFrame:
    """People with names that many share, born on days of their own, living in a few places."""
    rng = np.random.default_rng(7)
    first, last = ([f"{part}{one}" for one in "abcdefghijklmnopqrst"] for part in ("Jo", "Berg"))
    born = pd.Timestamp("1950-01-01") + pd.to_timedelta(rng.permutation(18_000)[:n], unit="D")
    return pd.DataFrame({"id": range(n), "first": rng.choice(first, n), "last": rng.choice(last, n),
                         "born": born, "city": rng.choice([f"city {i}" for i in range(60)], n)})


def test_swapped_names_and_dates_in_other_forms_are_the_same_person() -> None:
    left = made_up()
    right = left.assign(id=[f"r{at}" for at in left["id"]], born=left["born"].dt.strftime("%Y%m%d"))
    turned = right.index < 20
    right.loc[turned, ["first", "last"]] = right.loc[turned, ["last", "first"]].to_numpy()
    found = link(left, right.sample(frac=1, random_state=1),
                 {name: name for name in ("first", "last", "born", "city")})
    sure = found[found["match_probability"] > 0.5]
    assert (sure["right_id"] == "r" + sure["left_id"].astype(str)).all()
    assert len(sure) == 200


def test_one_column_alone_can_be_linked() -> None:
    left = made_up()[["id", "born"]].assign(born=lambda one: one["born"].dt.strftime("%Y%m%d"))
    found = link(left, left, {"born": "born"})
    sure = found[found["match_probability"] > 0.5]
    assert len(sure) >= 190
    assert (sure["left_id"] == sure["right_id"]).all()


def test_column_names_may_be_anything() -> None:
    people = made_up()
    right = people.rename(columns={"first": 'a "b"', "last": "unique_id", "born": "source_dataset"})
    found = link(people, right, {"first": 'a "b"', "last": "unique_id", "born": "source_dataset"})
    sure = found[found["match_probability"] > 0.5]
    assert (sure["left_id"] == sure["right_id"]).mean() >= 0.97
    assert len(sure) >= 190


def test_a_value_that_stands_once_in_each_file_is_rarer_than_that() -> None:
    once = pd.Series([str(one) for one in range(1_000)])
    assert frequencies(once, once).to_numpy() == pytest.approx(1 / 1_001_000)
    # One name with 60 of 100 stays about that common: 1 - D of each value is taken off.
    common = pd.Series(["smith"] * 60 + [str(one) for one in range(40)])
    assert frequencies(common, common)["smith"] == pytest.approx(0.6, abs=0.01)


def test_numbers_dates_and_text_are_made_alike() -> None:
    day = pd.Timestamp("1999-02-19")
    left = pd.DataFrame({"post": [800.0, None], "born": [day, None], "name": ["  Ann   Lee", ""]})
    right = pd.DataFrame({"zip": ["0800", "0900"], "b": ["1999-02-19", "2001/03/04"],
                          "n": ["ann lee", None]})
    one, two = tidy(left, right, {"post": "zip", "born": "b", "name": "n"})
    assert one.iloc[0, 1:].tolist() == two.iloc[0, 1:].tolist() == ["800", "19990219", "ann lee"]
    assert one.iloc[1, 1:].isna().all()
    assert kind_of(one["c1"], two["c1"]) == "date"


def test_columns_that_do_not_stand_in_each_others_place_are_not_swapped() -> None:
    people = tidy(made_up(), made_up(), {"first": "first", "last": "last", "city": "city"})
    kinds: dict[str, Kind] = {"c0": "words", "c1": "words", "c2": "words"}
    assert swapped(people, kinds) is None


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
