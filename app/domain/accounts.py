"""Accounts: register, confirm an e-mail address, sign in, change, delete.

Passwords are hashed with argon2id (the library's current recommendation). Signing in takes the same time whether the address is
known or not. Confirmation tokens are signed and carry a purpose, so that one kind never serves for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain import outbox
from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, Credential, Learner, Organisation, Role
from app.domain.plain import one_line

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("no account has this password")
_EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@.\x00-\x1f]+(\.[^\s@.\x00-\x1f]+)+")
SHORTEST_PASSWORD = 10
CONFIRMATION_LASTS = 7 * 24 * 3600
PASSWORD_LINK_LASTS = 24 * 3600


def normal_email(text: str) -> str:
    """An e-mail address as it is compared: trimmed and in lower case. Raises `InvalidError` when it cannot be one."""
    email = text.strip().lower()
    if len(email) > 320 or not _EMAIL.fullmatch(email):
        raise InvalidError("This does not look like an e-mail address. Expected something like name@example.org.", field="email")
    return email


def register(
    session: Session,
    *,
    email: str,
    password: str | None,
    name: str,
    role: Role,
    now: datetime,
    organisation: Organisation | None = None,
) -> Account:
    """Open an account; a learner's comes with an empty, invisible profile. Without a password nobody can sign in to it.

    Raises `InvalidError` for a wrong value and `DuplicateError` when the address has an account already.
    """
    email, name = normal_email(email), usable_name(name)
    taken = DuplicateError("There is an account with this e-mail address already.", next_step="Sign in instead.", field="email")
    if session.scalar(select(Account.id).where(Account.email == email)):
        raise taken
    account = Account(
        email=email,
        password_hash=None if password is None else hash_password(password),
        name=name,
        role=role,
        organisation=organisation,
        created_at=now,
        session_epoch=0,
    )
    try:
        with session.begin_nested():  # somebody may have registered the address since we looked
            session.add(account)
    except IntegrityError as error:
        raise taken from error
    if role is Role.LEARNER:
        session.add(Learner(account=account, shown_name=account.name, version=1))
    session.flush()
    return account


def usable_name(text: str) -> str:
    """A name on one line. Raises `InvalidError` when nothing is left of it."""
    name = one_line(text, limit=200)
    if not name:
        raise InvalidError("A name is needed: it is how others will address you.", field="name")
    return name


def require_good_password(password: str) -> None:
    """Raises `InvalidError` for a password that is too short to be worth anything, or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= 200:
        raise InvalidError(
            f"A password needs at least {SHORTEST_PASSWORD} characters (and at most 200); this one has {len(password)}.",
            next_step="Three or four unrelated words are easy to keep in mind.",
            field="password",
        )


def hash_password(password: str) -> str:
    """Hash a password. Raises `InvalidError` like `require_good_password`."""
    require_good_password(password)
    return _HASHER.hash(password)


def authenticate(session: Session, *, email: str, password: str) -> Account | None:
    """The account whose address and password these are, else None; takes equally long in every case."""
    account = account_by_email(session, email)
    stored = account.password_hash if account is not None and account.password_hash else _NOBODY
    try:
        _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return None
    return account if account is not None and account.password_hash else None


def account_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, however it is typed; None also for what cannot be an address."""
    try:
        address = normal_email(email)
    except InvalidError:
        return None
    return session.scalars(select(Account).where(Account.email == address)).first()


def rename(account: Account, name: str) -> None:
    """Change what the portal calls the person. Raises `InvalidError` for an empty name."""
    account.name = usable_name(name)


def change_password(session: Session, account: Account, password: str) -> None:
    """Set a new password and end every open session of the account."""
    account.password_hash = hash_password(password)
    end_sessions(account)


def end_sessions(account: Account) -> None:
    """Sign the account out everywhere. A session lives in its browser's cookie alone, so a copy of one cannot be ended by itself."""
    account.session_epoch += 1


def confirmation_token(account: Account, secret: str) -> str:
    """A link part that proves, when it comes back, that its reader gets mail at the account's address."""
    return URLSafeTimedSerializer(secret, salt="confirm-email").dumps([account.id, account.email])


