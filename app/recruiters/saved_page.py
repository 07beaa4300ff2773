"""The pages of saved searches. One is opened by the address of its search, with `saved` beside it to say who is new."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain import saved_searches
from app.domain.errors import DomainError, NotFoundError
from app.domain.models import Account, Role, SavedSearch
from app.domain.outbox import settled_until
from app.guard import allow
from app.recruiters.addresses import CHOICE, address_of, chosen_here, pairs_beside, search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.describing import described, short_name
from app.recruiters.grammar import Parsed, parse
from app.recruiters.saved import address_to_keep, kept_searches, parsed_address, people_matching
from app.recruiters.understanding import understand
from app.signing_in import now, reading, release, services, signed_in
from app.viewers import current_viewer


@recruiters.get("/search/saved")
@allow(Role.RECRUITER)
def saved_searches_page() -> ResponseReturnValue:
    """All saved searches of this account, with what each finds now."""
    return _list()


@recruiters.route("/search/saved/new", methods=["GET", "POST"])
@allow(Role.RECRUITER)
def save_search() -> ResponseReturnValue:
    """Save the search that stands in the address."""
    if not current_viewer().labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    parsed = parse([pair for pair in request.args.items(multi=True) if pair[0] != CHOICE])
    if request.method == "POST":
        try:
            return redirect(_saved(parsed, request.form.get("name", "")), 303)
        except NotFoundError:
            raise
        except DomainError as error:
            return _ask(parsed, name=request.form.get("name", ""), error=f"{error.message} {error.next_step}".strip()), 422
    return _ask(parsed)


def _saved(parsed: Parsed, name: str) -> str:
    """Save it with everybody whom it finds now as seen; returns its address."""
    people = people_matching(services(), reading(), current_viewer(), parsed)
    address = address_to_keep(parsed.form) if parsed.form.asks else ""
    account_id, at, settled = signed_in().id, now(), settled_until(reading(), now=now())
    release()
    with services().database.writing() as session:
        account = session.get_one(Account, account_id)
        saved = saved_searches.save(session, account, name=name, address=address, now=at)
        saved_searches.look(saved, people, secret=services().settings.secret_key, now=settled)
        flash(f"The search “{saved.name}” is saved. It will tell you who is new.", "info")
        return search_url(parsed.form.on_page(1), chosen=chosen_here(), saved=saved.id)


def _ask(parsed: Parsed, **typed: str) -> str:
    known, _ = understand(reading(), parsed)
    parts = described(reading(), parsed.form, known, rules=services().rules)
    return render_template(
        "recruiters/save_search.html",
        parts=parts,
        proposed=short_name(parts),
        here=address_of("recruiters.save_search", pairs_beside(parsed.form, chosen_here())),
        back=search_url(parsed.form, chosen=chosen_here()),
        **typed,
    )


@recruiters.post("/search/saved/<search_id>/name")
@allow(Role.RECRUITER)
def rename_search(search_id: str) -> ResponseReturnValue:
    """Give a saved search another name."""
    account_id = signed_in().id
    release()
    try:
        with services().database.writing() as session:
            saved_searches.rename(session, session.get_one(Account, account_id), search_id, name=request.form.get("name", ""))
    except NotFoundError:
        raise
    except DomainError as error:
        return _list(wrong=search_id, error=f"{error.message} {error.next_step}".strip()), 422
    return redirect(url_for("recruiters.saved_searches_page"), 303)


@recruiters.post("/search/saved/<search_id>/delete")
@allow(Role.RECRUITER)
def delete_search(search_id: str) -> ResponseReturnValue:
    """Delete a saved search, and with it what is known of who was seen."""
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        name = saved_searches.forget(session, session.get_one(Account, account_id), search_id)
    flash(f"The saved search “{name}” is deleted.", "info")
    return redirect(url_for("recruiters.saved_searches_page"), 303)


@recruiters.post("/search/saved/<search_id>/seen")
@allow(Role.RECRUITER)
def mark_seen(search_id: str) -> ResponseReturnValue:
    """From now on everybody who matches now is known; whoever comes later is new."""
    account = signed_in()
    parsed = parsed_address(saved_searches.own(reading(), account, search_id))
    people = people_matching(services(), reading(), current_viewer(), parsed)
    at = settled_until(reading(), now=now())
    release()
    with services().database.writing() as session:
        saved = saved_searches.own(session, session.get_one(Account, account.id), search_id)
        saved_searches.look(saved, people, secret=services().settings.secret_key, now=at)
    return redirect(search_url(parsed.form, chosen=chosen_here(), saved=search_id), 303)


def _list(**wrong: str) -> str:
    rows: list[SavedSearch] = list(saved_searches.saved_by(reading(), signed_in()))
    viewer = current_viewer()
    if not viewer.labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    kept = kept_searches(services(), reading(), viewer, rows)
    return render_template("recruiters/saved_searches.html", kept=kept, url=search_url, **wrong)
