"""The WSGI entry: `gunicorn app.wsgi:app`."""

from app.portal import create_app

app = create_app()
