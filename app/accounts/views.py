"""Register, sign in, confirm, change, delete. Thin: the meaning is in `app.domain.accounts`."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from app.accounts import letters, programs
from app.accounts.blueprint import accounts
from app.accounts.forms import (
    ChangePasswordForm,
    DeleteForm,
    EmailForm,
    InviteForm,
    NameForm,
    NewPasswordForm,
    RegisterForm,
    RegisterRecruiterForm,
    SignInForm,
    put_beside,
)
from app.domain import accounts as people
from app.domain import moderation, publishing
from app.domain.errors import DomainError, RefusedError
from app.domain.models import Account, Role
from app.extensions import limiter
from app.guard import ANYONE, SIGNED_IN, allow
from app.pages import HOMES
from app.signing_in import Person, now, reading, release, services, signed_in

PAGES = (programs,)
"""Other files whose routes are on the same blueprint."""

__all__ = ["PAGES", "accounts"]


def _sign_in_rate() -> str:
    return services().settings.sign_in_rate


def _posted() -> bool:
    return request.method == "POST"


def _home(account: Account) -> str:
    return url_for(HOMES[Role(account.role)])


def _same_site(target: str | None) -> str | None:
    """A path of this site, or None: a link from elsewhere must not send somebody away after signing in."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    # Browsers read a backslash as a slash, and leave out tabs and line ends: "/\t/evil.example" is "//evil.example" to them.
    return None if any(c == "\\" or not c.isprintable() for c in target) else target


