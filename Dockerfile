# The image of the portal, the worker, the scheduler and the migrations: one image, four commands (docker-compose.yml).
# Python 3.11 because the whole suite runs on it.

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/evident
# Dependencies first: this layer is made again only when the lock changes.
COPY requirements/production.lock requirements/production.lock
RUN /opt/evident/bin/pip install --no-cache-dir --require-hashes --requirement requirements/production.lock
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY search_templates search_templates
COPY indexer indexer
COPY app app
RUN /opt/evident/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin evident \
    && install -d -o evident -g evident /var/lib/evident
# Owned by root: a process that was taken over cannot change the code that runs next.
COPY --from=build /opt/evident /opt/evident
ENV PATH=/opt/evident/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    EVIDENT_DATA_DIR=/var/lib/evident \
    EVIDENT_LOG_FORMAT=json \
    PROMETHEUS_MULTIPROC_DIR=/dev/shm
WORKDIR /var/lib/evident
USER evident
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Threads, because a request that checks a credential waits for the network; /dev/shm, because the heartbeat of a worker
# must not wait for a disk; a long address, because it holds a whole search.
CMD ["gunicorn", "app.wsgi:app", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--timeout", "60", \
     "--limit-request-line", "8190", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
