"""The whole seeding, in the order in which a portal comes to life. Takes about twenty seconds on two cores."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain import schema
from app.domain.models import OutboxRow
from app.services import Services
from demo.progress import Step, step
from demo.seed.checking import sign_and_check
from demo.seed.frameworks import load_frameworks
from demo.seed.imports import Importer
from demo.seed.looks import take_looks
from demo.seed.people import found_organisations, register_learners
from demo.seed.requests import make_requests
from demo.world.model import World
from indexer import relay


def seed(services: Services, world: World) -> None:
    """Fill an empty database and index with the world. The outside web must answer already."""
    schema.upgrade(services.database)
    services.engine.setup()
    with step("Loading competencies", len(world.competencies)) as progress:
        load_frameworks(services, world, progress)
    organisations = found_organisations(services, world)
    with step("Registering learners", len(world.learners)) as progress:
        learners = register_learners(services, world, progress)
    importer = Importer(services, world, learners, organisations)
    with step("Signing, checking, importing", len(world.awards) + len(world.testimonials)) as progress:
        _import_all(importer, world, progress)
    take_looks(services, learners, organisations)
    make_requests(services, world, learners)
    with step("Indexing", len(world.learners)) as progress:
        _index_all(services, progress)


def _import_all(importer: Importer, world: World, progress: Step) -> None:
    for checked in sign_and_check(world):
        importer.take(checked)
        progress.advance(len(checked), note=f"{checked[-1].signed.filename}")


def _index_all(services: Services, progress: Step) -> None:
    """Drain the outbox as the worker would, and count people rather than notes."""
    while waiting := _waiting(services):
        if not relay.drain(services, batches=1):
            raise RuntimeError(f"{waiting} learners could not be indexed; see the log above")
        progress.advance(waiting - _waiting(services))


def _waiting(services: Services) -> int:
    with services.database.reading() as session:
        return int(session.scalar(select(func.count(OutboxRow.learner_id.distinct()))) or 0)
