"""What each reason code means to a person: one sentence, and what they can do. The codes are stable; the words may improve."""

from __future__ import annotations

from dataclasses import dataclass

# Whoever reads them may hold the credential, or may have been sent it.
_ASK = "Do not rely on it. Whoever holds it can ask the issuer for a new one."
_ORIGINAL = "Do not rely on it. Ask whoever holds it for the original file, exactly as the issuer gave it."
_RETRY = "Try again later, and do not rely on it before. To ask the issuer, look up yourself how to reach them."
_CONFIRM = "Ask the issuer directly whether it is good."


@dataclass(frozen=True, slots=True)
class Reason:
    """`sentence` says what was found; `next_step` what a person can do, when there is something."""

    sentence: str
    next_step: str | None = None


REASONS: dict[str, Reason] = {
    # reading
    "EMPTY": Reason("There is nothing in the file.", "Choose the file again."),
    "NOT_A_CREDENTIAL": Reason(
        "This could be read, but it is not a credential of a kind that we know.",
        "Look for a badge image (PNG or SVG), a .json file or the text of a signed token.",
    ),
    "FORMAT_UNSUPPORTED": Reason("This is a credential of a kind that we recognise and cannot judge.", _CONFIRM),
    "TOO_LARGE": Reason(
        "The file is larger than what we read.", "Ask for the original: a credential is rarely larger than 1 MB."
    ),
    "DECODE": Reason("The text is damaged or not what it claims to be.", _ORIGINAL),
    "JSON_UTF8": Reason(
        "The text contains characters that cannot be read: it was damaged on its way, or saved in another encoding.",
        _ORIGINAL,
    ),
    "JSON_DEPTH": Reason("The text is nested deeper than any credential needs.", _ASK),
    "DUPLICATE_KEY": Reason("One field is written twice, so that readers would disagree about what it says.", _ASK),
    "NO_BAKED_DATA": Reason(
        "The image is a plain picture without a badge inside.",
        "Download the badge from the issuer again: mail programs and photo tools remove what is inside.",
    ),
    "MULTIPLE_CHUNKS": Reason("The image contains more than one badge, so it is not clear which one counts.", _ASK),
    "TRUNCATED": Reason("The image file is incomplete.", "Download the badge again."),
    "BAD_CRC": Reason("The image file is damaged.", "Download the badge again."),
    "UNBAKE_PARSE": Reason("What is hidden in the image could not be read.", "Download the badge again."),
    # meaning
    "CONTEXT_UNAVAILABLE": Reason(
        "The credential uses technical words that we do not know, so we cannot judge it. That says nothing against it.",
        "Ask the issuer directly whether it is good, or tell the operator of this site which words are missing.",
    ),
    "BAD_CONTEXT": Reason(
        "The credential does not say properly where its words are defined, so nobody can be sure what it means.", _ASK
    ),
    "DROPPED_TERMS": Reason(
        "Some words in the credential have no defined meaning, so the signature does not protect them.", _ASK
    ),
    "CONTEXT_INJECTION": Reason(
        "The credential gives a well-known word another meaning, which can make it say what was never signed.", _ASK
    ),
    "HIDDEN_PARTS": Reason(
        "The credential is written so that part of what was signed is hidden from readers.", _ORIGINAL
    ),
    "POISON": Reason("The credential is built so that checking it would take far too long.", _ASK),
    "RESOURCE_DIGEST": Reason(
        "A document that the credential relies on is not the one whose fingerprint its issuer signed.", _ASK
    ),
    "NOT_CANONICAL": Reason("The credential contains values that readers would not agree on.", _ASK),
    # structure
    "SCHEMA": Reason("The credential does not follow the rules of its format.", _ASK),
    "BAD_TYPE": Reason("The credential does not say that it is one, or of which type.", _ASK),
    "BAD_DATETIME": Reason("A date in the credential is not written as its format demands.", _ASK),
    "SCHEMA_INVALID": Reason("The content breaks the rules that the credential itself names for it.", _ASK),
    "EXTENSION_SCHEMA": Reason("An extension of the badge does not fit its own rules.", _ASK),
    "SCHEMA_UNAVAILABLE": Reason("The rules for its content, which the credential names, could not be fetched.", "Try again later."),
    "SCHEMA_UNSUPPORTED": Reason("The credential names rules for its content of a kind that we cannot apply."),
    # proof
    "NO_PROOF": Reason("The credential is not signed, so anybody could have written it.", _ASK),
    "PROOF_INCOMPLETE": Reason("The signature is incomplete: a part that every signature must have is missing.", _ASK),
    "PROOF_PURPOSE": Reason("The signature was made for another purpose than issuing credentials.", _ASK),
    "PROOF_EXPIRED": Reason("The signature itself says that it is no longer valid.", _ASK),
    "UNSUPPORTED_PROOF_TYPE": Reason(
        "The credential is signed in a way that we cannot check, so we cannot say whether it is good.", _CONFIRM
    ),
    "UNSUPPORTED_CRYPTOSUITE": Reason(
        "The credential is signed in a way that we cannot check, so we cannot say whether it is good.", _CONFIRM
    ),
    "SD_BASE_PROOF": Reason(
        "This is the issuer's private copy for the holder, from which shareable copies are made; it cannot be checked itself.",
        "Whoever holds it can make a copy for others in their wallet.",
    ),
    "PREVIOUS_PROOF_MISSING": Reason("The signature builds on another signature that is not there.", _ASK),
    "PREVIOUS_PROOF_INVALID": Reason("The signature builds on another signature that is not good.", _ASK),
    "BAD_SIGNATURE": Reason("The signature does not match the content: something was changed after signing.", _ORIGINAL),
    "BAD_HASH": Reason("The content does not match its fingerprint: something was changed after issuing.", _ORIGINAL),
    "ANCHOR_UNCHECKED": Reason(
        "The content is unchanged, but we cannot look into the blockchain that vouches for its date and issuer.",
        _CONFIRM,
    ),
    "ALG_NOT_ALLOWED": Reason("The signature was made in a way that is not safe, or that no standard allows.", _ASK),
    "ALG_KEY_MISMATCH": Reason("The key and the signature do not go together: they are of different kinds.", _ASK),
    "BAD_TYP": Reason("What was handed in is signed, but says that it is something else than a credential.", _ASK),
    "VC_CLAIM_IN_VCJOSE": Reason("The token mixes two formats that exclude each other.", _ASK),
    "ISS_MISMATCH": Reason("The token and the credential inside name different issuers.", _ASK),
    "SUB_MISMATCH": Reason("The token and the credential inside name different holders.", _ASK),
    "JTI_MISMATCH": Reason("The token and the credential inside have different identifiers.", _ASK),
    "DATE_MISMATCH": Reason("The token and the credential inside have different dates.", _ASK),
    "DISCLOSURE": Reason("A part that was disclosed does not belong to what was signed.", _ORIGINAL),
    "KEY_BINDING": Reason("The proof that the holder presented it is not good.", _ORIGINAL),
    # keys and issuer
    "KEY_UNRESOLVABLE": Reason("The key that is needed to check the signature does not exist or cannot be read.", _ASK),
    "KEY_UNREACHABLE": Reason("We could not reach the issuer to confirm its signature.", _RETRY),
    "KEY_UNBOUND": Reason(
        "Anybody could have made this in the issuer's name: nothing shows that the key belongs to the issuer.", _CONFIRM
    ),
    "KEY_CHAIN": Reason("The certificates behind the key do not hold together.", _ASK),
    "KEY_REVOKED": Reason("The issuer has withdrawn the key that signed this credential.", _ASK),
    "KEY_EXPIRED": Reason("The key that signed this credential is no longer valid.", _ASK),
    "KEY_NOT_AUTHORISED": Reason("The issuer does not list the key among those that may sign credentials.", _ASK),
    "DID_UNRESOLVABLE": Reason("The credential does not name its issuer in a way that can be looked up.", _ASK),
    "DID_METHOD_UNSUPPORTED": Reason("The credential names its issuer in a way that we cannot look up.", _CONFIRM),
    "ISSUER_NOT_BOUND": Reason(
        "Somebody other than the issuer that it names has signed it.",
        "Do not rely on it. Ask the issuer directly whether it knows of it.",
    ),
    # hosting
    "HOSTED_NOT_FOUND": Reason("The issuer's website no longer has this badge.", "Ask the issuer whether it was moved."),
    "HOSTED_UNREACHABLE": Reason("The issuer's website did not answer.", _RETRY),
    "HOSTED_MISMATCH": Reason("The issuer's website has another badge than this file contains.", _ASK),
    "HOSTED_SCOPE": Reason("The badge lies on a website that the issuer has not declared as its own.", _ASK),
    "NOT_VERIFIABLE": Reason("This old kind of badge carries nothing by which it could be checked.", _CONFIRM),
    # dates
    "NOT_YET_VALID": Reason("The credential is not valid yet.", "Check it again when its time has begun."),
    "EXPIRED": Reason("The credential has expired.", "Ask the issuer whether it can be renewed."),
    # status
    "REVOKED": Reason("The issuer has revoked this credential.", "Ask the issuer for the reason."),
    "SUSPENDED": Reason("The issuer has suspended this credential for the time being.", "Ask the issuer for the reason."),
    "STATUS_UNREACHABLE": Reason("The issuer's list of revoked credentials could not be fetched.", _RETRY),
    "STATUS_LIST_INVALID": Reason("The issuer's list of revoked credentials is itself not valid.", _ASK),
    "STATUS_LIST_UNDECIDED": Reason("The issuer's list of revoked credentials could not be checked.", _RETRY),
    "STATUS_LIST_LENGTH": Reason("The issuer's list of revoked credentials is too short to protect its holders.", _ASK),
    "STATUS_PURPOSE": Reason("The list in which the credential is to be looked up was made for another purpose.", _ASK),
    "STATUS_ENTRY": Reason("The credential does not say properly where one can look up whether it was revoked.", _ASK),
    "STATUS_ISSUER": Reason("The list of revoked credentials comes from somebody else than the issuer.", _CONFIRM),
    "STATUS_UNSUPPORTED": Reason("The issuer tells in a way that we cannot read whether it has revoked the credential.", _CONFIRM),
    "RANGE_ERROR": Reason(
        "The credential should stand at a place in the issuer's list of revoked credentials that the list does not have.",
        _ASK,
    ),
    # holder
    "RECIPIENT_MISMATCH": Reason(
        "The credential was issued to another address than the one it was compared with.",
        "People have several addresses: its holder can say, or add and confirm, the one that it was issued to.",
    ),
    "HOLDER_PROOF": Reason(
        "It came in a package that its sender had signed, and that signature is not good.",
        "Its holder can present it again from their wallet, or hand in the credential by itself.",
    ),
    "HOLDER_MISMATCH": Reason(
        "It came in a package that somebody else than the holder it names has signed.",
        "Its holder can present it again from their wallet, or hand in the credential by itself.",
    ),
    "HOLDER_UNDECIDED": Reason("Who presented it could not be checked; the credential stands by itself."),
    # content
    "RESULT_DANGLING": Reason(
        "A result names a level that the achievement does not have, so it does not say how well it was done.", _CONFIRM
    ),
    "RESULT_NOT_HELD": Reason("By its own results, the person did not pass.", _CONFIRM),
    "RESULT_VALUE": Reason("A result has a value that its own description does not allow.", _ASK),
    "EVIDENCE_DIGEST": Reason("A piece of evidence has changed since the credential was signed.", _ASK),
    "EVIDENCE_UNREACHABLE": Reason(
        "A piece of evidence could not be fetched, so we cannot say whether it is still the same.", "Open it yourself, or try again later."
    ),
    "ENDORSEMENT_TARGET": Reason("This is no endorsement, or one of something else than what it is attached to."),
    "ENDORSEMENT_UNVERIFIED": Reason("Not every endorsement is good.", "See which ones below."),
    "NESTED_FAILED": Reason("A credential inside did not pass.", "See which one below."),
    "NESTED_UNKNOWN": Reason("A credential inside could not be decided.", "See which one below."),
    "NESTED_NOT_ALL": Reason("Not every credential inside passed.", "See which ones below."),
    "VOUCHED": Reason("Only whoever put the record together vouches for this part; its issuer has not signed it."),
    "ASSOCIATION_DANGLING": Reason("A link between achievements points to one that is not there."),
    "REFRESH_AVAILABLE": Reason("The issuer offers a newer version of this credential."),
    "REFRESH_UNREACHABLE": Reason("The issuer's offer of a newer version could not be read."),
    # ourselves
    "ADDRESS_REFUSED": Reason(
        "The credential relies on a web address of an old or unsafe kind, which we do not open.",
        "Waiting does not help. Ask the issuer for a new credential, or whether this one is good.",
    ),
    "BUDGET": Reason("The credential asks for more documents than we are willing to fetch.", _ASK),
    "INTERNAL": Reason("We could not finish this check; the fault is ours.", "Tell the operator of this site."),
}


def reason(code: str) -> Reason:
    """Return the reason of `code`; every code that the engine raises is in the table (held by a test)."""
    return REASONS.get(code) or Reason(code)
