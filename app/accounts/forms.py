"""The forms about accounts. Rules that are about meaning live in `app.domain.accounts`; here is only what a field looks like."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, Length, Optional

NEEDED = DataRequired("This is needed.")


class SignInForm(FlaskForm):
    email = EmailField("E-mail address", [NEEDED], render_kw={"autocomplete": "username"})
    password = PasswordField("Password", [NEEDED], render_kw={"autocomplete": "current-password"})


class RegisterForm(FlaskForm):
    name = StringField("Name", [NEEDED, Length(max=200)], render_kw={"autocomplete": "name"})
    email = EmailField("E-mail address", [NEEDED], render_kw={"autocomplete": "email"})
    password = PasswordField("Password", [NEEDED], render_kw={"autocomplete": "new-password", "minlength": "10"})


class RegisterRecruiterForm(RegisterForm):
    organisation = StringField("Organisation", [NEEDED, Length(max=200)], render_kw={"autocomplete": "organization"})
    website = URLField("Its website", [Optional(), Length(max=500)], render_kw={"placeholder": "https://"})
    purpose = TextAreaField("What you look for people for", [NEEDED, Length(max=1000)], render_kw={"rows": "3"})


class EmailForm(FlaskForm):
    email = EmailField("E-mail address", [NEEDED], render_kw={"autocomplete": "email"})


class InviteForm(EmailForm):
    name = StringField("Their name", [NEEDED, Length(max=200)])


class NewPasswordForm(FlaskForm):
    password = PasswordField("New password", [NEEDED], render_kw={"autocomplete": "new-password", "minlength": "10"})


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField("Current password", [NEEDED], render_kw={"autocomplete": "current-password"})


class NameForm(FlaskForm):
    name = StringField("Name", [NEEDED, Length(max=200)], render_kw={"autocomplete": "name"})


class DeleteForm(FlaskForm):
    password = PasswordField("Your password", [NEEDED], render_kw={"autocomplete": "current-password"})
