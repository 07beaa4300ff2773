from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length


class ProfileForm(FlaskForm):
    """What recruiters read at the top of a learner's page."""

    shown_name = StringField("Name that recruiters see", [DataRequired("Recruiters need something to call you."), Length(max=200)])
    headline = StringField("In a few words", [Length(max=300)])
    place = StringField("Place", [Length(max=200)])
