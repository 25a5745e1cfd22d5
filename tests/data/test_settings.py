"""The settings file: written with comments, read back the same, refused with a clear line."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import days_frame
from data.home import Home
from data.settings import Event, Settings, SettingsError, load_settings, read_settings
from data.settings_text import WEEKDAYS, settings_text

TEXT = st.text(min_size=1, max_size=20).filter(
    lambda s: s.strip() == s and all(ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 for c in s))

KEY = TEXT.map(str.lower).filter(lambda s: s != "default" and s.strip().lower() == s)


@given(
    company=TEXT, brands=st.lists(TEXT, max_size=3).map(tuple),
    minutes=st.dictionaries(KEY, st.integers(1, 99999).map(float),
                            max_size=3),
    events=st.lists(st.builds(Event, TEXT, st.dates(), st.none()), max_size=2).map(tuple),
    sad=st.lists(st.builds(Event, TEXT, st.dates(), st.none()), max_size=2).map(tuple),
)
def test_what_is_written_reads_back_the_same(
    company: str, brands: tuple[str, ...], minutes: dict[str, float], events: tuple[Event, ...],
    sad: tuple[Event, ...]
) -> None:
    settings = Settings(company=company, brands=brands, sla_minutes={"default": 60.0, **minutes},
                        events=events, sensitive_events=sad, holidays=(date(2026, 12, 25),))
    assert read_settings(settings_text(settings)) == settings


def test_the_file_is_written_with_comments_on_first_use(home: Home) -> None:
    assert load_settings(home) == Settings()
    text = home.settings.read_text(encoding="utf-8")
    assert sum(line.startswith("#") for line in text.splitlines()) > 10
    home.settings.write_text(text.replace('"UTC"', '"Europe/Berlin"'), encoding="utf-8")
    assert load_settings(home).timezone == "Europe/Berlin"


@pytest.mark.parametrize(("text", "says"), [
    ("timezone = 'Mars/Base'", "timezone must be a time zone such as Europe/Berlin"),
    ("currency = 'euro'", "currency must be a three-letter code"),
    ("week_start = 'friday'", "week_start must be monday or sunday"),
    ("[business_hours]\nmonday = ['18:00', '08:00']", "monday must be opening before closing"),
    ("[business_hours]\nmoonday = ['08:00', '18:00']", "business_hours.moonday must be a weekday"),
    ("[sla_minutes]\nx = 0", "sla_minutes.x must be a number of minutes above 0"),
    ("[sla_minutes]\nx = true", "sla_minutes.x must be"),
    ("holidays = ['2026-02-30']", "holidays must be a date"),
    ("colour = 'red'", "colour is not a setting"),
    ("[business_hours]\nmonday = ['08:00+02:00', '18:00']", "a time of day without an offset"),
    ("[business_hours]\nmonday = ['24:00', '24:00']", "a time of day such as 08:00"),
    ("[sla_minutes]\n' ' = 5", "sla_minutes must be a table"),
    ("care_departments = 'customer care'", "care_departments must be a list of texts"),
    ("care_departments = ['']", "care_departments must be some text"),
    ("company = ", "is not valid TOML"),
    ("[[events]]\nname = 'a'\nstart = 2026-02-02\nend = 2026-02-01", "events.end must be after"),
])
def test_a_wrong_setting_is_named(text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(text)


def test_defaults_are_filled_in() -> None:
    settings = read_settings("company = 'A'\n[business_hours]\nmonday = ['09:00', '12:30']")
    assert settings.business_hours == {"monday": (time(9), time(12, 30))}
    assert settings.target_minutes("fax") == settings.sla_minutes["default"]
    assert settings.is_social("x")
    assert not settings.is_social("phone")


def test_departments_of_the_care_team_are_compared_in_small_letters() -> None:
    assert read_settings("").care_departments == ("customer care",)
    found = read_settings("care_departments = [' Customer Care ', 'Retail']")
    assert found.care_departments == ("customer care", "retail")
    assert read_settings(settings_text(found)) == found
    assert read_settings("care_departments = []").care_departments == ()


def test_a_file_that_is_not_utf_8_is_told(home: Home) -> None:
    home.path.mkdir(parents=True)
    home.settings.write_bytes("company = 'Müller'".encode("latin-1"))
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load_settings(home)
    home.settings.write_bytes(b"\xef\xbb\xbfcompany = 'Ann'")
    assert load_settings(home).company == "Ann"


def test_a_holiday_with_a_time_of_day_is_its_day() -> None:
    found = read_settings("holidays = [2026-12-25T00:00:00, 2026-12-26]").holidays
    assert found == (date(2026, 12, 25), date(2026, 12, 26))
    assert {type(day) for day in found} == {date}


def test_channels_of_targets_are_read_as_the_lake_writes_them() -> None:
    assert read_settings("[sla_minutes]\n' Phone ' = 3").target_minutes("phone") == 3


def test_a_desk_that_never_closes_is_open_to_the_last_second_and_reads_back_the_same() -> None:
    days = "\n".join(f"{day} = ['00:00', '24:00']" for day in WEEKDAYS)
    settings = read_settings("[business_hours]\n" + days)
    seconds = days_frame(date(2026, 3, 2), date(2026, 3, 3), settings)["open_seconds_before"][1]
    assert abs(seconds - 86_400) <= 1
    assert read_settings(settings_text(settings)) == settings
