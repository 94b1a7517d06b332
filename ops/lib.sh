#!/usr/bin/env bash
# What every script of ops/ shares. Sourced, never run.
# shellcheck disable=SC2034  # the variables are for those who source this
set -euo pipefail

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
MUX_DATA=$(realpath -m "${MUX_DATA:-$REPO/.mux}")
MUX_REGISTRY=${MUX_REGISTRY:-127.0.0.1:5000}
MUX_ATTENDEE_URL=${MUX_ATTENDEE_URL:-http://127.0.0.1:8080}
MUX_ORGANIZER_URL=${MUX_ORGANIZER_URL:-http://127.0.0.1:8081}
MUX_CONTROL_URL=${MUX_CONTROL_URL:-https://127.0.0.1:8443}
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/risecamp
export MUX_DATA MUX_REGISTRY MUX_ATTENDEE_URL MUX_ORGANIZER_URL MUX_CONTROL_URL
# The system's own Python: the one that Debian's python3-* packages belong to.
PYTHON=/usr/bin/python3

say() { printf '%s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# step TITLE COMMAND…: says what is being done and how long it took; shows the end of the command's output only when it fails.
step() {
    local title=$1 log started status=0
    shift
    log=$(mktemp)
    started=$(date +%s%N)
    printf '→ %s … ' "$title"
    # In a subshell with -e of its own: bash switches -e off inside a tested command.
    set +e
    (set -e; "$@") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if ((status == 0)); then
        printf 'done in %s s\n' "$(seconds_since "$started")"
    else
        printf 'FAILED (%s) after %s s\n' "$status" "$(seconds_since "$started")"
        tail -n 60 "$log" >&2
        say "(all of its output: $log)" >&2
        return "$status"
    fi
    rm -f "$log"
}

already() { printf '✓ %s\n' "$*"; }

seconds_since() { awk -v from="$1" -v to="$(date +%s%N)" 'BEGIN { printf "%.1f", (to - from) / 1e9 }'; }

# as_root COMMAND…: packages and the Docker engine need root.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "'$*' needs root: run this script as root, or install sudo"
    fi
}

# hash_of PATH…: one hash of names, modes and contents of the repository's files and folders, without what builds leave.
hash_of() {
    (cd "$REPO" && find "$@" \( -path 'src/*/bin' -o -path 'src/*/obj' -o -path src/Mux/wwwroot/assets -o -name node_modules \
        -o -path images/notebook/tests -o -name __pycache__ \) -prune -o -type f -printf '%m %p\0' | LC_ALL=C sort -z |
        while IFS= read -r -d '' entry; do
            printf '%s ' "$entry"
            sha256sum <"${entry#* }"
        done | sha256sum | cut -c1-16)
}

# alive PIDFILE WORD: whether that process still runs and is the one we started (its command line holds WORD).
alive() {
    local pid
    pid=$(cat "$1" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$2"
}

# stop_process PIDFILE WORD SECONDS: ends a process that we started, by force when it does not go by itself.
stop_process() {
    local pid
    alive "$1" "$2" || { rm -f "$1"; return 0; }
    pid=$(cat "$1")
    kill -TERM "$pid" 2>/dev/null || true
    for ((i = 0; i < $3 * 10; i++)); do
        alive "$1" "$2" || break
        sleep 0.1
    done
    alive "$1" "$2" && kill -KILL "$pid" 2>/dev/null
    rm -f "$1"
}

# wait_for SECONDS COMMAND…: until the command succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# apt_install PACKAGE…: those that are missing.
apt_install() {
    local missing=() package
    for package; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    step "installing ${missing[*]}" apt_get_install "${missing[@]}"
}

apt_get_install() {
    export DEBIAN_FRONTEND=noninteractive
    # An update only when the lists do not know the packages or are out of date, which shows as a failing install.
    as_root apt-get install -qy --no-install-recommends "$@" ||
        { as_root apt-get update -q && as_root apt-get install -qy --no-install-recommends "$@"; }
}

# label_of IMAGE: the hash of what it was built from.
label_of() { docker image inspect -f '{{index .Config.Labels "risecamp.inputs"}}' "$1" 2>/dev/null || true; }

# mirrors SUITE: the Debian mirrors of this machine, with the suite in the place of its own. Nothing on another distribution:
# then mmdebstrap knows where to look.
mirrors() {
    local own
    grep -qx 'ID=debian' /etc/os-release || return 0
    own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # --no-release-info: also before the first `apt-get update`.
    # shellcheck disable=SC2016  # the dollars are apt's
    apt-get indextargets --no-release-info --format '$(CREATED_BY) $(COMPONENT) $(REPO_URI) $(RELEASE)' |
        awk -v own="$own" -v suite="$1" '
            $1 == "Packages" && $2 == "main" && $4 ~ "^(" own "|stable)(-updates|-security)?$" {
                sub("^(" own "|stable)", suite, $4); print "deb", $3, $4, "main"
            }' | sort -u
}

random_token() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='; }

# secret FILE VALUE: keeps a secret that only its owner can read.
secret() { (umask 077 && mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1"); }

docker_answers() { docker version >/dev/null 2>&1; }

registry_answers() { curl -fsS -m 2 -o /dev/null "http://$MUX_REGISTRY/v2/"; }

# organizer METHOD PATH [JSON]: a call of the organizer's API. The token goes in by standard input: argv is for all to see.
organizer() {
    local body=()
    (($# < 3)) || body=(--json "$3")
    curl -sS -m 10 --fail-with-body -X "$1" "${body[@]}" -K - "$MUX_ORGANIZER_URL/api/v1/$2" <<<"header = \"Authorization: Bearer $MUX_ORGANIZER_TOKEN\""
}

mux_runs() { alive "$MUX_DATA/mux.pid" "mux serve"; }
