"""What a learner does: import, review, decide who sees what, withdraw, see who looked, take everything along.

Thin: the verbs are `app.domain.publishing`'s. Verification and fetching happen before the writing block.
"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import intake
from app.accounts.forms import put_beside
from app.checking import recheck
from app.domain import accounts as people
from app.domain import publishing
from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.models import Audience, Learner, Role
from app.extensions import limiter
from app.guard import allow
from app.learners import choices, importing, requests_page
from app.learners import collection as shelves
from app.learners.blueprint import learners as learners
from app.learners.export import archive
from app.learners.forms import ProfileForm
from app.learners.items import describe, name_of
from app.recruiters.person import render_person
from app.signing_in import now, reading, release, services, signed_in
from app.viewers import preview_as

PAGES = (requests_page,)
"""Other files whose routes are on the same blueprint."""
learners.add_app_template_filter(name_of, "organisation_name")
OFTEN = "120 per minute"
"""For what makes us ask other people's servers: no person does it faster, and a script does not get to use us as its hammer."""


def _learner() -> Learner:
    return people.learner_of(reading(), signed_in().id)


@learners.get("/credentials")
@allow(Role.LEARNER)
def collection() -> ResponseReturnValue:
    """The review tray first, then what is shown and what is private."""
    shelf = shelves.arrange(reading(), _learner(), rules=services().rules, now=now())
    return render_template("learners/collection.html", shelf=shelf, organisations=choices.organisations(reading()))


@learners.route("/import", methods=["GET", "POST"])
@allow(Role.LEARNER)
@limiter.limit(OFTEN, methods=["POST"])
def import_page() -> ResponseReturnValue:
    """Take files, a pasted text and an address, each on its own: what is bad loses nothing of the rest."""
    if request.method == "GET":
        return render_template("learners/import.html", results=(), text="", address="", problem=None)
    files = [f for f in request.files.getlist("file") if f.filename]
    given = intake.Given(files, request.form.get("text", ""), request.form.get("address", ""))
    if given.is_empty:
        problem = InvalidError("Nothing was given.", next_step="Choose a file, paste the text of a credential, or give its web address.")
        return render_template("learners/import.html", results=(), text="", address="", problem=problem), 422
    learner_id = _learner().id
    release()
    results = importing.take(services(), learner_id, given, now=now())
    left = {r.source: r.typed for r in results if not r.taken}
    page = render_template(
        "learners/import.html", results=results, text=left.get("paste", ""), address=left.get("address", ""), problem=None
    )
    return page, 200 if any(r.taken for r in results) else 422


@learners.get("/credentials/<credential_id>")
@allow(Role.LEARNER)
def credential_page(credential_id: str) -> ResponseReturnValue:
    return _credential_page(credential_id)


def _credential_page(credential_id: str, problem: DomainError | None = None) -> ResponseReturnValue:
    """The page; with a `problem`, the choices in the posted form stand in it instead of those in force."""
    credential = publishing.credential_of(reading(), _learner(), credential_id)
    item = describe(credential, rules=services().rules, now=now())
    page = render_template(
        "learners/credential.html",
        item=item,
        report=publishing.latest_report(reading(), credential),
        pieces=choices.pieces(item, request.form if problem else None),
        organisations=choices.organisations(reading(), credential),
        problem=problem,
    )
    return page, 422 if problem else 200


@learners.post("/credentials/<credential_id>/publish")
@allow(Role.LEARNER)
def publish(credential_id: str) -> ResponseReturnValue:
    """Set who may see the credential and each of its pieces."""
    learner_id = _learner().id
    release()
    try:
        with services().database.writing() as session:
            learner = session.get_one(Learner, learner_id)
            credential = publishing.credential_of(session, learner, credential_id)
            wanted = choices.read(request.form, publishing.pieces_of(credential))
            publishing.publish(session, credential, wanted, now=now())
            said = choices.sentence(describe(credential, rules=services().rules, now=now()))
    except DomainError as error:
        return _credential_page(credential_id, error)
    flash(said, "info")
    return redirect(url_for("learners.credential_page", credential_id=credential_id))


@learners.post("/publish")
@allow(Role.LEARNER)
def publish_several() -> ResponseReturnValue:
    """Show several credentials, with all their evidence, to one audience. Each that cannot be shown says why."""
    learner_id, chosen, choice = _learner().id, request.form.getlist("credential"), choices.read_one(request.form, "all")
    if not chosen or choice.audience is Audience.NOBODY:
        flash("Tick the credentials that you want to publish, then choose who may see them. Nothing was changed.", "warning")
        return redirect(url_for("learners.collection"))
    release()
    done = [_publish_whole(learner_id, credential_id, choice) for credential_id in chosen]
    if shown := sum(done):
        flash(f"{shown} published." if shown > 1 else "One published.", "info")
    return redirect(url_for("learners.collection"))


