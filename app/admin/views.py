"""The admins' pages. Thin: read the form or the address, call the domain, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import letters
from app.admin import work
from app.admin.forms import IssuerDecisionForm, OrganisationDecisionForm
from app.domain import audit, condition, moderation, rebuilds, undoing
from app.domain.models import Account, IssuerKind, OrganisationState, Role, Standing
from app.guard import allow
from app.search.interface import SearchError
from app.signing_in import now, reading, release, services, signed_in

admin = Blueprint("admin", __name__, url_prefix="/admin")


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


@admin.get("")
@allow(Role.ADMIN)
def dashboard() -> ResponseReturnValue:
    """What needs somebody, then how the house is doing."""
    session, registries = reading(), services().rules.registries
    return render_template(
        "admin/dashboard.html",
        issuers=work.issuers_to_look_at(session, registries),
        organisations=work.waiting_organisations(session),
        stuck=condition.stuck(session, now=now()),
        state=condition.read(session, now=now()),
        verdicts=condition.credentials_by_verdict(session),
        engine=_engine(),
    )


def _engine() -> list[tuple[str, str]]:
    """What the engine says of itself, in words, or that it does not answer."""
    try:
        return work.engine_in_words(services().engine.status())
    except SearchError as error:
        return [("Engine", services().engine.name), ("Does not answer", str(error))]


@admin.post("/rebuild")
@allow(Role.ADMIN)
def rebuild() -> ResponseReturnValue:
    """Ask for the whole index again; a background process does it beside the one in use."""
    actor_id = signed_in().id
    release()
    with services().database.writing() as session:
        rebuilds.request(session, now=now(), actor=session.get_one(Account, actor_id))
    flash("The rebuild is asked for. Searches go on meanwhile; its progress is shown here.", "info")
    return redirect(url_for("admin.dashboard") + "#index")


@admin.post("/compare")
@allow(Role.ADMIN)
def compare() -> ResponseReturnValue:
    """Ask for a comparison of index and database now."""
    release()
    with services().database.writing() as session:
        rebuilds.ask_for_comparison(session, now=now())
    flash("The comparison is asked for. What differs is counted here and repaired by itself.", "info")
    return redirect(url_for("admin.dashboard") + "#index")


@admin.get("/issuers")
@allow(Role.ADMIN)
def issuers() -> ResponseReturnValue:
    """Every issuer ever met in a credential."""
    asked = {name: request.args.get(name, "") for name in ("standing", "words", "everybody")}
    found = work.issuers(
        reading(),
        services().rules.registries,
        standing=asked["standing"],
        words=asked["words"],
        everybody=bool(asked["everybody"]),
        page=_page_number(),
    )
    return render_template(
        "admin/issuers.html", found=found, **asked, standings=list(Standing), for_one=work.count_speaking_for_one(reading())
    )


@admin.get("/issuers/<issuer_id>")
@allow(Role.ADMIN)
def issuer_page(issuer_id: str) -> ResponseReturnValue:
    """Everything that is known of one issuer, and the decision about it."""
    return _issuer_page(issuer_id, IssuerDecisionForm(formdata=None))


def _issuer_page(issuer_id: str, form: IssuerDecisionForm) -> ResponseReturnValue:
    issuer = moderation.issuer_by(reading(), issuer_id)
    page = render_template(
        "admin/issuer.html",
        met=work.issuer(reading(), issuer, services().rules.registries),
        achievements=work.achievements_of(reading(), issuer),
        form=form,
    )
    return page, 422 if form.errors else 200


@admin.post("/issuers/<issuer_id>/decision")
@allow(Role.ADMIN)
def decide_issuer(issuer_id: str) -> ResponseReturnValue:
    """First show what the decision would do; with `confirmed`, do it."""
    form = IssuerDecisionForm()
    if not form.validate_on_submit():
        return _issuer_page(issuer_id, form)
    value, _, kind = (form.decision.data or "").partition(":")
    standing = Standing(value)
    if "confirmed" not in request.form:
        issuer = moderation.issuer_by(reading(), issuer_id)
        effect = moderation.effect_on_search(reading(), issuer, standing)
        return render_template("admin/confirm_issuer.html", issuer=issuer, effect=effect, form=form, standing=standing)
    actor_id = signed_in().id
    release()
    with services().database.writing() as session:
        moderation.decide_issuer(
            session,
            moderation.issuer_by(session, issuer_id),
            standing,
            kind=IssuerKind(kind) if kind else None,
            reason=form.reason.data or "",
            actor=session.get_one(Account, actor_id),
            now=now(),
        )
    flash("Decided. Searches feel it at once; the audit log has it, and can take it back.", "info")
    return redirect(url_for("admin.issuer_page", issuer_id=issuer_id))


@admin.get("/organisations")
@allow(Role.ADMIN)
def organisations() -> ResponseReturnValue:
    """Every organisation, those that wait first."""
    return _organisations("", None)


def _organisations(wrong_id: str, wrong: OrganisationDecisionForm | None) -> ResponseReturnValue:
    rows = work.organisations(reading())
    forms = {o.id: wrong if wrong and o.id == wrong_id else OrganisationDecisionForm(formdata=None, prefix="") for o, _ in rows}
    return render_template("admin/organisations.html", rows=rows, forms=forms), 422 if wrong else 200


@admin.post("/organisations/<organisation_id>/decision")
@allow(Role.ADMIN)
def decide_organisation(organisation_id: str) -> ResponseReturnValue:
    """Admit an organisation, suspend it, or let it wait again."""
    form = OrganisationDecisionForm()
    if not form.validate_on_submit():
        return _organisations(organisation_id, form)
    actor_id = signed_in().id
    release()
    with services().database.writing() as session:
        organisation = moderation.organisation_by(session, organisation_id)
        before = organisation.state
        moderation.decide_organisation(
            session,
            organisation,
            OrganisationState(form.decision.data),
            reason=form.reason.data or "",
            actor=session.get_one(Account, actor_id),
            now=now(),
        )
        said = f"{organisation.name}: decided. Its recruiters feel it with their next request."
        admitted = organisation.state == OrganisationState.APPROVED != before
    flash(said, "info")
    if admitted:
        _tell_admitted(organisation_id)
    return redirect(url_for("admin.organisations"))


def _tell_admitted(organisation_id: str) -> None:
    """Mail its recruiters, once the decision stands: a mail server that is slow keeps nobody from writing."""
    with services().database.reading() as session:
        told = letters.send_admission(services().settings, session, moderation.organisation_by(session, organisation_id))
    if not told:
        flash("The mail that tells its recruiters could not be sent; they read it when they sign in.", "warning")


@admin.get("/audit")
@allow(Role.ADMIN)
def audit_log() -> ResponseReturnValue:
    """Every act of an admin, the latest first, and whether the chain is whole."""
    about = request.args.get("about", "")
    broken = audit.first_broken(reading())
    return render_template("admin/audit.html", found=work.log(reading(), verb=about, page=_page_number()), about=about, broken=broken)


@admin.post("/audit/<int:entry_id>/undo")
@allow(Role.ADMIN)
def undo(entry_id: int) -> ResponseReturnValue:
    """Take back the last act about something; that is an act of its own."""
    actor_id = signed_in().id
    release()
    with services().database.writing() as session:
        undoing.undo(session, entry_id, actor=session.get_one(Account, actor_id), now=now())
    flash("Taken back. The log has this, too.", "info")
    return redirect(url_for("admin.audit_log"))
