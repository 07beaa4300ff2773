"""The page on which a job description is pasted. Its proposals are a form whose answer is the address of a search."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidError
from app.domain.models import Role
from app.domain.plain import several_lines
from app.guard import allow
from app.recruiters.addresses import address_of, search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.finding import people_showing
from app.recruiters.grammar import LIST_WORDS, SearchForm, parse, to_pairs
from app.recruiters.job_ads import LONGEST_TEXT, read_job_ad
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer


@recruiters.route("/search/job-description", methods=["GET", "POST"])
@allow(Role.RECRUITER)
def job_description() -> ResponseReturnValue:
    """Ask for the text, or show what it names. The search that it is added to stands in the address."""
    if not current_viewer().labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    form = parse(request.args.items(multi=True)).form.on_page(1)
    return _answer(form) if request.method == "POST" else _page(form)


def _answer(form: SearchForm) -> ResponseReturnValue:
    text = several_lines(request.form.get("text", ""), limit=10 * LONGEST_TEXT)
    try:
        read = read_job_ad(services().database, reading(), text, form)
    except InvalidError as error:
        return _page(form, text=text, error=f"{error.message} {error.next_step}"), 422
    people = people_showing(services(), reading(), current_viewer(), [each.key for each in read.proposals])
    return _page(form, text=text, read=read, people=people)


def _page(form: SearchForm, **found: object) -> str:
    return render_template(
        "recruiters/job_description.html",
        form=form,
        pairs=to_pairs(form),
        here=address_of("recruiters.job_description", to_pairs(form)),
        back=search_url(form),
        lists=LIST_WORDS,
        **found,
    )
