"""The outside web of the demo: issuer documents, status lists, evidence, repositories. Answered from the world, nothing is stored."""
