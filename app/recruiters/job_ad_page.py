"""The page on which a job description is pasted, and what was read in it becomes a search.

The text is posted; the answer is a redirect to an address that holds what was read (`job_ads`), so that Back shows it again, or the
same page with the text once (docs/adr/0018). The form of the proposals leads to the same page: it goes on to the search when somebody
is found, and says otherwise what would find somebody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidError
from app.domain.models import Competency, Role
from app.domain.plain import several_lines
from app.guard import allow
from app.recruiters.addresses import address_of, chosen_here, pairs_beside, search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.combining import Combination, Count, largest
from app.recruiters.controls import TAKE, read_change
from app.recruiters.finding import ask, count
from app.recruiters.grammar import LIST_WORDS, SearchForm, parse, to_pairs
from app.recruiters.job_ad_proposals import as_words, chosen_in
from app.recruiters.job_ad_shown import Choice, shown, words_of
from app.recruiters.job_ads import LEFT, LONGEST_TEXT, PARTS, Reading, parse_left, parse_reading, read_job_ad
from app.recruiters.understanding import understand
from app.search.ad_worth import Worth
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer

SAY = "say"
"""In the address: a name that is to be looked for as words."""
COUNT = "count"
"""In the address: the choice is to be counted, and not yet searched for."""
MARKED = "marked"
"""In what is posted: the text is to be shown with what was read."""


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
        return _page(form, read=shown(read, form, Choice()) if read else None)
    choice = Choice(chosen or {}, _said(read))
    return _page(form, read=shown(read, form, choice)) if COUNT in request.args else _go_on(form, read, choice)


def _answer(form: SearchForm) -> ResponseReturnValue:
    """A redirect to the address of what was read; with `MARKED`, the page at that address with the text itself besides."""
    text = several_lines(request.form.get("text", ""), limit=10 * LONGEST_TEXT)
    try:
        read, pieces = read_job_ad(services().database, reading(), text)
    except InvalidError as error:
        return _page(form, text=text, error=f"{error.message} {error.next_step}"), 422
    address = address_of("recruiters.job_description", [*pairs_beside(form, chosen_here()), *read.pairs])
    if not request.form.get(MARKED):
        return redirect(address, 303)
    return _page(form, read.pairs, read=shown(read, form, Choice()), text=text, pieces=pieces, address=address)


def _go_on(form: SearchForm, read: Reading, choice: Choice) -> ResponseReturnValue:
    """To the search that was chosen, unless it asks nothing more or finds nobody."""
    chosen_form = parse(read_change(request.args.items(multi=True)).pairs).form
    asked = parse(to_pairs(chosen_form.with_words(f"{form.words} {as_words(choice.said)}".strip())))
    if asked.form == form:
        return _page(form, read=shown(read, form, choice), nothing_chosen=True)
    known, notices = understand(reading(), asked)
    counted = partial(count, ask(services(), reading(), current_viewer(), asked.form, known))
    if any(notice.stops for notice in notices) or counted(asked.form):
        return redirect(search_url(asked.form, chosen=chosen_here(), **_left(asked.form, read, choice)), 303)
    return _page(form, read=shown(read, form, choice), nobody=_nobody(asked.form, form.words, counted, known))


def _nobody(form: SearchForm, words: str, counted: Count, known: Mapping[str, Competency]) -> Nobody:
    """With the words that were chosen, or else with those that stood in the search before."""
    combination = largest(form, counted) or largest(form.with_words(words), counted)
    must = combination.must if combination else ()
    return Nobody(form, combination, tuple(known[chip.key].label for chip in must))


def _left(form: SearchForm, read: Reading, choice: Choice) -> dict[str, str]:
    """For the address of the search: how many of the things that the text asks for are no part of it, when that is most."""
    wanted = {mention.key for mention in read.mentions if mention.worth is not Worth.NOT}
    asked = {chip.key for _, chip in form.chips} & {*(choice.to or ()), *wanted}
    left = f"{max(read.things - len(asked) - len(choice.said), 0)}.{read.things}"
    return {LEFT: left} if parse_left(left) else {}


def _said(read: Reading) -> list[str]:
    allowed = words_of(read)
    return [name for name in request.args.getlist(SAY) if name in allowed]


def _page(form: SearchForm, said: Sequence[tuple[str, str]] | None = None, **found: object) -> str:
    """`said` is what was read, in place of what the address holds of it."""
    if said is None:
        said = [(n, v) for n, v in request.args.items(multi=True) if n in PARTS]
    return render_template(
        "recruiters/job_description.html",
        form=form,
        pairs=pairs_beside(form, chosen_here()),
        here=address_of("recruiters.job_description", pairs_beside(form, chosen_here())),
        afresh=address_of("recruiters.job_description", said),
        url=partial(search_url, chosen=chosen_here()),
        said=said,
        lists=LIST_WORDS,
        **found,
    )
