#!/usr/bin/env bash
# Set up landwatch in this directory: .venv from the hashed lock, translations, the scripts of the pages.
# Each step is skipped when nothing it depends on has changed. Safe to interrupt and to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
PYTHON=$VENV/bin/python
ASSETS=landwatch/maps/assets
WEB_ASSETS=landwatch/web/assets

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# find_python: print the first interpreter that fits. fiona has no wheels for 3.14 yet.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

node_is_new_enough() {
    have node && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

# check_machine: set BASE_PYTHON, or say in one line what is missing.
check_machine() {
    local missing=()
    BASE_PYTHON=$(find_python) || missing+=("python3 (3.11 to 3.13)")
    if [ -n "$BASE_PYTHON" ] && ! "$BASE_PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        missing+=("the venv module of $BASE_PYTHON (package python3-venv)")
    fi
    node_is_new_enough || missing+=("node (18 or newer)")
    have npm || missing+=("npm")
    if [ ${#missing[@]} -gt 0 ]; then
        say "landwatch cannot be set up; missing: $(printf '%s, ' "${missing[@]}" | sed 's/, $//')." \
            "On Debian or Ubuntu: apt-get install python3 python3-venv nodejs npm"
        exit 1
    fi
}

# fingerprint FILE…: one hash over what is in the files.
fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }

# is_done STAMP FINGERPRINT: whether the step that leaves STAMP has been done for these inputs.
is_done() {
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

# An environment whose interpreter was removed or upgraded cannot find its own packages any more.
venv_works() { [ -x "$PYTHON" ] && "$PYTHON" -c 'import pip' 2>/dev/null; }

make_venv() {
    say "Creating $VENV with $("$BASE_PYTHON" --version)"
    "$BASE_PYTHON" -m venv --clear "$VENV"
}

# install_uv: uv itself comes from the lock, checked by its hash.
install_uv() {
    awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements.lock >"$VENV/uv.txt"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$VENV/uv.txt"
}

# use_pip_index: uv does not read pip's settings; an office that set a mirror for pip means it for uv too.
use_pip_index() {
    local index=${PIP_INDEX_URL:-}
    [ -n "$index" ] || index=$("$PYTHON" -m pip config get global.index-url 2>/dev/null) || true
    if [ -z "${UV_DEFAULT_INDEX:-}" ] && [ -n "$index" ]; then
        export UV_DEFAULT_INDEX=$index
    fi
}

install_packages() {
    local stamp=$VENV/.landwatch-packages now
    now=$(fingerprint requirements.lock pyproject.toml)
    venv_works || make_venv
    is_done "$stamp" "$now" && return
    rm -f "$stamp"
    install_uv
    use_pip_index
    say "Installing the packages of requirements.lock"
    # Compiled here, because PYTHONDONTWRITEBYTECODE would make every start pay for it.
    export UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1
    "$VENV/bin/uv" pip sync --quiet --python "$PYTHON" --require-hashes requirements.lock
    "$VENV/bin/uv" pip install --quiet --python "$PYTHON" --offline --no-deps --no-build-isolation --editable .
    printf '%s\n' "$now" >"$stamp"
}

compile_translations() {
    local source
    for source in landwatch/locale/*/LC_MESSAGES/*.po; do
        if [ -f "$source" ] && [ ! "${source%.po}.mo" -nt "$source" ]; then
            "$VENV/bin/pybabel" --quiet compile --input-file "$source" --output-file "${source%.po}.mo"
        fi
    done
}

# node_runs_checks: whether this Node runs the linter, the types and the unit tests of the front-end.
node_runs_checks() {
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

# install_node_packages: an older Node gets only what builds the pages.
install_node_packages() {
    local stamp=node_modules/.landwatch-packages now only=(--omit=dev)
    if node_runs_checks; then only=(); fi
    now="$(fingerprint package.json package-lock.json) ${only[*]}"
    is_done "$stamp" "$now" && return
    say "Installing the packages of package-lock.json"
    npm ci "${only[@]}" --loglevel=error --ignore-scripts --no-audit --no-fund >/dev/null
    printf '%s\n' "$now" >"$stamp"
}

# build_pages: what a saved map needs travels with it: Leaflet beside its licence, and the scripts of the pages.
build_pages() {
    local stamp=node_modules/.landwatch-pages now
    now=$(find frontend/build.js frontend/licences frontend/src -type f | LC_ALL=C sort | xargs cat package-lock.json scripts/install.sh | sha256sum)
    [ -d "$ASSETS" ] && [ -d "$WEB_ASSETS" ] && is_done "$stamp" "$now" && return
    rm -rf "$stamp" "$ASSETS"
    mkdir -p "$ASSETS/leaflet"
    cp -R node_modules/leaflet/LICENSE node_modules/leaflet/dist/leaflet.js \
        node_modules/leaflet/dist/leaflet.css node_modules/leaflet/dist/images "$ASSETS/leaflet/"
    node frontend/build.js
    printf '%s\n' "$now" >"$stamp"
}

check_machine
install_packages
compile_translations
install_node_packages
build_pages
"$PYTHON" -m compileall -q landwatch
