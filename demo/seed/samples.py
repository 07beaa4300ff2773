"""Files for trying the import: good ones in four wrappings, an altered one, and somebody else's."""

from __future__ import annotations

from pathlib import Path

from demo.issuing.bake import bake_png, bake_svg
from demo.issuing.credentials import credential_id
from demo.issuing.sign import JWT, sign_award
from demo.outside.site import badge_of
from demo.world.model import Audience, Award, Flaw, World
from demo.world.people import HERO

README = """Files to try importing with, as {name} ({email}) or signed out at /verify.

1-good.json            a credential as JSON
2-good.jwt             a credential as compact JWT
3-baked.png            a badge: the credential is inside the image
4-baked.svg            the same, as a drawing
5-altered.json         somebody raised the level after it was signed
6-somebody-elses.json  genuine, and issued to another person

Or import by address: {address}
"""


def write_samples(world: World, folder: Path) -> None:
    """Write all of them and a note that says what each is."""
    folder.mkdir(parents=True, exist_ok=True)
    mine = [a for a in world.awards if a.audience is Audience.SAMPLE and a.learner.slug == HERO.slug]
    by_slug = {a.achievement.slug: a for a in mine}
    files = {
        "1-good.json": _raw(by_slug["documentation-author"], world),
        "2-good.jwt": _raw(by_slug["crew-member"], world),
        "3-baked.png": bake_png(badge_of(by_slug["gis-for-practice"].achievement), _raw(by_slug["gis-for-practice"], world)),
        "4-baked.svg": _svg(by_slug["accessible-services"], world),
        "5-altered.json": _raw(by_slug["agile-team-facilitator"], world),
        "6-somebody-elses.json": _raw(_somebody_elses(world), world),
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    address = credential_id(by_slug["documentation-author"], world.port)
    (folder / "README.txt").write_text(README.format(name=HERO.name, email=HERO.email, address=address), encoding="utf-8")


def _raw(award: Award, world: World) -> bytes:
    return sign_award(award, port=world.port).raw


def _svg(award: Award, world: World) -> bytes:
    signed = sign_award(award, port=world.port)
    return bake_svg(award.achievement.name, signed.raw, is_jwt=signed.media_type == JWT)


def _somebody_elses(world: World) -> Award:
    """Any good credential of another learner, from an issuer that signs JSON."""
    return next(
        a
        for a in world.awards
        if a.learner.slug != HERO.slug
        and a.flaw is Flaw.NONE
        and a.achievement.issuer is not None
        and a.achievement.issuer.slug == "northfield-university"
    )
