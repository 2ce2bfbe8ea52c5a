#!/usr/bin/env bash
# Measures and prints tables in Markdown. Everything stays on loopback and is stopped at the end.
#
#   Benchmarks/run.sh                all parts
#   Benchmarks/run.sh bridge|library|worlds|check|hostile|http|durable
#
# BENCH_SECONDS (6), BENCH_SESSIONS (1000) and BENCH_ROWS (names of rows) change the HTTP rows. BENCH_DURABLE names
# parts of the last part, and BENCH_WAITING (100000) is the number of calls whose memory is measured. BENCH_SCRATCH is the
# build folder.
set -euo pipefail
cd "$(dirname "$0")"

here=$PWD
swift=${SWIFT:-swift}
scratch=${BENCH_SCRATCH:-$here/../.build-release}
seconds=${BENCH_SECONDS:-6}
sessions=${BENCH_SESSIONS:-1000}
part=${1:-all}
dir=$(mktemp -d)
children=()

finish() {
    for pid in "${children[@]:-}"; do [[ -n $pid ]] && kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

note() { echo "bench: $*" >&2; }

note "building (the first release build takes about ten minutes)"
build() { "$swift" build -c release --package-path "$here" --scratch-path "$scratch" >"$dir/build.log" 2>&1; }
# SwiftPM does not always see that files were added beside the package; a new plan helps.
build || { rm -f "$scratch/release.yaml" && build; } || {
    tail -40 "$dir/build.log" >&2
    exit 1
}
bin=$("$swift" build -c release --package-path "$here" --scratch-path "$scratch" --show-bin-path)

machine() {
    local cpu
    cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
    echo "$(nproc) cores of $cpu, $("$swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/Swift \1/p' |
        head -1), load before: $(cut -d' ' -f1-3 /proc/loadavg)"
}

# ---- Rows over HTTP ----

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000)) # below what connections get
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
    done
}

# start_nginx NAME SINK-PORT: sets port and pid.
start_nginx() {
    port=$(free_port)
    sed -e "s|@DIR@|$dir|g; s|@HERE@|$here|g; s|@PORT@|$port|g; s|@SINK@|$2|g" "http/$1.conf" >"$dir/$1.conf"
    # Root's workers would change to a user that cannot read this folder.
    local more='daemon off;'
    [[ $(id -u) != 0 ]] || more+=' user root;'
    nginx -p "$dir" -c "$dir/$1.conf" -e "$dir/$1.log" -g "$more" 2>"$dir/$1.err" &
    pid=$!
    children+=("$pid")
    for _ in {1..100}; do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        sleep 0.05
    done
    cat "$dir/$1.err" "$dir/$1.log" >&2
    return 1
}

# start_row ROW STORE: sets port and pid.
start_row() {
    : >"$dir/$1.out"
    "$bin/bench-server" "$1" "$sink_port" "$sessions" "$dir/paths" "$2" >>"$dir/$1.out" 2>&1 &
    pid=$!
    children+=("$pid")
    for _ in {1..1200}; do
        port=$(sed -n 's/^ready //p' "$dir/$1.out")
        [[ -n $port ]] && return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    cat "$dir/$1.out" >&2
    return 1
}

stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# Ticks of processor time of a process and its children.
ticks() {
    local total=0 each fields
    for each in "$1" $(cat "/proc/$1/task/$1/children"); do
        read -r -a fields < <(sed 's/.*) //' "/proc/$each/stat")
        total=$((total + fields[11] + fields[12]))
    done
    echo "$total"
}

# How many actions have come to the sink.
actions() {
    exec 3<>"/dev/tcp/127.0.0.1/$sink_port"
    printf 'GET /count HTTP/1.0\r\n\r\n' >&3
    awk 'found { print $3; exit } /^server/ { found = 1 }' <&3
    exec 3>&-
}

# drive NAME MODE VALUE: drives port and adds a line to the results: name, events/s (those that had led to an action by
# the end, where the row acts), p50, p99, µs of CPU per event, actions per event once all have left, errors.
drive() {
    local before after sent_before sent_in_time sent_after result
    sent_before=$(actions)
    before=$(ticks "$pid")
    result=$(timeout $((seconds + 30)) wrk -t2 -c64 -d"${seconds}s" --latency -s http/wrk.lua \
        "http://127.0.0.1:$port/events/incoming" -- "$2" "$3" | sed -n 's/^RESULT //p')
    sent_in_time=$(($(actions) - sent_before - 1))
    sleep 1
    after=$(ticks "$pid")
    sent_after=$(($(actions) - sent_before - 2))
    awk -v name="$1" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" -v in_time="$sent_in_time" \
        -v sent="$sent_after" '{
            events = sent > $1 / 2 && in_time < $1 ? in_time : $1
            printf "%s\t%.0f\t%.2f\t%.2f\t%.1f\t%.3f\t%d\n", name, events / $2 * 1e6, $3 / 1e3, $4 / 1e3,
                ticks / hz * 1e6 / $1, sent / $1, $5 }' <<<"$result" >>"$dir/results"
    tail -1 "$dir/results" | sed 's/^/bench: /' >&2
}

# measure ROW NAME MODE VALUE [STORE]
measure() {
    [[ -z ${BENCH_ROWS:-} || " $BENCH_ROWS " == *" $2 "* ]] || return 0
    start_row "$1" "${5:-memory:}"
    [[ $4 == paths ]] && set -- "$1" "$2" "$3" "$dir/paths"
    drive "$2" "$3" "$4"
    stop "$pid"
}

