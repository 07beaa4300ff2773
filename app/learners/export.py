"""Everything there is about a learner, as a ZIP: to keep, or to take to another wallet."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import contacts, publishing
from app.domain.models import ContactRequest, Credential, Learner
from app.learners.collection import ENDINGS, looks
from indexer.verification.codec import report_to_json

README = """This is everything that Evident holds about you, as of {moment}.

credentials/   the original files, byte for byte as you imported them: any verifier or wallet can read them
reports/       the latest report on each: what was checked, when, and with which outcome
profile.json   your account and what recruiters read at the top of your page
choices.json   for each credential and each piece of its evidence, who may see it
looks.json     which organisation opened what, and when
requests.json  who asked to be put in touch with you, what they wrote, and what you answered
"""


def archive(session: Session, learner: Learner, *, now: datetime) -> bytes:
    """The ZIP file's bytes."""
    held = publishing.credentials_of(session, learner)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", README.format(moment=now.isoformat()))
        file.writestr("profile.json", _json(_profile(learner)))
        file.writestr("choices.json", _json([_choices(c, n) for n, c in enumerate(held, 1)]))
        file.writestr("looks.json", _json([_look(look) for look in looks(session, learner, limit=100_000)]))
        file.writestr("requests.json", _json([_request(each, now) for each in contacts.requests_to(session, learner)]))
        for number, credential in enumerate(held, 1):
            file.writestr(_name(credential, number), credential.original)
            report = publishing.latest_report(session, credential)
            file.writestr(f"reports/{number:03}.json", _json(report_to_json(report)))
    return buffer.getvalue()


def _name(credential: Credential, number: int) -> str:
    return f"credentials/{number:03}{ENDINGS.get(credential.media_type, '.txt')}"


def _profile(learner: Learner) -> dict[str, object]:
    account = learner.account
    confirmed = account.email_confirmed_at
    return {
        "name": account.name,
        "email": account.email,
        "email_confirmed_at": confirmed.isoformat() if confirmed else None,
        "created_at": account.created_at.isoformat(),
        "shown_name": learner.shown_name,
        "headline": learner.headline,
        "place": learner.place,
    }


def _choices(credential: Credential, number: int) -> dict[str, object]:
    return {
        "file": _name(credential, number),
        "title": credential.title,
        "imported_at": credential.imported_at.isoformat(),
        "shown": [
            {
                "piece": p.piece or "the credential",
                "audience": str(p.audience),
                "organisations": [o.name for o in p.organisations],
                "since": p.published_at.isoformat(),
            }
            for p in credential.publications
        ],
    }


def _look(look: object) -> dict[str, str]:
    return {name: str(getattr(look, name)) for name in ("organisation", "what", "title", "at")}


def _request(request: ContactRequest, now: datetime) -> dict[str, object]:
    return {
        "organisation": request.organisation.name,
        "recruiter": request.asker.name if request.asker else None,
        "asked_at": request.asked_at.isoformat(),
        "text": request.text,
        "until": request.until.isoformat(),
        "state": str(contacts.state_of(request, now=now)),
        "since": request.since.isoformat(),
        "answer": request.answer,
        "may_not_ask_again": request.barred,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