def confirm_email(session: Session, token: str, secret: str, *, now: datetime) -> Account:
    """Mark the address as confirmed. Raises `InvalidError` for a link that is altered, too old, or for another address."""
    refused = InvalidError("This confirmation link is not valid any more.", next_step="Sign in and ask for a new one.")
    try:
        account_id, email = URLSafeTimedSerializer(secret, salt="confirm-email").loads(token, max_age=CONFIRMATION_LASTS)
    except BadSignature as error:
        raise refused from error
    account = session.get(Account, account_id)
    if account is None or account.email != email:
        raise refused
    account.email_confirmed_at = account.email_confirmed_at or now
    return account


def password_token(account: Account, secret: str) -> str:
    """A link part that lets its reader set the account's password, once: it names the epoch, which setting a password counts up."""
    return URLSafeTimedSerializer(secret, salt="set-password").dumps([account.id, account.session_epoch])


def account_for_token(session: Session, token: str, secret: str) -> Account:
    """The account whose password the token may set. Raises `InvalidError` when it is altered, too old or used."""
    refused = InvalidError("This link is not valid any more: it has been used, or is older than a day.", next_step="Ask for a new one.")
    try:
        account_id, epoch = URLSafeTimedSerializer(secret, salt="set-password").loads(token, max_age=PASSWORD_LINK_LASTS)
    except BadSignature as error:
        raise refused from error
    account = session.get(Account, account_id)
    if account is None or account.session_epoch != epoch:
        raise refused
    return account


def set_password(session: Session, token: str, password: str, secret: str, *, now: datetime) -> Account:
    """Set the password by a mailed link, which also shows that the address is the account's."""
    account = account_for_token(session, token, secret)
    change_password(session, account, password)
    account.email_confirmed_at = account.email_confirmed_at or now
    return account


def proven_identifiers(account: Account) -> tuple[str, ...]:
    """What the learner has shown to be theirs: the e-mail address once it is confirmed."""
    return (account.email,) if account.email_confirmed_at else ()


def learner_of(session: Session, account_id: str) -> Learner:
    """The learner behind an account. Raises `NotFoundError` for accounts of another role."""
    learner = session.scalars(select(Learner).where(Learner.account_id == account_id)).first()
    if learner is None:
        raise NotFoundError("This page is for learners, and this account is not one.")
    return learner


def describe_learner(session: Session, learner: Learner, *, shown_name: str, headline: str, place: str, now: datetime) -> None:
    """Change what recruiters read at the top of the profile."""
    learner.shown_name = one_line(shown_name, limit=200)
    if not learner.shown_name:
        raise InvalidError("Recruiters need something to call you: a name, initials, or a nickname.", field="shown_name")
    learner.headline, learner.place = one_line(headline, limit=300), one_line(place, limit=200)
    session.flush()
    outbox.touch(session, learner.id, now=now, narrowing=True)


def delete_account(session: Session, account: Account, *, now: datetime) -> None:
    """Erase the account and everything that hangs on it; the index is told in the same transaction.

    What stays: audit entries, which hold ids and no personal data, the credential's issuer, which is not the learner's, and a
    recruiter's organisation. Raises `RefusedError` for the last admin: nobody could admit organisations or answer appeals.
    """
    _refuse_last_admin(session, account)
    learner = session.scalars(select(Learner).where(Learner.account_id == account.id)).first()
    if learner is not None:
        outbox.note_removal(session, learner, now=now)
        session.execute(update(Credential).where(Credential.learner_id == learner.id).values(original=b""))
        session.delete(learner)
    session.flush()
    session.delete(account)


def _refuse_last_admin(session: Session, account: Account) -> None:
    others = select(Account.id).where(Account.role == Role.ADMIN, Account.id != account.id)
    if account.role == Role.ADMIN and session.scalars(others.limit(1)).first() is None:
        raise RefusedError(
            "You are the only admin here, so your account was not deleted.",
            next_step="Add another admin first, with `evident user add`.",
        )


def colleagues_of(session: Session, account: Account) -> Sequence[Account]:
    """Everybody who recruits for the same organisation, by name."""
    same = select(Account).where(Account.organisation_id == account.organisation_id, Account.organisation_id.is_not(None))
    return session.scalars(same.order_by(Account.name, Account.id)).all()


def count_by_role(session: Session) -> dict[str, int]:
    rows = session.execute(select(Account.role, func.count()).group_by(Account.role))
    return {str(role): int(count) for role, count in rows}
