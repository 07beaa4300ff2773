"""The collection of the learner whose sign-in is printed: one of everything that the review tray can show, chosen by hand."""

from __future__ import annotations

import random
from datetime import timedelta

from demo.world.lives import Frame, make_award, with_decision
from demo.world.model import Audience, Award, Flaw
from demo.world.people import HERO

# Achievement, how long ago in days, what she decided, for whom, and what is wrong with it. Published ones first, as a recruiter reads
# them; then what waits in the tray; what did not pass; and what is only a file so far, to try importing with.
COLLECTION: tuple[tuple[str, int, Audience, str, Flaw], ...] = (
    ("databases-and-modelling", 2210, Audience.EVERYONE, "", Flaw.NONE),
    ("team-project", 1890, Audience.EVERYONE, "", Flaw.NONE),
    ("data-engineering-capstone", 1640, Audience.EVERYONE, "", Flaw.NONE),
    ("clean-up-weekend", 1210, Audience.EVERYONE, "", Flaw.NONE),
    ("data-steward", 820, Audience.ONE, "acme-mobility", Flaw.NONE),
    ("interview-ready-sql", 760, Audience.EVERYONE, "", Flaw.NONE),
    ("parents-association-site", 610, Audience.EVERYONE, "", Flaw.NONE),
    ("regular-contributor", 430, Audience.EVERYONE, "", Flaw.NONE),
    ("spanish-at-work", 390, Audience.PRIVATE, "", Flaw.NONE),
    ("operations-dashboard-owner", 95, Audience.UNDECIDED, "", Flaw.NONE),
    ("maintainer", 31, Audience.UNDECIDED, "", Flaw.NONE),
    ("first-responder", 1500, Audience.UNDECIDED, "", Flaw.EXPIRED),
    ("devops-bridge", 700, Audience.UNDECIDED, "", Flaw.REVOKED),
    ("machine-learning-in-practice", 900, Audience.UNDECIDED, "", Flaw.ALTERED),
    ("office-and-data-certificate", 1700, Audience.UNDECIDED, "", Flaw.NONE),
    ("executive-master-in-data-leadership", 120, Audience.UNDECIDED, "", Flaw.NONE),
    ("documentation-author", 44, Audience.SAMPLE, "", Flaw.NONE),
    ("crew-member", 1050, Audience.SAMPLE, "", Flaw.NONE),
    ("gis-for-practice", 260, Audience.SAMPLE, "", Flaw.NONE),
    ("accessible-services", 180, Audience.SAMPLE, "", Flaw.NONE),
    ("agile-team-facilitator", 150, Audience.SAMPLE, "", Flaw.ALTERED),
)


# What her main works were about; her headline speaks of it, and so do the searches that people try first.
SUBJECTS = {
    "data-engineering-capstone": "the punctuality of public transport in the Lower Valley",
    "databases-and-modelling": "library loans before and after the branch closures",
    "data-steward": "ticket machine failures",
    "regular-contributor": "the timetable pages of the ferry",
}


def collect(frame: Frame) -> tuple[Award, ...]:
    """Her awards, with all evidence of the published ones to be seen."""
    rng = random.Random(f"{frame.seed}/heroine")
    awards = []
    told = set(SUBJECTS.values())
    topics = {t.subject: t for group in frame.content.topics.values() for t in group}
    for slug, days, audience, organisation, flaw in COLLECTION:
        item = frame.content.achievements[slug]
        at = (frame.now - timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
        topic = topics[SUBJECTS[slug]] if slug in SUBJECTS else None
        award = make_award(frame, HERO, item, at, rng, told=told, flaw=flaw, topic=topic)
        awards.append(with_decision(award, audience, organisation))
    return tuple(awards)
