# A PostgreSQL cluster of our own, from Debian's package: the machine's own cluster, if there is one, is left alone.

PG_DATA=$SERVICES/postgresql
PG_USER=postgres

pg_bin() { compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1; }

postgresql_start() {
    postgresql_answers && return
    postgresql_make
    choose_port postgresql 5432
    say "starting PostgreSQL on port $(port_of postgresql)"
    # fsync off: the data of a test need not survive a power cut, and does survive a killed process.
    run_as "$PG_USER" "$(pg_bin pg_ctl)" start --silent --wait --pgdata "$PG_DATA" --log "$PG_DATA/server.log" \
        --options "-c listen_addresses=127.0.0.1 -c port=$(port_of postgresql) -c unix_socket_directories='' \
                   -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" </dev/null
    postgresql_answers || fail "PostgreSQL does not answer; its log is $PG_DATA/server.log"
}

postgresql_answers() {
    [ -f "$SERVICES/postgresql.password" ] &&
        PGPASSWORD=$(cat "$SERVICES/postgresql.password") PGCONNECT_TIMEOUT=5 "$(pg_bin psql)" --quiet --no-psqlrc \
            --host 127.0.0.1 --port "$(port_of postgresql)" --username evident --command 'SELECT 1' evident >/dev/null 2>&1
}

postgresql_url() {
    echo "postgresql+psycopg://evident:$(cat "$SERVICES/postgresql.password")@127.0.0.1:$(port_of postgresql)/evident"
}

postgresql_stop() {
    [ -f "$PG_DATA/postmaster.pid" ] || return 0
    say "stopping PostgreSQL"
    run_as "$PG_USER" "$(pg_bin pg_ctl)" stop --silent --mode fast --pgdata "$PG_DATA" || true
}

# Makes the cluster and its one role, a superuser: suites create a database each and drop it.
postgresql_make() {
    [ -f "$PG_DATA/evident-is-ready" ] && return
    rm -rf "$PG_DATA"
    mkdir -p "$PG_DATA"
    python3 -c 'import secrets; print(secrets.token_hex(16))' >"$SERVICES/postgresql.password"
    as_root && chown "$PG_USER" "$PG_DATA" "$SERVICES/postgresql.password"
    run_as "$PG_USER" "$(pg_bin initdb)" --pgdata "$PG_DATA" --username evident --pwfile "$SERVICES/postgresql.password" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 --no-sync >"$SERVICES/postgresql-initdb.log" 2>&1
    printf 'CREATE DATABASE evident;\n' |
        run_as "$PG_USER" "$(pg_bin postgres)" --single -D "$PG_DATA" postgres >>"$SERVICES/postgresql-initdb.log" 2>&1
    touch "$PG_DATA/evident-is-ready"
}
