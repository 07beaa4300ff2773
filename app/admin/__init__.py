"""The admins' room: what needs somebody, issuers, organisations, the audit log."""
