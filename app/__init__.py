"""The portal: learners publish, recruiters search and inspect, admins moderate, anyone verifies."""
