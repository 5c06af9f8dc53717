#!/usr/bin/env bash
# A private PostGIS on the loopback address, for tests and trials. It trusts every local user and does
# not wait for the disk, so it is no place for an office's data.
#
#   scripts/postgis.sh start [DIR] [PORT]   start it (or find it running) and print its SQLAlchemy URL
#   scripts/postgis.sh stop  [DIR]          stop it; the data stay in DIR
#
# DIR is .postgis in the project unless given; PORT the first free one from 54329.
# PostgreSQL refuses to run as root: then the server runs as the user `postgres`, or `landwatch-postgis`.
set -euo pipefail

PROJECT=$(cd "$(dirname "$0")/.." && pwd)

die() { printf 'postgis.sh: %s\n' "$*" >&2; exit 1; }

usage() { die "usage: scripts/postgis.sh start|stop [DIR] [PORT]"; }

# find_server: set BIN to the newest PostgreSQL that has PostGIS.
find_server() {
    local bin version
    while read -r bin; do
        version=$(basename "$(dirname "$bin")")
        if [ -x "$bin/initdb" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ]; then
            BIN=$bin
            return
        fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
    die "PostGIS is not installed. On Debian or Ubuntu: apt-get install postgresql postgresql-postgis"
}

# choose_user: set AS to the words that run a command as the server's user.
choose_user() {
    AS=()
    OWNER=$(id -un)
    [ "$(id -u)" = 0 ] || return 0
    OWNER=postgres
    if ! id -u "$OWNER" >/dev/null 2>&1; then
        OWNER=landwatch-postgis
        id -u "$OWNER" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$OWNER"
    fi
    AS=(setpriv "--reuid=$OWNER" "--regid=$(id -gn "$OWNER")" --clear-groups)
}

# choose_directory DIR: set DIR to DIR, or to a place under /var/tmp when the server's user cannot reach it.
choose_directory() {
    DIR=$(realpath -m "$1")
    local parent
    parent=$(dirname "$DIR")
    mkdir -p "$parent"
    if ! "${AS[@]}" test -x "$parent"; then
        DIR=/var/tmp/landwatch-postgis-$(printf '%s' "$DIR" | cksum | cut -d' ' -f1)
    fi
}

is_running() { "${AS[@]}" "$BIN/pg_ctl" --pgdata "$DIR/data" status >/dev/null 2>&1; }

# free_port: print the first port from 54329 that nothing answers on.
free_port() {
    local port
    for port in $(seq 54329 54379); do
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
    die "no free port between 54329 and 54379"
}

make_cluster() {
    if [ ! -e "$DIR" ]; then
        mkdir -m 700 "$DIR"
        [ "$(id -u)" != 0 ] || chown "$OWNER:" "$DIR"
    fi
    if [ -L "$DIR" ] || [ "$(stat -c %U "$DIR")" != "$OWNER" ]; then
        die "$DIR is not a directory of the user $OWNER; remove it or name another one"
    fi
    if [ ! -f "$DIR/data/PG_VERSION" ]; then
        "${AS[@]}" "$BIN/initdb" --pgdata "$DIR/data" --username landwatch --auth trust --encoding UTF8 \
            --locale C.UTF-8 --no-sync >"$DIR/initdb.log" 2>&1 || die "initdb failed: $(tail -n 3 "$DIR/initdb.log")"
    fi
}

start_server() {
    local port=$1
    # No socket file: its path may be longer than the 107 bytes a socket can have.
    local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    options+=" -c synchronous_commit=off -c full_page_writes=off -c jit=off"
    (cd / && "${AS[@]}" "$BIN/pg_ctl" --pgdata "$DIR/data" --wait --silent --log "$DIR/server.log" \
        --options "$options" start) >/dev/null || die "the server did not start: $(tail -n 3 "$DIR/server.log")"
}

# make_database PORT: the database `landwatch` with PostGIS in it.
make_database() {
    local to=(--host 127.0.0.1 --port "$1" --username landwatch)
    local found
    found=$("$BIN/psql" "${to[@]}" -d postgres -qXAtc "select 1 from pg_database where datname = 'landwatch'")
    [ -n "$found" ] || "$BIN/createdb" "${to[@]}" landwatch
    PGOPTIONS='--client-min-messages=warning' \
        "$BIN/psql" "${to[@]}" -d landwatch -qXAtc 'create extension if not exists postgis' >/dev/null
}

start() {
    local port=$1
    if is_running; then
        port=$(sed -n 4p "$DIR/data/postmaster.pid")
    else
        [ -n "$port" ] || port=$(free_port)
        make_cluster
        start_server "$port"
    fi
    make_database "$port"
    printf 'postgresql+psycopg://landwatch@127.0.0.1:%s/landwatch\n' "$port"
}

stop() {
    if is_running; then
        "${AS[@]}" "$BIN/pg_ctl" --pgdata "$DIR/data" --mode fast --wait --silent stop
    fi
}

if [ $# -lt 1 ] || [ $# -gt 3 ]; then usage; fi
find_server
choose_user
choose_directory "${2:-$PROJECT/.postgis}"
case $1 in
    start) start "${3:-}" ;;
    stop) stop ;;
    *) usage ;;
esac
