# Shared by the servers of scripts/services.sh: where things live, as whom they run, which ports they get.

say() { echo "services: $*" >&2; }
fail() { say "$*"; exit 1; }

as_root() { [ "$(id -u)" -eq 0 ]; }

# Elasticsearch and PostgreSQL refuse to run as root, so root lends each of them a system user.
run_as() {
    local user=$1
    shift
    # fd 9 is the lock: a server that inherited it would hold it for as long as it runs.
    # From the root folder, because that user may not be able to enter this one.
    if as_root; then
        (cd / && exec runuser -u "$user" -- "$@" 9>&-)
    else
        "$@" 9>&-
    fi
}

services_folder() {
    local wanted=${EVIDENT_TEST_SERVICES:-$PWD/var/services}
    mkdir -p "$wanted"
    # A checkout below a private folder (/root, a mktemp folder) cannot be entered by the users lent to the servers.
    if as_root && ! runuser -u nobody -- test -x "$wanted" 2>/dev/null; then
        local instead
        instead=/var/tmp/evident-services-$(printf %s "$wanted" | cksum | cut -d' ' -f1)
        mkdir -p "$instead"
        rmdir "$wanted" 2>/dev/null && ln -s "$instead" "$wanted"
        wanted=$instead
    fi
    chmod 755 "$wanted"
    realpath "$wanted"
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Remembers the port of a server: the usual one, or the first free one after it.
choose_port() {
    local name=$1 port=$2 last=$(($2 + 50))
    while port_is_taken "$port"; do
        port=$((port + 1))
        [ "$port" -le "$last" ] || fail "no free port for $name between $2 and $last"
    done
    echo "$port" >"$SERVICES/$name.port"
}

port_of() { cat "$SERVICES/$1.port" 2>/dev/null || echo 0; }

# Waits until a command succeeds: wait_for SECONDS COMMAND...
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.3
    done
}

# Fetches text over HTTP with what every machine that runs this project has.
http_get() {
    python3 - "$1" 2>/dev/null <<'END'
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback never goes through a proxy
print(opener.open(sys.argv[1], timeout=5).read().decode())
END
}

install_missing_packages() {
    local missing=()
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    command -v redis-server >/dev/null || missing+=(redis-server)
    command -v unzip >/dev/null || missing+=(unzip)
    [ -d "$SERVICES/elasticsearch" ] || command -v mvn >/dev/null || missing+=(maven)
    (newest_jdk) >/dev/null 2>&1 || missing+=(jdk)
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

install_packages() {
    as_root || fail "these are missing: $*. Install them with your package manager, or run this as root on Debian"
    say "installing $*"
    apt-get update -qq >&2
    # Debian would start a cluster of its own on 5432, which nobody here asked for.
    mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/evident.conf
    # shellcheck disable=SC2046  # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(package_names "$@") \
        </dev/null >"$SERVICES/packages.log" 2>&1 || { cat "$SERVICES/packages.log" >&2; fail "apt-get could not install $*"; }
}

# `jdk` becomes the newest long-term one that this Debian offers, or nothing, and then Elasticsearch says what it needs.
package_names() {
    local name candidate
    for name in "$@"; do
        [ "$name" = jdk ] || { echo "$name"; continue; }
        for candidate in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
            if apt-cache show "$candidate" >/dev/null 2>&1; then echo "$candidate"; break; fi
        done
    done
}

SERVICES=$(services_folder)
