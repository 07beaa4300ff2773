"""The signing side of the demo: it plays every issuer, witness and self-asserting learner. The product has no part of this."""
