"""docker-compose.yml and Dockerfile, held against the settings, the locks and the servers that the tests run on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
import redis
import yaml

from config.settings import VARIABLES, load_settings
from tests.support import environment
from tests.support.environment import CHECKOUT

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = ("web", "worker", "beat", "migrate")
FOREIGN = ("postgres", "redis", "elasticsearch")
SECRETS = {"EVIDENT_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "ELASTIC_PASSWORD"}
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
# `${NAME}`, `${NAME:-default}` and `${NAME:?message}`; a doubled dollar is the container's own.
REFERENCE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<kind>:[-?])?(?P<rest>[^}]*)\}")


def filled(value: str, given: Mapping[str, str]) -> str:
    """What compose puts in the place of references, when `given` is the whole environment."""
    return REFERENCE.sub(lambda m: given.get(m["name"]) or (m["rest"] if m["kind"] == ":-" else ""), value)


def major(image: str) -> int:
    return int(re.split(r"[.-]", image.rpartition(":")[2])[0])


def elasticsearch_of_the_tests() -> str:
    script = (CHECKOUT / "scripts" / "services" / "elasticsearch.sh").read_text(encoding="utf-8")
    found = re.search(r"^ES_VERSION=(\S+)", script, re.MULTILINE)
    assert found
    return found[1]


def test_the_parts_of_production_are_all_there() -> None:
    assert set(SERVICES) == {*OWN, *FOREIGN}


def test_our_four_services_run_one_image_with_the_same_settings() -> None:
    assert len({SERVICES[service]["image"] for service in OWN}) == 1
    assert all(SERVICES[service]["environment"] == SERVICES["web"]["environment"] for service in OWN)


def test_every_setting_reaches_the_containers_and_no_other_name_does() -> None:
    # The data folder is the image's own business: nothing of value is kept in it.
    assert set(SERVICES["web"]["environment"]) == {v.name for v in VARIABLES} - {"EVIDENT_DATA_DIR"}


def test_the_settings_are_accepted_when_only_the_required_values_are_given() -> None:
    given = dict.fromkeys(SECRETS, "0123456789abcdef" * 2) | {"EVIDENT_PUBLIC_URL": "https://evident.example"}
    settings = load_settings({name: filled(value, given) for name, value in SERVICES["web"]["environment"].items()})
    assert settings.database_url.startswith("postgresql+psycopg://evident:0123456789abcdef")
    assert settings.search_url.startswith("http://elastic:0123456789abcdef")
    assert settings.broker_url
    assert settings.broker_url != settings.ratelimit_url


def test_a_default_that_compose_repeats_is_the_settings_own() -> None:
    # Production differs on purpose in these.
    different = {"EVIDENT_TRUSTED_PROXIES"}
    own = {variable.name: variable.default for variable in VARIABLES if variable.name not in different}
    repeated = {m["name"]: m["rest"] for v in SERVICES["web"]["environment"].values() for m in REFERENCE.finditer(v) if m["kind"] == ":-"}
    assert {name: default for name, default in repeated.items() if own.get(name, default) != default} == {}


def test_a_secret_has_no_default_and_its_absence_stops_the_start() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    kinds = {(m["name"], m["kind"]) for m in REFERENCE.finditer(text)}
    assert {kind for name, kind in kinds if name in SECRETS} == {":?"}
    assert {name for name, _ in kinds} >= SECRETS


def test_only_the_web_service_publishes_a_port_and_only_on_this_machine() -> None:
    published = {service: body["ports"] for service, body in SERVICES.items() if "ports" in body}
    assert list(published) == ["web"]
    assert [filled(port, {}) for port in published["web"]] == ["127.0.0.1:8000:8000"]


def test_the_databases_are_on_a_network_without_a_way_out() -> None:
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert all(SERVICES[service]["networks"] == ["data"] for service in (*FOREIGN, "beat", "migrate"))


@pytest.mark.parametrize("service", [s for s in SERVICES if s != "migrate"])
def test_a_service_that_stays_up_has_a_health_check_and_is_started_again(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_nothing_starts_before_the_migrations_have_run() -> None:
    for service in ("web", "worker", "beat"):
        assert SERVICES[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(service: str) -> None:
    body = SERVICES[service]
    assert body["cap_drop"] == ["ALL"]
    assert body["security_opt"] == ["no-new-privileges:true"]
    assert body["mem_limit"]
    # Elasticsearch writes its keystore below its own configuration.
    assert body.get("read_only") is True or service == "elasticsearch"


def test_the_image_is_built_from_locked_hashes_and_runs_as_an_ordinary_user() -> None:
    assert "--require-hashes --requirement requirements/production.lock" in DOCKERFILE
    assert DOCKERFILE.index("USER evident") < DOCKERFILE.index("CMD [")
    assert "HEALTHCHECK" in DOCKERFILE


def test_every_folder_that_the_image_copies_reaches_the_builder() -> None:
    allowed = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    copied = {word for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()}
    assert copied == allowed


def test_an_image_names_its_version() -> None:
    assert all(re.search(r":\d", SERVICES[service]["image"]) for service in FOREIGN)


def test_production_has_the_elasticsearch_that_the_tests_run_on_and_its_client() -> None:
    locked = re.search(r"^elasticsearch==(\d+)", (CHECKOUT / "requirements" / "production.lock").read_text(), re.MULTILINE)
    assert locked
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{elasticsearch_of_the_tests()}"
    assert major(SERVICES["elasticsearch"]["image"]) == int(locked[1])


@pytest.mark.servers
def test_the_postgresql_of_the_tests_is_the_major_of_production() -> None:
    with psycopg.connect(environment.postgres_url().replace("+psycopg", "")) as connection:
        assert connection.info.server_version // 10_000 == major(SERVICES["postgres"]["image"])


@pytest.mark.servers
def test_the_redis_of_the_tests_is_the_major_of_production() -> None:
    version = str(redis.Redis.from_url(environment.redis_url()).info("server")["redis_version"])
    assert int(version.split(".")[0]) == major(SERVICES["redis"]["image"])


@pytest.mark.servers
def test_the_elasticsearch_of_the_tests_is_the_version_that_the_script_names() -> None:
    with urlopen(environment.elasticsearch_url(), timeout=10) as answer:
        assert yaml.safe_load(answer.read())["version"]["number"] == elasticsearch_of_the_tests()
