#!/usr/bin/env bash
# Installs what the build needs from Debian and is not there yet.
set -euo pipefail

missing=()
pkg-config --exists lua5.4 2>/dev/null || missing+=(liblua5.4-dev pkg-config)
pkg-config --exists sqlite3 2>/dev/null || missing+=(libsqlite3-dev pkg-config)
command -v openssl >/dev/null || missing+=(openssl)
# For the suite that drives the emulator with the official Python SDK.
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv)
# `hookswitch check` asks it.
command -v luacheck >/dev/null || missing+=(lua-check)
# For a test that runs in other locales.
[ -e /usr/share/i18n/locales/de_DE ] || missing+=(locales)

# Without the first the emulator hums instead of speaking, without the second `hookswitch graph` makes no SVG; nothing
# fails when they cannot be had.
wanted=()
command -v espeak-ng >/dev/null || wanted+=(espeak-ng)
command -v dot >/dev/null || wanted+=(graphviz)

install() { DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

if [ $((${#missing[@]} + ${#wanted[@]})) -gt 0 ]; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    if [ ${#missing[@]} -gt 0 ]; then
        echo "installing: ${missing[*]}"
        $sudo apt-get update -qq
        install "${missing[@]}"
    fi
    if [ ${#wanted[@]} -gt 0 ]; then
        echo "installing if possible: ${wanted[*]}"
        install "${wanted[@]}" 2>/dev/null || { $sudo apt-get update -qq && install "${wanted[@]}"; } 2>/dev/null ||
            echo "without ${wanted[*]}: words in recordings of the emulator are hums, or drawings are no SVG"
    fi
fi

command -v swift >/dev/null || {
    echo "there is no Swift toolchain on PATH; install Swift 6.1 or later from https://www.swift.org/install/" >&2
    exit 1
}
