"""What an admin decides, as forms: a decision and its reason."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the class
from wtforms.validators import DataRequired, Length

REASON = [DataRequired("Give a reason: it stands in the audit log."), Length(max=1000)]
DECISION = [DataRequired("Choose what to decide.")]
NOTHING_YET = SelectChoice("", "Choose...")
"""Stands first, so that a hasty click decides nothing."""


class IssuerDecisionForm(FlaskForm):
    """What to decide about an issuer. Approving says as what it speaks."""

    decision = SelectField(
        "Decision",
        DECISION,
        choices=[
            NOTHING_YET,
            SelectChoice("approved:institution", "Approve as an institution"),
            SelectChoice("approved:employer", "Approve as an employer"),
            SelectChoice("approved:community", "Approve as a community (group, club, person)"),
            SelectChoice("suspended", "Suspend: out of the search until looked into"),
            SelectChoice("blocked", "Block: out of the search, and nothing of it can be published"),
            SelectChoice("unreviewed", "Back to unreviewed"),
        ],
    )
    reason = TextAreaField("Reason", REASON, render_kw={"rows": "3"})


class OrganisationDecisionForm(FlaskForm):
    """What to decide about an organisation."""

    decision = SelectField(
        "Decision",
        DECISION,
        choices=[
            NOTHING_YET,
            SelectChoice("approved", "Admit"),
            SelectChoice("suspended", "Suspend"),
            SelectChoice("waiting", "Back to waiting"),
        ],
    )
    reason = TextAreaField("Reason", REASON, render_kw={"rows": "2"})
