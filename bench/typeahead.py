"""Type-ahead over as many labels as all of ESCO has: how long a suggestion takes, in the process and as a whole request."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence

from app.domain import accounts, frameworks, moderation
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.models import OrganisationState, Role
from app.portal import create_app
from app.search.typeahead import Typeahead
from app.services import Services, open_services
from bench.frame import Measure, p95
from bench.labels import LABELS, entries, typed
from bench.search_world import people
from config.settings import load_settings

GOAL_MS = 50
TIMES = 300
PEOPLE = 2000


def run() -> list[Measure]:
    typeahead = Typeahead(entries())
    kinds = {
        "a whole label": [text for _, text in typed(number=TIMES, slips=False)],
        "a label with a slip": [text for _, text in typed(number=TIMES, slips=True)],
        "half a label": [text[: max(2, len(text) // 2)] for _, text in typed(number=TIMES, slips=False)],
        "one or two letters": [text[: 1 + n % 2] for n, (_, text) in enumerate(typed(number=TIMES, slips=False))],
    }
    return [_measure(f"suggest, p95: {kind}", typeahead.suggest, texts) for kind, texts in kinds.items()] + [_request()]


def _measure(name: str, ask: Callable[[str], object], texts: Sequence[str]) -> Measure:
    ask(texts[0])
    taken = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        taken.append((time.perf_counter() - start) * 1000)
    return Measure(name, p95(taken), "ms", goal=GOAL_MS, note=f"p50 {statistics.median(taken):.1f} ms, {LABELS} labels")


def _request() -> Measure:
    """The request of the page while somebody types: suggestions with how many people there are."""
    with tempfile.TemporaryDirectory() as folder:
        secret = "nothing is signed here " * 2
        parts = open_services(load_settings({"EVIDENT_DATA_DIR": folder, "EVIDENT_SECRET_KEY": secret, "EVIDENT_LOG_LEVEL": "WARNING"}))
        client = create_app(services=parts).test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = _recruiter(parts), True
        texts = [text for _, text in typed(number=TIMES, slips=True)]
        measure = _measure("request, p95: a label with a slip", lambda q: client.get("/api/v1/competencies", query_string={"q": q}), texts)
        parts.database.close()
    return measure


def _recruiter(parts: Services) -> str:
    """Load the labels and some people; returns who is signed in."""
    loaded = [LoadedCompetency(e.key, e.label, e.alt_labels) for e in entries()]
    now = parts.clock()
    with parts.database.writing() as session:
        frameworks.load(session, LoadedFramework("https://skills.example/", "Labels", loaded), now=now)
        founded = moderation.found_organisation(session, name="Bench", website="", purpose="Numbers", now=now)
        founded.state = OrganisationState.APPROVED
        words = {"email": "rita@bench.example", "password": "copper quay window", "name": "Rita"}
        account = accounts.register(session, **words, role=Role.RECRUITER, now=now, organisation=founded)
    parts.engine.setup()
    assert parts.engine.write(list(people(PEOPLE))) == []
    return f"{account.id}:{account.session_epoch}"