baseline() {
    [[ -n $has_nginx_lua ]] || return 0
    start_nginx nginx-lua "$sink_port"
    drive nginx-offer offer 600
    drive nginx-long-offer offer 7500
    drive nginx-heard heard "$dir/any-paths"
    stop "$pid"
}

# start_sink: the service's place; false when there can be none.
start_sink() {
    command -v wrk >/dev/null || { note "wrk: not installed, rows over HTTP are left out" && return 1; }
    command -v nginx >/dev/null || { note "nginx: not installed, and it is the sink; rows over HTTP are left out" && return 1; }
    : >"$dir/results"
    start_nginx sink 0
    sink_port=$port
}

http() {
    start_sink || return 0
    has_nginx_lua=
    if [[ -e /usr/lib/nginx/modules/ngx_http_lua_module.so ]]; then has_nginx_lua=yes; else
        note "nginx's Lua module: not installed, its rows are left out"
    fi
    for number in {1..1000}; do echo "/events/calls/00000000000000000000000000/1/token-$number"; done >"$dir/any-paths"

    baseline
    measure hummingbird hummingbird offer 600
    measure handler handler offer-other 600
    measure session session other paths
    measure async-http-client async-http-client heard paths
    measure client client heard paths
    measure signed signed heard paths
    measure spinning spinning heard paths
    measure world world offer 600
    measure world world-long-offer offer 7500
    baseline
    table nginx <<'ROWS'
nginx-heard|nginx-heard|nginx + Lua, callback in, play out, unsigned
nginx-offer|nginx-offer|nginx + Lua, offer in, reject out, unsigned
nginx-long-offer|nginx-long-offer|nginx + Lua, the same with an offer token of 7.5 KB
hummingbird|nginx-offer|bare Hummingbird route, no action
handler|nginx-offer|channel handler, no action
session|nginx-heard|event to one of SESSIONS live sessions, no action
async-http-client|nginx-heard|and its flow plays on: AsyncHTTPClient, unsigned
client|nginx-heard|the same with our client, unsigned
signed|nginx-heard|the same, signed
spinning|nginx-heard|the same, beside a flow that never waits
world|nginx-offer|**a world per call: offer in, signed reject out, end**
world-long-offer|nginx-long-offer|the same with an offer token of 7.5 KB
ROWS
}

# Memory and SQLite by turns, in a folder of this file system.
durable_http() {
    start_sink || return 0
    local turn row mode value
    for turn in 1 2 3; do
        while read -r row mode value; do
            measure "$row" "$row-memory" "$mode" "$value" memory:
            measure "$row" "$row-sqlite" "$mode" "$value" "sqlite:$dir/$row-$turn.db"
            rm -f "$dir/$row-$turn.db"*
        done <<<$'signed heard paths\nworld offer 600'
    done
    table memory <<'ROWS'
signed-memory|signed-memory|callback to one of SESSIONS live calls, signed play out; memory
signed-sqlite|signed-memory|**the same over SQLite**
world-memory|world-memory|a world per call: offer in, signed reject out, end; memory
world-sqlite|world-memory|**the same over SQLite**
ROWS
}

# table BASE: lines with row, base and text.
table() {
    echo "| one event in, one action out | events/s | to $1 | p50, ms | p99, ms | CPU per event, µs | actions per event |"
    echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    awk '
        FNR == NR {
            split($0, f, "\t")
            key = f[1]
            n[key]++; rate[key] += f[2]; p50[key] += f[3]; p99[key] += f[4]; cpu[key] += f[5]; sent[key] += f[6]
            errors[key] += f[7]
            next
        }
        {
            split($0, f, "|")
            key = f[1]; base = f[2]
            if (!(key in n)) next
            ratio = base in n ? sprintf("%.2f", rate[key] / n[key] / (rate[base] / n[base])) : "–"
            if (key == base) ratio = "1"
            printf "| %s | %d | %s | %.1f | %.1f | %.0f | %.2f |%s\n", f[3], rate[key] / n[key], ratio, p50[key] / n[key],
                p99[key] / n[key], cpu[key] / n[key], sent[key] / n[key], errors[key] ? " " errors[key] " errors" : ""
        }' "$dir/results" - | sed "s/SESSIONS/$(printf "%'d" "$sessions")/"
}

durable() {
    local one
    local -x TMPDIR=$dir
    for one in ${BENCH_DURABLE:-sync cycles recovery memory replay reload http}; do
        case $one in
        http) durable_http ;;
        reload) "$bin/durable-bench" reload "$here/../flows" ;;
        *) "$bin/durable-bench" "$one" ;;
        esac
        echo
    done
}

case $part in
all | bridge | library | worlds | check | hostile | http | durable) ;;
*) note "parts: bridge, library, worlds, check, hostile, http, durable; none for all" && exit 64 ;;
esac
echo "Measured on $(date -u +%Y-%m-%d): $(machine)."
for one in bridge library worlds check hostile; do
    if [[ $part == all || $part == "$one" ]]; then echo && "$bin/lua-bench" "$one"; fi
done
if [[ $part == all || $part == http ]]; then echo && http; fi
if [[ $part == all || $part == durable ]]; then echo && durable; fi
