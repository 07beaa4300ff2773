"""The forms about accounts. Rules that are about meaning live in `app.domain.accounts`; here is only what a field looks like."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the types do not know SelectChoice yet
    EmailField,
    Field,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.domain.accounts import normal_email, require_good_password, usable_name
from app.domain.errors import DomainError
from app.domain.tokens import LIFETIMES

NEEDED = DataRequired("This is needed.")


def meaning(rule: Callable[[str], object]) -> Callable[[FlaskForm, Field], None]:
    """A rule of the domain as a validator, so that everything that is wrong with a form is said at once."""

    def check(_form: FlaskForm, field: Field) -> None:
        try:
            rule(field.data or "")
        except DomainError as error:
            raise ValidationError(words_of(error)) from error

    return check


def words_of(error: DomainError) -> str:
    return f"{error.message} {error.next_step}".strip()


def put_beside(form: FlaskForm, error: DomainError) -> None:
    """Show a domain error beside the field it is about, or on top of the form."""
    field = getattr(form, error.field, None) if error.field else None
    if field is None:
        form.form_errors.append(words_of(error))
    else:
        field.errors = [*field.errors, words_of(error)]


class SignInForm(FlaskForm):
    email = EmailField("E-mail address", [NEEDED], render_kw={"autocomplete": "username"})
    password = PasswordField("Password", [NEEDED], render_kw={"autocomplete": "current-password"})


class RegisterForm(FlaskForm):
    name = StringField("Name", [NEEDED, Length(max=200), meaning(usable_name)], render_kw={"autocomplete": "name"})
    email = EmailField("E-mail address", [NEEDED, meaning(normal_email)], render_kw={"autocomplete": "email"})
    password = PasswordField(
        "Password", [NEEDED, meaning(require_good_password)], render_kw={"autocomplete": "new-password", "minlength": "10"}
    )


class RegisterRecruiterForm(RegisterForm):
    organisation = StringField("Organisation", [NEEDED, Length(max=200)], render_kw={"autocomplete": "organization"})
    website = URLField("Its website", [Optional(), Length(max=500)], render_kw={"placeholder": "https://"})
    purpose = TextAreaField("What you look for people for", [NEEDED, Length(max=1000)], render_kw={"rows": "3"})


class EmailForm(FlaskForm):
    email = EmailField("E-mail address", [NEEDED, meaning(normal_email)], render_kw={"autocomplete": "email"})


class InviteForm(EmailForm):
    name = StringField("Their name", [NEEDED, Length(max=200), meaning(usable_name)])


class TokenForm(FlaskForm):
    name = StringField("What will use it", [NEEDED, Length(max=100)], render_kw={"autocomplete": "off"})
    days = SelectField(
        "It works for", [NEEDED], coerce=int, choices=[SelectChoice(days, f"{days} days") for days in LIFETIMES], default=LIFETIMES[1]
    )


class NewPasswordForm(FlaskForm):
    password = PasswordField(
        "New password", [NEEDED, meaning(require_good_password)], render_kw={"autocomplete": "new-password", "minlength": "10"}
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField("Current password", [NEEDED], render_kw={"autocomplete": "current-password"})


class NameForm(FlaskForm):
    name = StringField("Name", [NEEDED, Length(max=200), meaning(usable_name)], render_kw={"autocomplete": "name"})


class DeleteForm(FlaskForm):
    password = PasswordField("Your password", [NEEDED], render_kw={"autocomplete": "current-password"})
