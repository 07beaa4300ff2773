"""JSON-LD as signatures need it: pinned contexts, safe-mode expansion that keeps places, RDF, RDFC-1.0 and JCS, with bounded work.

What others may import: `ContextStore` and `pinned` (contexts.py), `expand` (expand.py), `canonize` and `canonical_json` below.
"""
