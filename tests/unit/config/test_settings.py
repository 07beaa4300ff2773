"""Settings: read once, refused by name, completed with what a single machine needs."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config.settings import VARIABLES, SettingsError, load_settings

SECRET = "0123456789abcdef" * 2


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings({"EVIDENT_SECRET_KEY": SECRET} | environ)
    return str(caught.value)


def test_an_empty_environment_is_a_working_embedded_installation(tmp_path: Path) -> None:
    settings = load_settings({"EVIDENT_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/evident.sqlite3"
    assert settings.search_url == f"embedded:{tmp_path}/search.sqlite3"
    assert settings.broker_url == ""


def test_a_given_address_is_kept(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "EVIDENT_SECRET_KEY": SECRET,
            "EVIDENT_DATABASE_URL": "postgresql+psycopg://db/evident",
            "EVIDENT_SEARCH_URL": "http://search:9200/people",
        }
    )
    assert settings.database_url == "postgresql+psycopg://db/evident"
    assert settings.search_url == "http://search:9200/people"


def test_the_secret_of_one_machine_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_settings({"EVIDENT_DATA_DIR": str(tmp_path)}).secret_key
    second = load_settings({"EVIDENT_DATA_DIR": str(tmp_path)}).secret_key
    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_given_secret_is_not_written_to_disk(tmp_path: Path) -> None:
    load_settings({"EVIDENT_DATA_DIR": str(tmp_path / "data"), "EVIDENT_SECRET_KEY": SECRET})
    assert not (tmp_path / "data").exists()


def test_a_misspelt_name_is_refused_and_says_where_the_right_ones_stand() -> None:
    message = refusal({"EVIDENT_SEARCHURL": "embedded:"})
    assert "EVIDENT_SEARCHURL: no such setting" in message
    assert "config/.env.example" in message


FOREIGN = ["EVIDENT_SHARED", "EVIDENT_TEST_STRICT", "EVIDENT_TEST_POSTGRES_URL", "EVIDENT_DEMO_OUTSIDE_PORT", "HOME"]


@pytest.mark.parametrize("name", FOREIGN)
def test_names_that_belong_to_others_are_left_alone(name: str) -> None:
    load_settings({"EVIDENT_SECRET_KEY": SECRET, name: "anything"})


def test_every_wrong_value_is_told_in_one_message() -> None:
    message = refusal({"EVIDENT_LOG_LEVEL": "LOUD", "EVIDENT_UPLOAD_LIMIT": "ten"})
    assert "EVIDENT_LOG_LEVEL: expected one of DEBUG, INFO, WARNING, ERROR, found 'LOUD'" in message
    assert "EVIDENT_UPLOAD_LIMIT: expected a whole number from 65536 to 104857600, found 'ten'" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVIDENT_DATABASE_URL", "mysql://db/evident"),
        ("EVIDENT_DATABASE_URL", "postgresql://db/evident"),  # without the driver SQLAlchemy would look for psycopg2
        ("EVIDENT_SEARCH_URL", ""),
        ("EVIDENT_SEARCH_URL", "search:9200"),
        ("EVIDENT_BROKER_URL", "amqp://queue"),
        ("EVIDENT_SECRET_KEY", "too short"),
        ("EVIDENT_PUBLIC_URL", "evident.example"),
        ("EVIDENT_MAIL_URL", "sendmail:"),
        ("EVIDENT_FETCH_ALLOW", "registry.corp.example"),
        ("EVIDENT_FETCH_ALLOW", "http://registry.corp.example/path"),
        ("EVIDENT_FETCH_ALLOW", "http://good.example ftp://bad.example"),
        ("EVIDENT_REGISTRIES", "no/such/file.json"),
        ("EVIDENT_AUTHORITIES", "no/such/file.pem"),
        ("EVIDENT_UPLOAD_LIMIT", "65535"),
        ("EVIDENT_UPLOAD_LIMIT", "104857601"),
        ("EVIDENT_UPLOAD_LIMIT", "-1"),
        ("EVIDENT_UPLOAD_LIMIT", "٧٠٠٠٠"),  # digits to str.isdigit and to int, but no number that an operator meant
        ("EVIDENT_RATELIMIT_URL", "memcached://cache"),
        ("EVIDENT_RECHECK_GRACE_HOURS", "1.5"),
        ("EVIDENT_TRUSTED_PROXIES", "6"),
        ("EVIDENT_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    assert refusal({name: value}).startswith(f"{name}: expected ")


def test_the_refusal_of_a_secret_does_not_show_it() -> None:
    message = refusal({"EVIDENT_SECRET_KEY": "hunter2"})
    assert "hunter2" not in message
    assert "7 characters" in message


def test_values_are_read_as_what_they_mean(tmp_path: Path) -> None:
    registry = tmp_path / "registry.json"
    registry.write_text("{}")
    settings = load_settings(
        {
            "EVIDENT_SECRET_KEY": SECRET,
            "EVIDENT_FETCH_ALLOW": "http://*.corp.example:8080  https://issuer.example",
            "EVIDENT_REGISTRIES": str(registry),
            "EVIDENT_UPLOAD_LIMIT": " 65536 ",
        }
    )
    assert settings.fetch_allow == ("http://*.corp.example:8080", "https://issuer.example")
    assert settings.registries == (registry,)
    assert settings.upload_limit == 65536


def test_every_default_is_accepted_as_a_value(tmp_path: Path) -> None:
    defaults = {variable.name: variable.default for variable in VARIABLES}
    load_settings(defaults | {"EVIDENT_DATA_DIR": str(tmp_path)})
