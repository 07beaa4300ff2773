"""Signatures: Data Integrity suites, JOSE tokens, COSE, selective disclosure. `hash_data` is also what a signer needs."""
