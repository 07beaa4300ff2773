"""The mails: what each says, and what the person is told when it could not be sent."""

from __future__ import annotations

import logging
from typing import Any

from flask import flash, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import mail
from app.domain import accounts as people
from app.domain.models import Account, ContactRequest, Organisation
from config.settings import Settings

log = logging.getLogger(__name__)


def _address(settings: Settings, endpoint: str, **values: Any) -> str:
    return settings.public_url.rstrip("/") + url_for(endpoint, **values)


def send_confirmation(settings: Settings, account: Account) -> None:
    """Mail the link that shows that the address is theirs, and say so on the next page."""
    link = _address(settings, "accounts.confirm", token=people.confirmation_token(account, settings.secret_key))
    body = f"Hello {account.name},\n\nopen this address to confirm that you read mail here. It works for a week.\n\n{link}\n"
    try:
        mail.send(settings, account.email, "Confirm your e-mail address", body)
        flash(f"We have sent a link to {account.email}. Open it to confirm that the address is yours.", "info")
    except mail.MailError:
        flash("The confirmation mail could not be sent just now. Ask for it again on your account page.", "warning")


def send_password_link(settings: Settings, session: Session, email: str) -> None:
    """Mail a link to set a new password, if the address has an account; say nothing about whether it has."""
    account = session.scalars(select(Account).where(Account.email == email.strip().lower())).first()
    if account is None:
        return
    link = _address(settings, "accounts.new_password", token=people.password_token(account, settings.secret_key))
    body = f"Hello {account.name},\n\nopen this address to set a new password. It works once, for a day.\n\n{link}\n"
    try:
        mail.send(settings, account.email, "Set a new password", body)
    except mail.MailError:
        return  # noted in the log; telling the page would tell who has an account


def send_invitation(settings: Settings, colleague: Account, *, by: str) -> None:
    """Mail a colleague the link with which they set their password."""
    link = _address(settings, "accounts.new_password", token=people.password_token(colleague, settings.secret_key))
    body = f"Hello {colleague.name},\n\n{by} invites you to search for people on Evident. Set your password here, within a day:\n\n{link}\n"
    try:
        mail.send(settings, colleague.email, f"{by} invites you to Evident", body)
        flash(f"We have sent an invitation to {colleague.email}.", "info")
    except mail.MailError:
        flash("The account is there, but the mail could not be sent. They can ask for a link under 'Forgotten password'.", "warning")


def send_admission(settings: Settings, session: Session, organisation: Organisation) -> bool:
    """Mail every recruiter of an organisation that it has been admitted; False when a mail could not be sent.

    Only to addresses that were shown to be theirs. Stops at the first failure: a server that is away would be waited for again each time.
    """
    theirs = Account.organisation_id == organisation.id, Account.email_confirmed_at.is_not(None)
    for account in session.scalars(select(Account).where(*theirs).order_by(Account.id)):
        body = (
            f"Hello {account.name},\n\n{organisation.name} has been admitted. "
            f"Sign in and search for people by what they have shown:\n\n{settings.public_url}\n"
        )
        try:
            mail.send(settings, account.email, f"{organisation.name} can search on Evident now", body)
        except mail.MailError:
            log.warning("account %s was not told that organisation %s is admitted", account.id, organisation.id)
            return False
    return True


def send_contact_request(settings: Settings, session: Session, request_id: str) -> None:
    """Mail a learner that an organisation asks to be put in touch: its name and the page, nothing of what it wrote."""
    request = session.get(ContactRequest, request_id)
    if request is None:  # whoever it was to has just left
        return
    name, link = request.organisation.name, _address(settings, "learners.requests_page")
    body = f"{name} asks to be put in touch with you. Read what it is about, and decide whether they may reach you:\n\n{link}\n"
    _send_about(settings, request, request.learner.account, f"{name} asks to be put in touch", body)


def send_contact_answer(settings: Settings, session: Session, request_id: str) -> None:
    """Mail the recruiter who asked that there is an answer: neither whose it is nor what it says."""
    request = session.get(ContactRequest, request_id)
    asker = request.asker if request else None
    if request is None or asker is None or asker.organisation_id != request.organisation_id:
        return
    link = _address(settings, "recruiters.contacts_page")
    body = f"Somebody whom you asked to be put in touch has answered. Read it here:\n\n{link}\n"
    _send_about(settings, request, asker, "Somebody you asked has answered", body)


def _send_about(settings: Settings, request: ContactRequest, account: Account, subject: str, body: str) -> None:
    """Only to an address that was shown to be theirs. One that is not sent is no loss: it stands on the page."""
    if account.email_confirmed_at is None:
        return
    try:
        mail.send(settings, account.email, subject, f"Hello {account.name},\n\n{body}")
    except mail.MailError:
        log.warning("account %s was not told about contact request %s", account.id, request.id)
