#!/usr/bin/env bash
# The real servers that the tests run against, as plain processes: Elasticsearch, PostgreSQL and Redis, without Docker.
#
#   scripts/services.sh start    bring up whatever is not running; print and keep the addresses
#   scripts/services.sh stop     end what start began, and nothing else
#   scripts/services.sh status   say which of them answer
#
# Everything lives in var/services (EVIDENT_TEST_SERVICES names another folder): data, logs, pid files, and `env`, the
# three exports. Each server listens on loopback only, on its usual port when that is free and on the next free one
# otherwise. Data is thrown away with the folder; nothing here is meant for anything but tests.
set -euo pipefail
cd "$(dirname "$0")/.."

source scripts/services/common.sh
source scripts/services/elasticsearch.sh
source scripts/services/postgresql.sh
source scripts/services/redis.sh

start() {
    # Elasticsearch takes longest, so it boots while the others are set up.
    install_missing_packages
    elasticsearch_begin
    postgresql_start
    redis_start
    elasticsearch_wait
    write_env
    cat "$SERVICES/env"
}

stop() {
    redis_stop
    postgresql_stop
    elasticsearch_stop
    rm -f "$SERVICES/env"
}

status() {
    local name
    for name in elasticsearch postgresql redis; do
        if "${name}_answers"; then
            echo "$name answers on port $(port_of "$name")"
        else
            echo "$name is not running"
        fi
    done
}

write_env() {
    cat >"$SERVICES/env.new" <<END
export EVIDENT_TEST_ELASTICSEARCH_URL=http://127.0.0.1:$(port_of elasticsearch)
export EVIDENT_TEST_POSTGRES_URL=postgresql+psycopg://evident:$(cat "$SERVICES/postgresql.password")@127.0.0.1:$(port_of postgresql)/evident
export EVIDENT_TEST_REDIS_URL=redis://127.0.0.1:$(port_of redis)/0
END
    mv "$SERVICES/env.new" "$SERVICES/env"
}

case "${1:-}" in
    start | stop)
        # Two starts at once would fight over ports and folders; the second one waits and then finds all of it running.
        exec 9>"$SERVICES/lock"
        flock 9
        "$1"
        ;;
    status) status ;;
    *) say "usage: scripts/services.sh start|stop|status"; exit 2 ;;
esac
