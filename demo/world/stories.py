"""Put together what is said about one achievement of one person, and the evidence that goes with it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from demo.world import addresses
from demo.world.content import Content
from demo.world.model import Achievement, Bank, Evidence, Learner, Piece, Topic
from demo.world.people import slug_of

EXTENSIONS = {"text": "txt", "pdf": "pdf", "chart": "png", "diagram": "png", "scene": "png", "screens": "png", "map": "png"}


@dataclass(frozen=True, slots=True)
class Story:
    """`sentences` tell what was done; `remarks` are two things that the assessor said about it."""

    topic: Topic
    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    assessor: str


def tell(
    content: Content, learner: Learner, item: Achievement, rng: random.Random, *, told: set[str], topic: Topic | None = None
) -> Story:
    """Invent the story behind an achievement: one topic, an opening, two things done, an ending, and two remarks.

    told: subjects that the learner has worked on already; nobody does the same thing for every course. `topic` fixes it instead.
    """
    if item.issuer is None:
        return _own_words(content, learner, item, rng)
    bank = content.banks[item.bank]
    topic = topic or _fresh_topic(content, item.topics or bank.topics, rng, told)
    told.add(topic.subject)
    words = _words(learner, topic, rng)
    done = rng.sample(item.did, k=min(2, len(item.did)))
    if not item.evidence:
        return Story(topic, (done[0].format_map(words),), (), item.issuer.assessors[0])
    parts = [rng.choice(bank.opener), *done, rng.choice(bank.outcome)]
    sentences = tuple(part.format_map(words) for part in parts)
    remarks = tuple(text.format_map(words) for text in rng.sample(bank.remark, k=2))
    assessors = item.issuer.assessors
    assessor = rng.choice(assessors) if item.assessor is None else assessors[item.assessor]
    return Story(topic, sentences, remarks, assessor)


def _fresh_topic(content: Content, tags: tuple[str, ...], rng: random.Random, told: set[str]) -> Topic:
    topics = content.topics[rng.choice(tags)]
    return rng.choice([t for t in topics if t.subject not in told] or topics)


def _own_words(content: Content, learner: Learner, item: Achievement, rng: random.Random) -> Story:
    topic = rng.choice(content.topics["community"])
    return Story(topic, (rng.choice(item.did).format_map(_words(learner, topic, rng)),), (), learner.name)


def _words(learner: Learner, topic: Topic, rng: random.Random) -> Mapping[str, str]:
    return {
        "first": learner.first,
        "name": learner.name,
        "subject": topic.subject,
        "Subject": _capital(topic.subject),
        "client": topic.client,
        "client_cap": _capital(topic.client),
        "source": topic.source,
        "source_cap": _capital(topic.source),
        "finding": topic.finding,
        "measure": topic.measure,
        "Measure": _capital(topic.measure),
        "n": rng.choice(("five", "six", "seven", "eight")),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def gather_evidence(
    content: Content, learner: Learner, item: Achievement, story: Story, *, award: str, port: int, rng: random.Random
) -> tuple[Evidence, ...]:
    """One to three things to look at, and often the assessor's remark; claims of one's own come with their words alone."""
    if not item.evidence:
        return (_narrative("In my own words" if item.issuer is None else "Statement", " ".join(story.sentences), rng),)
    bank = content.banks[item.bank]
    count = rng.choices((1, 2, 3), weights=(25, 45, 30))[0]
    chosen = sorted(rng.sample(item.evidence, k=min(count, len(item.evidence))), key=item.evidence.index)
    found = [_piece(bank, key, n, learner, item, story, award=award, port=port, rng=rng) for n, key in enumerate(chosen)]
    if len(found) < 2 or rng.random() < 0.35:
        found.append(_narrative("Assessor's remark", _said(story, 1), rng))
    return tuple(found)


def _narrative(name: str, text: str, rng: random.Random) -> Evidence:
    return Evidence("remark", "narrative", "Remark", name, "", text, None, rng.getrandbits(32))


def _piece(
    bank: Bank, key: str, number: int, learner: Learner, item: Achievement, story: Story, *, award: str, port: int, rng: random.Random
) -> Evidence:
    piece = bank.pieces[key]
    words = _words(learner, story.topic, rng)
    return Evidence(
        key=key,
        kind=piece.kind,
        genre=piece.genre,
        name=_capital(rng.choice(piece.names).format_map(words)),
        description=piece.text.format_map(words),
        narrative=_telling(number, story),
        url=_address(piece, learner, item, story.topic, award=award, port=port),
        seed=rng.getrandbits(32),
        piece=piece,
    )


def _telling(number: int, story: Story) -> str:
    """The first piece carries the story; the second, what the assessor said; further ones speak for themselves."""
    if number == 0:
        return " ".join(story.sentences)
    return _said(story, 0) if number == 1 else ""


def _said(story: Story, number: int) -> str:
    return f"{story.assessor}: “{story.remarks[number]}”"


def _address(piece: Piece, learner: Learner, item: Achievement, topic: Topic, *, award: str, port: int) -> str:
    if piece.kind == "repository":
        return f"{addresses.site(addresses.FORGE, port)}/{learner.slug}/{slug_of(topic.subject)}-{award[:4]}"
    assert item.issuer is not None
    return f"{addresses.site(item.issuer.slug, port)}/evidence/{award}/{piece.key}.{EXTENSIONS[piece.kind]}"
