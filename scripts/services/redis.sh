# Redis from Debian's package. Nothing is kept on disk: whatever a crash loses, the outbox still knows.

REDIS_DIR=$SERVICES/redis

redis_start() {
    redis_answers && return
    mkdir -p "$REDIS_DIR"
    choose_port redis 6379
    say "starting Redis on port $(port_of redis)"
    redis-server --daemonize yes --bind 127.0.0.1 --port "$(port_of redis)" --dir "$REDIS_DIR" \
        --pidfile "$REDIS_DIR/pid" --logfile "$REDIS_DIR/server.log" --save '' --appendonly no </dev/null >/dev/null 9>&-
    wait_for 20 redis_answers || fail "Redis does not answer; its log is $REDIS_DIR/server.log"
}

redis_answers() {
    # The port alone is not enough: another Redis may have taken it since.
    [ -f "$SERVICES/redis.port" ] &&
        redis-cli -h 127.0.0.1 -p "$(port_of redis)" config get dir 2>/dev/null | grep -qxF "$REDIS_DIR"
}

redis_url() { echo "redis://127.0.0.1:$(port_of redis)/0"; }

redis_stop() {
    redis_answers || return 0
    say "stopping Redis"
    redis-cli -h 127.0.0.1 -p "$(port_of redis)" shutdown nosave
}
