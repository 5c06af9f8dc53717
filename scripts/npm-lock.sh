#!/usr/bin/env bash
# Solve the packages of each package.json anew, with their hashes and without the address of a registry.
set -euo pipefail
cd "$(dirname "$0")/.."

for place in . frontend/oldest; do
    # In a folder of its own: beside node_modules npm copies what is installed, which has no hashes.
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cp "$place/package.json" "$folder"
    npm install --prefix "$folder" --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
        --no-audit --no-fund --loglevel=error
    cp "$folder/package-lock.json" "$place/package-lock.json"
    rm -rf "$folder"
done
