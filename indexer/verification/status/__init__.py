"""Is the credential still good? One file for each way in which issuers tell, and the table of them in checks.py."""
