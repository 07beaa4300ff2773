"""The portal: learners publish, recruiters search and inspect, admins moderate, anyone verifies. `portal.create_app` builds it.

This file stays empty so that the indexer, which shares `app.domain` and `app.search`, does not load Flask.
"""
