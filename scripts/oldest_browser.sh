#!/usr/bin/env bash
# Unpack Chromium 80, the oldest browser that the pages serve, and print where it is. Only its tests need it: the
# packages of frontend/oldest (45 MB) are checked by the hashes of their own lock, apart from all others.
set -euo pipefail
cd "$(dirname "$0")/../frontend/oldest"

CHROMIUM=node_modules/.chromium

# unpack FROM TO: what was packed with brotli, which no command of a usual machine unpacks.
unpack() {
    node -e '
        const { createReadStream, createWriteStream } = require("node:fs");
        const { pipeline } = require("node:stream/promises");
        const { createBrotliDecompress } = require("node:zlib");
        const [from, to] = process.argv.slice(1);
        pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));' "$1" "$2"
}

if [ ! -x "$CHROMIUM" ] || [ package-lock.json -nt "$CHROMIUM" ]; then
    npm ci --loglevel=error --ignore-scripts --no-audit --no-fund >/dev/null
    unpack node_modules/chrome-aws-lambda/bin/chromium.br "$CHROMIUM.part"
    chmod +x "$CHROMIUM.part"
    mv "$CHROMIUM.part" "$CHROMIUM"
fi
printf '%s\n' "$PWD/$CHROMIUM"
