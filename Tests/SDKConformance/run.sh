#!/usr/bin/env bash
# Runs the conformance suite against an emulator of its own: run.sh HOOKSWITCH [pytest arguments]
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 path/to/hookswitch [pytest arguments]" >&2; exit 64; }
hookswitch=$(realpath "$1")
shift
cd "$(dirname "$0")"

python=${PYTHON:-python3}
venv=$(cd ../.. && pwd)/.build/sdk-venv
work=$(mktemp -d)
emulator=""

finish() {
    [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
    [ -z "$emulator" ] || wait "$emulator" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# One environment for all runs, made anew when the requirements or the interpreter are others, or when making it failed.
wanted="$("$python" -VV) $(cat requirements.txt)"
if [ "$(cat "$venv/made-of" 2>/dev/null)" != "$wanted" ]; then
    echo "making .build/sdk-venv with the official SDK"
    rm -rf "$venv"
    mkdir -p "$(dirname "$venv")"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    printf '%s\n' "$wanted" >"$venv/made-of"
fi

"$hookswitch" emulate --port 0 --media-speed 100 --log-format text --log-level warning >"$work/ready" 2>"$work/log" &
emulator=$!

# It prints its address once it serves; it fails at once when it cannot.
until grep -qs '^endpoint=.*;accesskey=' "$work/ready"; do
    kill -0 "$emulator" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    read -rt 0.05 <> <(:) || true
done

status=0
HOOKSWITCH_CONNECTION_STRING=$(head -n 1 "$work/ready") HOOKSWITCH_BINARY=$hookswitch PYTHONDONTWRITEBYTECODE=1 \
    "$venv/bin/python" -m pytest "$@" || status=$?
if ! kill -0 "$emulator" 2>/dev/null; then
    echo "the emulator ended during the suite" >&2
    status=1
fi
[ "$status" = 0 ] || cat "$work/log" >&2
exit "$status"
