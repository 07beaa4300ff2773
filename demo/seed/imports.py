"""Put checked credentials into the learners' collections and do with each what its learner decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import publishing
from app.domain.models import Audience, Credential, Learner, Source
from app.domain.publishing import Choice, Imported
from app.domain.visibility import CREDENTIAL
from app.services import Services
from demo.seed.checking import Checked
from demo.world import model
from demo.world.model import Award, Flaw, World
from indexer.verification.report import Verdict


class SurpriseError(Exception):
    """A credential did not end as the world meant it to: the demo or the product has a fault."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Stores what was checked. `learners` and `organisations` map slugs to ids."""

    services: Services
    world: World
    learners: Mapping[str, str]
    organisations: Mapping[str, str]

    def take(self, checked: Iterable[Checked]) -> None:
        """Import some credentials in one transaction."""
        with self.services.database.writing() as session:
            for item in checked:
                if item.index < len(self.world.awards):
                    self._take_award(session, self.world.awards[item.index], item)
                else:
                    self._take_testimonial(session, item)

    def _take_award(self, session: Session, award: Award, item: Checked) -> None:
        _expect(award, item)
        if award.audience is model.Audience.SAMPLE:
            return
        now = self.services.clock()
        credential = self._store(session, award.learner.slug, item, now=now)
        if item.report.verdict is not Verdict.VERIFIED or award.audience is model.Audience.UNDECIDED:
            return
        if award.audience is model.Audience.PRIVATE:
            publishing.keep_private(session, credential, now=now)
            return
        publishing.publish(session, credential, self._choices(award, credential), now=now)

    def _take_testimonial(self, session: Session, item: Checked) -> None:
        learner = self.world.testimonials[item.index - len(self.world.awards)].learner
        now = self.services.clock()
        credential = self._store(session, learner.slug, item, now=now)
        if item.report.verdict is Verdict.VERIFIED:
            publishing.publish(session, credential, {CREDENTIAL: Choice(Audience.RECRUITERS)}, now=now)

    def _store(self, session: Session, slug: str, item: Checked, *, now: datetime) -> Credential:
        learner = session.get_one(Learner, self.learners[slug])
        imported = Imported(item.signed.raw, item.signed.media_type, Source.FILE, filename=item.signed.filename)
        return publishing.store(session, learner, imported, item.report, now=now)

    def _choices(self, award: Award, credential: Credential) -> dict[str, Choice]:
        """The credential and all its evidence, but for people who keep one piece to themselves."""
        if award.audience is model.Audience.ONE:
            choice = Choice(Audience.ORGANISATIONS, (self.organisations[award.organisation],))
        else:
            choice = Choice(Audience.RECRUITERS)
        pieces = publishing.pieces_of(credential)
        kept_back = pieces[-1] if award.hidden_evidence and len(pieces) > 2 else None
        return {piece: choice for piece in pieces if piece != kept_back}


def expected_verdict(award: Award) -> Verdict:
    """What checking must find: flaws fail, an issuer that is gone leaves it unknown, everything else is verified."""
    if award.flaw is not Flaw.NONE:
        return Verdict.FAILED
    issuer = award.achievement.issuer
    return Verdict.UNKNOWN if issuer is not None and issuer.gone else Verdict.VERIFIED


def _expect(award: Award, item: Checked) -> None:
    found, wanted = item.report.verdict, expected_verdict(award)
    if found is wanted:
        return
    what = f"{award.achievement.slug} of {award.learner.slug}"
    checks = ", ".join(f"{c.check}: {c.outcome} {c.code}" for c in item.report.checks if c.outcome.value in ("failed", "unknown"))
    raise SurpriseError(f"{what} should be {wanted}, and checking says {found} ({checks}).")
