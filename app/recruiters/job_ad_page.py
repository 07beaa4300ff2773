"""The page on which a job description is pasted, and what was read in it becomes a search.

The text is posted; the answer is a redirect to an address that holds what was read (`job_ads`), so that Back shows it again. The form
of the proposals leads to the same page: it goes on to the search when somebody is found, and says otherwise what would find somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidError
from app.domain.models import Competency, Role
from app.domain.plain import several_lines
from app.guard import allow
from app.recruiters.addresses import address_of, search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.by_words import competencies_named
from app.recruiters.combining import Combination, Count, largest
from app.recruiters.controls import TAKE, read_change
from app.recruiters.finding import ask, count, people_showing
from app.recruiters.grammar import LIST_WORDS, SearchForm, parse, to_pairs
from app.recruiters.job_ad_proposals import Other, Proposal, as_words, chosen_in, presets, proposals
from app.recruiters.job_ads import LONGEST_TEXT, PARTS, Reading, names_are_in, parse_reading, read_job_ad
from app.recruiters.languages import language_name
from app.recruiters.understanding import understand
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer

SAY = "say"
"""In the address: a name that is not known here and is to be looked for as words."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the page shows of a text that was read; `had` counts the competencies that the search holds already."""

    proposals: tuple[Proposal, ...]
    others: tuple[Other, ...]
    had: int
    language: str
    """The language of the text, in English, when no competency has a name in it."""
    names_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """The search that was chosen and finds nobody. `combination` is the largest part of it that finds somebody, `labels` the names of
    its must-haves."""

    form: SearchForm
    combination: Combination | None
    labels: tuple[str, ...] = ()


@recruiters.route("/search/job-description", methods=["GET", "POST"])
@allow(Role.RECRUITER)
def job_description() -> ResponseReturnValue:
    """Ask for the text, or show what it names. The search that it is added to stands in the address."""
    if not current_viewer().labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    form = parse(request.args.items(multi=True)).form.on_page(1)
    if request.method == "POST":
        return _answer(form)
    read = parse_reading(request.args.items(multi=True))
    chosen = chosen_in(request.args.items(), TAKE)
    if read is None or (chosen is None and SAY not in request.args):
        return _page(form, read=_shown(read, form, None) if read else None)
    return _go_on(form, read, chosen or {})


def _answer(form: SearchForm) -> ResponseReturnValue:
    text = several_lines(request.form.get("text", ""), limit=10 * LONGEST_TEXT)
    try:
        read = read_job_ad(services().database, reading(), text)
    except InvalidError as error:
        return _page(form, text=text, error=f"{error.message} {error.next_step}"), 422
    return redirect(address_of("recruiters.job_description", [*to_pairs(form), *read.pairs]), 303)


def _go_on(form: SearchForm, read: Reading, chosen: dict[str, str]) -> ResponseReturnValue:
    """To the search that was chosen, unless it asks nothing more or finds nobody."""
    chosen_form = parse(read_change(request.args.items(multi=True)).pairs).form
    asked = parse(to_pairs(chosen_form.with_words(f"{form.words} {as_words(_said(read))}".strip())))
    if asked.form == form:
        return _page(form, read=_shown(read, form, chosen), nothing_chosen=True)
    known, notices = understand(reading(), asked)
    counted = partial(count, ask(services(), reading(), current_viewer(), asked.form, known))
    if any(notice.stops for notice in notices) or counted(asked.form):
        return redirect(search_url(asked.form), 303)
    return _page(form, read=_shown(read, form, chosen), nobody=_nobody(asked.form, form.words, counted, known))


def _nobody(form: SearchForm, words: str, counted: Count, known: Mapping[str, Competency]) -> Nobody:
    """With the words that were chosen, or else with those that stood in the search before."""
    combination = largest(form, counted) or largest(form.with_words(words), counted)
    must = combination.must if combination else ()
    return Nobody(form, combination, tuple(known[chip.key].label for chip in must))


def _said(read: Reading) -> list[str]:
    return [name for name in request.args.getlist(SAY) if name in read.others]


def _shown(read: Reading, form: SearchForm, chosen: dict[str, str] | None) -> Read:
    """`chosen` is what the form sent; the presets stand when it sent nothing."""
    there = {chip.key for _, chip in form.chips}
    fresh = replace(read, mentions=tuple(each for each in read.mentions if each.key not in there))
    keys = [mention.key for mention in fresh.mentions]
    known, people = competencies_named(reading(), keys), people_showing(services(), reading(), current_viewer(), keys)
    counted = _counted(form, *keys)
    to = presets([each for each in fresh.mentions if each.key in known], people, form, counted) if chosen is None else chosen
    others = tuple(Other(name, counted(SearchForm(words=as_words([name]))), name in _said(read)) for name in read.others)
    languages = tuple(map(language_name, names_are_in(services().database, reading())))
    had = len(read.mentions) - len(fresh.mentions)
    return Read(proposals(fresh, known, people, to), others, had, language_name(read.language) if read.language else "", languages)


def _counted(form: SearchForm, *keys: str) -> Count:
    """Counts whom a search finds that holds competencies of `form` and these."""
    for key in keys:
        form = form.with_key("nice", key)
    known = competencies_named(reading(), {chip.key for _, chip in form.chips})
    return partial(count, ask(services(), reading(), current_viewer(), form, known))


def _page(form: SearchForm, **found: object) -> str:
    said = [(n, v) for n, v in request.args.items(multi=True) if n in PARTS]
    return render_template(
        "recruiters/job_description.html",
        form=form,
        pairs=to_pairs(form),
        here=address_of("recruiters.job_description", to_pairs(form)),
        afresh=address_of("recruiters.job_description", said),
        url=search_url,
        said=said,
        lists=LIST_WORDS,
        **found,
    )
