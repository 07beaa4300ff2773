"""Accounts: the learners, three organisations with their recruiters, an admin, and the sign-ins that are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain import accounts, moderation
from app.domain.models import Account, Organisation, OrganisationState, Role
from app.services import Services
from demo.progress import Step
from demo.world import model
from demo.world.people import HERO


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account that can be signed in to. The passwords stand here for everybody to read, and are printed."""

    role: Role
    name: str
    email: str
    password: str
    organisation: str = ""


SIGN_INS: tuple[SignIn, ...] = (
    SignIn(Role.LEARNER, HERO.name, HERO.email, "amber-tram-lantern"),
    SignIn(Role.RECRUITER, "Rita Rowe", "rita.rowe@acme-mobility.example", "copper-quay-window", "acme-mobility"),
    SignIn(Role.ADMIN, "Ada Admin", "ada@evident.example", "silver-gate-keeper"),
)
# Further people who can sign in, with Rita's password: for trying what another organisation sees, and one that still waits.
OTHERS: tuple[SignIn, ...] = (
    SignIn(Role.RECRUITER, "Leon Lake", "leon.lake@lakeland-health.example", "copper-quay-window", "lakeland-health"),
    SignIn(Role.RECRUITER, "Bea Brisk", "bea.brisk@brisk-staffing.example", "copper-quay-window", "brisk-staffing"),
)
WELCOME = {
    "acme-mobility": "Known to us; the register entry and the web site agree. Spoke with the head of personnel.",
    "lakeland-health": "Public body. Confirmed by letter of the data office.",
}


def found_organisations(services: Services, world: model.World) -> dict[str, str]:
    """Slug -> id. The approved ones were approved by the admin, with reasons that stand in the audit log."""
    with services.database.writing() as session:
        admin = _register(session, SIGN_INS[2], {}, now=world.now - timedelta(days=400))
        found = {o.slug: _found(session, o, admin, now=world.now - timedelta(days=90)) for o in world.organisations}
        for person in (*SIGN_INS[1:2], *OTHERS):
            _register(session, person, found, now=world.now - timedelta(days=80))
        return {slug: organisation.id for slug, organisation in found.items()}


def _found(session: Session, item: model.Organisation, admin: Account, *, now: datetime) -> Organisation:
    organisation = moderation.found_organisation(
        session, name=item.name, website=f"https://{item.domain}", purpose=item.purpose, now=now
    )
    if item.state == "approved":
        state, reason = OrganisationState.APPROVED, WELCOME[item.slug]
        moderation.decide_organisation(session, organisation, state, reason=reason, actor=admin, now=now + timedelta(days=1))
    return organisation


def _register(session: Session, person: SignIn, organisations: dict[str, Organisation], *, now: datetime) -> Account:
    account = accounts.register(
        session,
        email=person.email,
        password=person.password,
        name=person.name,
        role=person.role,
        now=now,
        organisation=organisations.get(person.organisation),
    )
    _confirm(session, account, now=now)
    return account


def _confirm(session: Session, account: Account, *, now: datetime) -> None:
    """Confirm the address by the same link that a mail would carry; its secret lives for this call only."""
    accounts.confirm_email(session, accounts.confirmation_token(account, "demo"), "demo", now=now)


def register_learners(services: Services, world: model.World, progress: Step) -> dict[str, str]:
    """Slug -> learner id. Only the printed learner has a password: hashing 150 of them would take half a minute."""
    found = {}
    passwords = {person.email: person.password for person in SIGN_INS}
    with services.database.writing() as session:
        for item in world.learners:
            account = accounts.register(
                session,
                email=item.email,
                password=passwords.get(item.email),
                name=item.name,
                role=Role.LEARNER,
                now=world.now - timedelta(days=30),
            )
            _confirm(session, account, now=world.now - timedelta(days=30))
            learner = accounts.learner_of(session, account.id)
            accounts.describe_learner(
                session, learner, shown_name=item.name, headline=item.headline, place=item.place, now=world.now
            )
            found[item.slug] = learner.id
            progress.advance(note=item.name)
    return found
