"""A few requests to be put in touch, and what became of them, so that both sides have something to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import contacts
from app.domain.models import Account, Learner
from app.services import Services
from demo.seed.people import SIGN_INS
from demo.world.model import Audience, Flaw, World
from demo.world.people import HERO

TO_HERO = """Dear Ana,

we run the timetable and ticket data of eleven towns, and look for somebody to lead the pipelines behind them. Your capstone on the \
punctuality of public transport is close to what we do every day.

The post is in Eastmere, 32 to 40 hours a week, two days from home, 58,000 to 66,000 a year. It starts in spring."""
TO_OTHERS = """We look for a second person in our data office in Eastmere: reports on ticket sales, 24 hours a week, 39,000 a year. \
Your credentials show the care with figures that we miss. May we tell you more?"""


def make_requests(services: Services, world: World, learners: Mapping[str, str]) -> None:
    """Ask the printed learner, who has not answered yet, and two others: one has said yes, one no."""
    says_yes, says_no = _two_others(world)
    with services.database.writing() as session:
        rita = session.scalars(select(Account).where(Account.email == SIGN_INS[1].email)).one()
        agrees, declines = (session.get_one(Learner, learners[slug]) for slug in (says_yes, says_no))
        accepted = _ask(session, rita, agrees.id, TO_OTHERS, world, days=24.2)
        declined = _ask(session, rita, declines.id, TO_OTHERS, world, days=24.1)
        _ask(session, rita, learners[HERO.slug], TO_HERO, world, days=3.4)
        how = f"{agrees.account.email}, or by telephone after six"
        contacts.accept(session, agrees, accepted, how=how, now=world.now - timedelta(days=22.7))
        contacts.decline(session, declines, declined, bar=False, now=world.now - timedelta(days=21.9))


def _ask(session: Session, by: Account, learner_id: str, text: str, world: World, *, days: float) -> str:
    return contacts.ask(session, by, learner_id, text=text, now=world.now - timedelta(days=days)).id


def _two_others(world: World) -> tuple[str, str]:
    """The first two other people whom every recruiter sees."""
    seen = dict.fromkeys(_seen_by_all(world))
    first, second, *_ = seen
    return first, second


def _seen_by_all(world: World) -> Iterator[str]:
    for award in world.awards:
        shown = award.audience is Audience.EVERYONE and award.flaw is Flaw.NONE
        if shown and award.learner.slug != HERO.slug and award.achievement.issuer is not None:
            yield award.learner.slug
