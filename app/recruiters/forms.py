from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField

from app.accounts.forms import NEEDED, meaning
from app.domain.contacts import usable_text


class ContactForm(FlaskForm):
    """What an organisation writes to somebody whom it asks to be put in touch."""

    text = TextAreaField("What it is about", [NEEDED, meaning(usable_text)], render_kw={"rows": "8"})
