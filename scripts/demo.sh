#!/usr/bin/env bash
# Shows two calls to flows/reception: one that is transferred, one that ends by hang-up.
set -euo pipefail
cd "$(dirname "$0")/.."

hookswitch=$1
work=$(mktemp -d)
server=""

finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

"$hookswitch" dev flows --port 0 --emulator-port 0 --media-speed 4 --ready-file "$work/ready" \
    --log-format text --log-level warning 2>"$work/log" &
server=$!

# The server writes its two addresses when both serve; it fails at once when it cannot.
while [ ! -s "$work/ready" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    read -rt 0.05 <> <(:) || true
done
read -r _ emulator <"$work/ready"

echo "== flows/reception: the caller presses 1"
"$hookswitch" call --emulator "$emulator" --to +18005550199 --press 1
echo
echo "== flows/reception: the caller presses wrong keys only"
"$hookswitch" call --emulator "$emulator" --to +18005550199 --press 9,9,9
