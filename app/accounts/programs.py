"""The API tokens of a recruiter's organisation: see them, make one (its text is shown this once), revoke one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.blueprint import accounts
from app.accounts.forms import TokenForm, put_beside
from app.domain import tokens
from app.domain.errors import DomainError, RefusedError
from app.domain.models import Account, ApiToken, Role
from app.domain.tokens import TokenState
from app.domain.visibility import labels_held_by
from app.extensions import limiter
from app.guard import allow
from app.signing_in import now, reading, release, services, signed_in


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token with what has become of it."""

    token: ApiToken
    state: TokenState

    @property
    def can_be_revoked(self) -> bool:
        """A token that stands still may work again one day, so it can be revoked, too."""
        return self.state in (TokenState.IN_USE, TokenState.STOPPED)


@accounts.get("/account/programs")
@allow(Role.RECRUITER)
def programs_page() -> ResponseReturnValue:
    return _page(TokenForm(formdata=None))


@accounts.post("/account/programs")
@allow(Role.RECRUITER)
@limiter.limit("20 per hour")
def make_token() -> ResponseReturnValue:
    """Make a token. Its text is on the answer's page and nowhere else, so this one answer is no redirect."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form), 422
    account_id = signed_in().id
    release()
    try:
        with services().database.writing() as session:
            member = session.get_one(Account, account_id)
            _, text = tokens.create(session, member, name=form.name.data or "", days=form.days.data, now=now())
    except DomainError as error:
        put_beside(form, error)
        return _page(form), 422
    return _page(TokenForm(formdata=None), new=text), 201


@accounts.post("/account/programs/<token_id>/revoke")
@allow(Role.RECRUITER)
def revoke_token(token_id: str) -> ResponseReturnValue:
    """Any member ends any token of the organisation."""
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        member = session.get_one(Account, account_id)
        if member.organisation is None:
            raise RefusedError("You recruit for no organisation any more.", next_step="Ask your colleagues, or the admins of this site.")
        token = tokens.revoke(session, member.organisation, token_id, actor=member, now=now())
    flash(f"“{token.name}” is revoked. Whatever uses it is refused from now on.", "info")
    return redirect(url_for("accounts.programs_page"))


def _page(form: TokenForm, *, new: str = "") -> str:
    organisation = signed_in().organisation
    found = tokens.listed(reading(), organisation, now=now()) if organisation else []
    listed = [ListedToken(token, tokens.state_of(token, now=now())) for token in found]
    return render_template(
        "accounts/programs.html",
        form=form,
        listed=listed,
        ended_days=tokens.LISTED_AFTER_END.days,
        admitted=bool(labels_held_by(signed_in())),
        new=new,
        api=services().settings.public_url.rstrip("/") + "/api/v1/search",
    )