@accounts.route("/sign-in", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_sign_in_rate, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to where the person wanted to be."""
    target = _same_site(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target or _home(signed_in()))
    form = SignInForm()
    if form.validate_on_submit():
        account = people.authenticate(reading(), email=form.email.data or "", password=form.password.data or "")
        if account is not None:
            login_user(Person(account))
            return redirect(target or _home(account))
        form.form_errors.append("This address and password do not belong together. Check both, or set a new password by mail.")
    return render_template("accounts/sign_in.html", form=form), 422 if _posted() else 200


@accounts.post("/sign-out")
@allow(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End every session of the account, so that no copy of this one's cookie opens anything."""
    account_id = signed_in().id
    logout_user()
    release()
    with services().database.writing() as session:
        people.end_sessions(session.get_one(Account, account_id))
    flash("You have signed out. Other devices are signed out as well.", "info")
    return redirect(url_for("public.home"))


@accounts.route("/register", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_sign_in_rate, methods=["POST"])
def register_page() -> ResponseReturnValue:
    """Open a learner's account; it starts empty and invisible."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            account = _register(form, Role.LEARNER)
        except DomainError as error:
            put_beside(form, error)
        else:
            login_user(Person(account))
            return redirect(_home(account))
    return render_template("accounts/register.html", form=form), 422 if _posted() else 200


@accounts.route("/register/recruiter", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_sign_in_rate, methods=["POST"])
def register_recruiter() -> ResponseReturnValue:
    """Open a recruiter's account with an organisation that an admin has to admit."""
    form = RegisterRecruiterForm()
    if form.validate_on_submit():
        try:
            account = _register(form, Role.RECRUITER)
        except DomainError as error:
            put_beside(form, error)
        else:
            login_user(Person(account))
            return redirect(_home(account))
    return render_template("accounts/register_recruiter.html", form=form), 422 if _posted() else 200


def _register(form: RegisterForm, role: Role) -> Account:
    release()
    with services().database.writing() as session:
        organisation = None
        if isinstance(form, RegisterRecruiterForm):
            organisation = moderation.found_organisation(
                session,
                name=form.organisation.data or "",
                website=form.website.data or "",
                purpose=form.purpose.data or "",
                now=now(),
            )
        account = people.register(
            session,
            email=form.email.data or "",
            password=form.password.data or "",
            name=form.name.data or "",
            role=role,
            now=now(),
            organisation=organisation,
        )
    letters.send_confirmation(services().settings, account)
    return account


@accounts.get("/confirm/<token>")
@allow(ANYONE)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an e-mail address; opening the link twice is harmless."""
    release()
    with services().database.writing() as session:
        account = people.confirm_email(session, token, services().settings.secret_key, now=now())
        _recognise(session, account)
    also = " Credentials that were issued to it are now recognised as yours." if account.role == Role.LEARNER else ""
    flash(f"Your e-mail address is confirmed.{also}", "info")
    return redirect(_home(signed_in()) if current_user.is_authenticated else url_for("accounts.sign_in"))


def _recognise(session: Session, account: Account) -> None:
    """A confirmed address makes the credentials that were issued to it the learner's own."""
    if account.role == Role.LEARNER:
        publishing.recognise_holder(session, people.learner_of(session, account.id), now=now())


@accounts.post("/account/confirmation")
@allow(SIGNED_IN)
@limiter.limit("5 per hour")
def resend() -> ResponseReturnValue:
    """Mail the confirmation link again."""
    letters.send_confirmation(services().settings, signed_in())
    return redirect(url_for("accounts.account_page"))


@accounts.route("/password", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_sign_in_rate, methods=["POST"])
def forgotten() -> ResponseReturnValue:
    """Ask for a link to set a new password. The answer is the same whether the address is known or not."""
    form = EmailForm()
    if form.validate_on_submit():
        letters.send_password_link(services().settings, reading(), form.email.data or "")
        flash("If this address has an account, a link to set a new password is on its way. It works for a day.", "info")
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/forgotten.html", form=form), 422 if _posted() else 200


@accounts.route("/password/<token>", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_sign_in_rate, methods=["POST"])
def new_password(token: str) -> ResponseReturnValue:
    """Set a password by a mailed link (forgotten, or invited by a colleague)."""
    secret = services().settings.secret_key
    account = people.account_for_token(reading(), token, secret)
    form = NewPasswordForm()
    if form.validate_on_submit():
        release()
        try:
            with services().database.writing() as session:
                _recognise(session, people.set_password(session, token, form.password.data or "", secret, now=now()))
        except DomainError as error:
            put_beside(form, error)
        else:
            flash("Your password is set. Sign in with it.", "info")
            return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/new_password.html", form=form, email=account.email), 422 if _posted() else 200


@accounts.get("/account")
@allow(SIGNED_IN)
def account_page() -> ResponseReturnValue:
    return _account_page()


def _account_page(**forms: NameForm | ChangePasswordForm | DeleteForm) -> ResponseReturnValue:
    shown = {"name_form": NameForm(name=signed_in().name, formdata=None), "password_form": ChangePasswordForm(formdata=None)}
    wrong = any(form.errors or form.form_errors for form in forms.values())
    return render_template("accounts/account.html", **(shown | forms)), 422 if wrong else 200


@accounts.post("/account/name")
@allow(SIGNED_IN)
def rename() -> ResponseReturnValue:
    """Change the name that the portal addresses the person by; what recruiters read is the learner's profile."""
    form = NameForm()
    if not form.validate_on_submit():
        return _account_page(name_form=form)
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        people.rename(session.get_one(Account, account_id), form.name.data or "")
    flash("Your name is changed.", "info")
    return redirect(url_for("accounts.account_page"))


@accounts.post("/account/password")
@allow(SIGNED_IN)
@limiter.limit(_sign_in_rate)
def change_password() -> ResponseReturnValue:
    """Change the password; every other session of the account ends."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _account_page(password_form=form)
    account = signed_in()
    if people.authenticate(reading(), email=account.email, password=form.current.data or "") is None:
        form.current.errors = ["This is not your current password."]
        return _account_page(password_form=form)
    release()
    try:
        with services().database.writing() as session:
            changed = session.get_one(Account, account.id)
            people.change_password(session, changed, form.password.data or "")
    except DomainError as error:
        put_beside(form, error)
        return _account_page(password_form=form)
    login_user(Person(changed))
    flash("Your password is changed. Other devices have been signed out.", "info")
    return redirect(url_for("accounts.account_page"))


@accounts.route("/account/delete", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limiter.limit(_sign_in_rate, methods=["POST"])
def delete() -> ResponseReturnValue:
    """Erase the account, after the person has read what goes and has given the password."""
    form, account = DeleteForm(), signed_in()
    if form.validate_on_submit():
        if people.authenticate(reading(), email=account.email, password=form.password.data or "") is None:
            form.password.errors = ["This is not your password, so nothing was deleted."]
        elif _deleted(account.id, form):
            logout_user()
            flash("Your account and everything in it is gone.", "info")
            return redirect(url_for("public.home"))
    return render_template("accounts/delete.html", form=form), 422 if _posted() else 200


def _deleted(account_id: str, form: DeleteForm) -> bool:
    release()
    try:
        with services().database.writing() as session:
            people.delete_account(session, session.get_one(Account, account_id), now=now())
    except DomainError as error:
        put_beside(form, error)
        return False
    return True


@accounts.route("/account/colleagues", methods=["GET", "POST"])
@allow(Role.RECRUITER)
@limiter.limit("20 per hour", methods=["POST"])
def invite() -> ResponseReturnValue:
    """See who else recruits for the organisation, and invite a colleague by mail."""
    form, account = InviteForm(), signed_in()
    if form.validate_on_submit():
        release()
        try:
            with services().database.writing() as session:
                inviter = session.get_one(Account, account.id)
                if inviter.organisation is None:
                    raise RefusedError("You recruit for no organisation any more, so you cannot invite anybody to it.")
                colleague = people.register(
                    session,
                    email=form.email.data or "",
                    password=None,
                    name=form.name.data or "",
                    role=Role.RECRUITER,
                    now=now(),
                    organisation=inviter.organisation,
                )
        except DomainError as error:
            put_beside(form, error)
        else:
            letters.send_invitation(services().settings, colleague, by=account.name)
            return redirect(url_for("accounts.invite"))
    colleagues = people.colleagues_of(reading(), signed_in())
    return render_template("accounts/colleagues.html", form=form, colleagues=colleagues), 422 if _posted() else 200