def _publish_whole(learner_id: str, credential_id: str, choice: publishing.Choice) -> bool:
    """Show one credential with all its pieces; say so when that is not possible."""
    title = "One of them"
    try:
        with services().database.writing() as session:
            credential = publishing.credential_of(session, session.get_one(Learner, learner_id), credential_id)
            title = credential.title
            publishing.publish(session, credential, dict.fromkeys(publishing.pieces_of(credential), choice), now=now())
    except DomainError as error:
        flash(f"{title} was not published. {error.message} {error.next_step}".strip(), "warning")
        return False
    return True


def _change(credential_id: str, verb: str, said: str) -> ResponseReturnValue:
    """Do one of the plain verbs of `publishing` to a credential of the signed-in learner."""
    learner_id = _learner().id
    release()
    with services().database.writing() as session:
        credential = publishing.credential_of(session, session.get_one(Learner, learner_id), credential_id)
        verbs = {"withdraw": publishing.withdraw, "keep_private": publishing.keep_private, "remove": publishing.remove}
        verbs[verb](session, credential, now=now())
    flash(said, "info")
    return redirect(url_for("learners.collection"))


@learners.post("/credentials/<credential_id>/withdraw")
@allow(Role.LEARNER)
def withdraw(credential_id: str) -> ResponseReturnValue:
    return _change(credential_id, "withdraw", "Withdrawn. From now on nobody but you sees it.")


@learners.post("/credentials/<credential_id>/keep")
@allow(Role.LEARNER)
def keep_private(credential_id: str) -> ResponseReturnValue:
    return _change(credential_id, "keep_private", "Kept private. You can publish it at any time.")


@learners.route("/credentials/<credential_id>/remove", methods=["GET", "POST"])
@allow(Role.LEARNER)
def remove(credential_id: str) -> ResponseReturnValue:
    """Erase a credential, after a page that says what goes."""
    if request.method == "POST":
        return _change(credential_id, "remove", "Removed, with its reports and copies.")
    credential = publishing.credential_of(reading(), _learner(), credential_id)
    return render_template("learners/remove.html", item=describe(credential, rules=services().rules, now=now()))


@learners.post("/credentials/<credential_id>/check")
@allow(Role.LEARNER)
@limiter.limit(OFTEN)
def check_again(credential_id: str) -> ResponseReturnValue:
    """Look at every check again, now."""
    publishing.credential_of(reading(), _learner(), credential_id)
    release()
    recheck(services(), credential_id, now=now())
    flash("Checked again.", "info")
    return redirect(url_for("learners.credential_page", credential_id=credential_id))


@learners.get("/credentials/<credential_id>/original")
@allow(Role.LEARNER)
def original(credential_id: str) -> ResponseReturnValue:
    """The bytes as they were imported."""
    credential = publishing.credential_of(reading(), _learner(), credential_id)
    return download(credential.original, credential.media_type, shelves.filename(credential))


def download(body: bytes, media_type: str, name: str) -> Response:
    """A file to be saved, never shown: what a stranger wrote must not run as a page of ours."""
    response = Response(body, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@learners.route("/profile", methods=["GET", "POST"])
@allow(Role.LEARNER)
def profile() -> ResponseReturnValue:
    """What recruiters read at the top."""
    learner = _learner()
    form = ProfileForm(obj=learner)
    if form.validate_on_submit():
        release()
        try:
            _save_profile(learner.id, form)
        except DomainError as error:
            put_beside(form, error)
        else:
            flash("Saved. Recruiters read it from now on.", "info")
            return redirect(url_for("learners.profile"))
    return render_template("learners/profile.html", form=form), 422 if form.errors else 200


def _save_profile(learner_id: str, form: ProfileForm) -> None:
    with services().database.writing() as session:
        people.describe_learner(
            session,
            session.get_one(Learner, learner_id),
            shown_name=form.shown_name.data or "",
            headline=form.headline.data or "",
            place=form.place.data or "",
            now=now(),
        )


@learners.get("/looks")
@allow(Role.LEARNER)
def looks() -> ResponseReturnValue:
    """Which organisation opened what, and when."""
    return render_template("learners/looks.html", looks=shelves.looks(reading(), _learner()))


@learners.get("/export")
@allow(Role.LEARNER)
def export() -> ResponseReturnValue:
    """Everything there is about the learner, as one ZIP file."""
    return download(archive(reading(), _learner(), now=now()), "application/zip", "evident-export.zip")


@learners.get("/preview")
@allow(Role.LEARNER)
def preview() -> ResponseReturnValue:
    """The recruiter's real page of oneself, as any approved recruiter or as one of a chosen organisation sees it."""
    learner_id, viewer = _learner().id, preview_as(reading(), request.args.get("as"))
    by = "competency" if request.args.get("by") == "competency" else "newest"
    admitted = choices.organisations(reading())
    try:
        return render_person(learner_id, viewer, by=by, organisations=admitted)
    except NotFoundError:
        return render_template("learners/unseen.html", organisations=admitted, viewer=viewer)
