"""Migrations of the database, one file a step in versions/, numbered. `app.domain.schema` runs them.

A migration must work with the code that is deployed while it runs: add first, move data, and remove in a later release.
"""
