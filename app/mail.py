"""Mail to one person: to the terminal by default, by SMTP in production. Logs never name the address."""

from __future__ import annotations

import logging
import smtplib
import ssl
import sys
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from config.settings import Settings

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10


class MailError(Exception):
    """The message could not be handed over; nothing was sent."""


def send(settings: Settings, to: str, subject: str, body: str) -> None:
    """Send a plain-text message. Raises `MailError` when the mail server does not take it."""
    if settings.mail_url == "console:":
        print(f"\n--- mail to {to}: {subject}\n{body}\n---", file=sys.stderr, flush=True)
        return
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message.set_content(body)
    try:
        _hand_over(settings.mail_url, message)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail was not sent: %s", type(error).__name__)
        raise MailError("The mail server did not take the message.") from error


def _hand_over(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    context = ssl.create_default_context()
    host, secure = parts.hostname or "", parts.scheme == "smtps"
    if secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS)
    with server:
        if not secure and parts.username:  # a password never travels in the clear
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
