"""The WSGI entry: `gunicorn app.wsgi:app`."""

from app.portal import create_app, settle

app = create_app()
settle(app)
