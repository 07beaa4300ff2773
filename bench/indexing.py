"""Documents through the engine's door against bare bulk writes of the same documents, and embedded documents a second."""

from __future__ import annotations

import tempfile
import time
from itertools import islice

from app.search.elasticsearch_writing import stored
from app.search.engine import open_engine
from app.search.interface import SearchDocument, SearchEngine
from bench.frame import Measure
from bench.search import SERVER, elasticsearch
from bench.search_world import people

COUNT = 2000


def run() -> list[Measure]:
    documents = list(people(COUNT))
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"embedded:{folder}/search.sqlite3")
        engine.setup()
        taken = _written(engine, documents)
        measures = [Measure("embedded, a document", taken / COUNT * 1000, "ms", note=f"{COUNT / taken:.0f} a second")]
    return [*measures, _against_bare(documents)] if SERVER else measures


def _written(engine: SearchEngine, documents: list[SearchDocument]) -> float:
    """Seconds to write all, in the batches of the indexer."""
    start = time.perf_counter()
    remaining = iter(documents)
    while batch := list(islice(remaining, 200)):
        assert engine.write(batch, visible=False) == []
    return time.perf_counter() - start


def _against_bare(documents: list[SearchDocument]) -> Measure:
    from elasticsearch import Elasticsearch, helpers

    with elasticsearch() as engine:
        engine.setup()
        ours = _written(engine, documents)
    bodies = [stored(document) for document in documents]
    with elasticsearch() as engine:
        engine.setup()
        index = str(engine.status()["index"])
        actions = [{"_index": index, "_id": one.learner_id, "_source": one.document} for one in bodies]
        start = time.perf_counter()
        helpers.bulk(Elasticsearch(SERVER), actions, chunk_size=200)
        bare = time.perf_counter() - start
    note = "ours includes making the documents from views"
    return Measure("Elasticsearch, a document", ours / COUNT * 1000, "ms", bare / COUNT * 1000, note=note)
