#!/usr/bin/env bash
# The real servers that the tests run against, as plain processes: Elasticsearch, PostgreSQL and Redis, without Docker.
#
#   scripts/services.sh start    bring up whatever is not running; print and keep the addresses
#   scripts/services.sh stop     end what start began, and nothing else
#   scripts/services.sh status   say which of them answer
#   scripts/services.sh env      the addresses of those that answer, for `eval`; what is already set is kept
#
# Everything lives in var/services (EVIDENT_TEST_SERVICES names another folder): data, logs, pid files, and `env`, the
# three exports. Each server listens on loopback only, on its usual port when that is free and on the next free one
# otherwise. Data is thrown away with the folder; nothing here is meant for anything but tests.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

source scripts/services/common.sh
source scripts/services/elasticsearch.sh
source scripts/services/postgresql.sh
source scripts/services/redis.sh

SERVERS="elasticsearch postgresql redis"

start() {
    # Elasticsearch takes longest, so it boots while the others are set up.
    install_missing_packages
    elasticsearch_begin
    postgresql_start
    redis_start
    elasticsearch_wait
    write_environment
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
    for name in $SERVERS; do
        if "${name}_answers"; then
            echo "$name answers on port $(port_of "$name")"
        else
            echo "$name is not running"
        fi
    done
}

print_environment() {
    local name variable
    for name in $SERVERS; do
        variable=$(variable_of "$name")
        if "${name}_answers"; then echo "export $variable=\"\${$variable:-$("${name}_url")}\""; fi
    done
}

write_environment() {
    local name
    for name in $SERVERS; do
        echo "export $(variable_of "$name")=$("${name}_url")"
    done >"$SERVICES/env.new"
    mv "$SERVICES/env.new" "$SERVICES/env"
}

variable_of() {
    case $1 in
        postgresql) echo EVIDENT_TEST_POSTGRES_URL ;;
        *) echo "EVIDENT_TEST_${1^^}_URL" ;;
    esac
}

case "${1:-}" in
    start | stop)
        # Two starts at once would fight over ports and folders; the second one waits and then finds all of it running.
        exec 9>"$SERVICES/lock"
        flock 9
        "$1"
        ;;
    status) status ;;
    env) print_environment ;;
    *) say "usage: scripts/services.sh start|stop|status|env"; exit 2 ;;
esac
