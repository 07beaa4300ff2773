"""How commands speak: what went wrong is a sentence and exit 2, never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from app.domain.errors import DomainError
from app.domain.schema import SchemaError
from app.domain.trust import RegistryError
from app.search.interface import SearchError
from config.settings import SettingsError

P = ParamSpec("P")
R = TypeVar("R")


class Refused(click.ClickException):
    """Something is wrong with what was asked, or stands in the way."""

    exit_code = 2


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Run the command inside the application, and turn the errors of the house into a sentence."""
    return with_appcontext(in_sentences(command))


def in_sentences(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors of the house into a sentence; the command runs without the application."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            raise Refused(f"{error.message} {error.next_step}".strip()) from error
        except (SearchError, SchemaError, SettingsError, RegistryError) as error:
            raise Refused(str(error)) from error
        except ProgrammingError as error:
            raise Refused("The tables are not those that this version needs. Run `evident db upgrade`.") from error
        except SQLAlchemyError as error:
            raise Refused("The database does not answer. Check EVIDENT_DATABASE_URL, and `evident db current`.") from error
        except OSError as error:
            raise Refused(f"{error.filename or 'A file'}: {error.strerror or 'it cannot be used'}.") from error

    return run


def table(rows: list[tuple[object, ...]]) -> str:
    """Rows as aligned columns."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))] if texts else []
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts)
