#!/bin/bash
# fuzz.sh - runs the fuzz targets (tests/fuzz/README.md).
#
#   tools/fuzz.sh run  BUILD SECONDS TARGET...   one after the other: what was found before, then corpus and search
#   tools/fuzz.sh long BUILD SECONDS TARGET...   JOBS of them side by side, logs in build/fuzz/logs
#   tools/fuzz.sh pack TARGET                    build/fuzz/corpus/TARGET, minimised, becomes the committed corpus
#
# A finding ends in failure and leaves its input in tests/output/fuzz. What the search adds stays in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
found=tests/output/fuzz
# Where each piece of memory came from is asked only when a finding is looked at: telling takes a third of the time.
export ASAN_OPTIONS=quarantine_size_mb=1:detect_leaks=1:allocator_may_return_null=0:handle_abort=0:malloc_context_size=1
export UBSAN_OPTIONS=print_stacktrace=1

# Larger inputs make more of the same.
longest() {
    case $1 in
    hub) echo 512 ;;
    decode | awareness) echo 1024 ;;
    differential | edit) echo 400 ;;
    command) echo 1500 ;;
    report) echo 2000 ;;
    *) echo 600 ;;
    esac
}

unpack() {
    mkdir -p "build/fuzz/corpus/$1"
    [ ! -e "tests/fuzz/corpus/$1.tar.gz" ] || tar xzf "tests/fuzz/corpus/$1.tar.gz" -C "build/fuzz/corpus/$1"
}

# The doors have a fuzzer of their own, and reports that must say all at once.
doors() {
    SOPU_BINARY=$1/door ASAN_OPTIONS=detect_stack_use_after_return=1:quarantine_size_mb=16 \
        node tests/fuzz/door/door.mjs "$2"
}

# Closing line: what the target did. Its own report goes to the log.
search() {
    local build=$1 seconds=$2 target=$3 log=build/fuzz/logs/$3.log status=0
    local options=(-entropic=0 -rss_limit_mb=1024 -timeout=10 "-artifact_prefix=$found/$target-")
    mkdir -p build/fuzz/logs "$found"
    unpack "$target"
    local known=("tests/fuzz/regression/$target"/*)
    if [ -e "${known[0]}" ]; then
        "$build/$target" "${options[@]}" "${known[@]}" >"$log" 2>&1 || status=$?
    else
        known=()
    fi
    if [ $status = 0 ]; then
        "$build/$target" "${options[@]}" -print_final_stats=1 -max_total_time="$seconds" \
            -max_len="${LEN:-$(longest "$target")}" "build/fuzz/corpus/$target" >"$log" 2>&1 || status=$?
    fi
    if [ $status != 0 ]; then
        tail -n 60 "$log" >&2
        echo "fuzz $target: FOUND something; input in $found, log in $log" >&2
        return 1
    fi
    awk -v target="$target" -v known=${#known[@]} '
        /stat::number_of_executed_units/ { runs = $2 }
        /stat::average_exec_per_sec/ { speed = $2 }
        / cov: / { for (i = 1; i < NF; i++) reached[$i] = $(i + 1) }
        END { printf "fuzz %s: %d regressions, %d executions, %d/s, %d edges, %d features, corpus %s: nothing found\n",
              target, known, runs, speed, reached["cov:"], reached["ft:"], reached["corp:"] }' "$log"
}

run() {
    local build=$1 seconds=$2 failed=0
    shift 2
    for target in "$@"; do
        if [ "$target" = door ]; then
            doors "$build" "$seconds" || failed=1
        else
            search "$build" "$seconds" "$target" || failed=1
        fi
    done
    return $failed
}

long() {
    local build=$1 seconds=$2
    shift 2
    printf '%s\n' "$@" | xargs -P "${JOBS:-1}" -I{} "$0" run "$build" "$seconds" {}
}

# The fewest files that reach what all reach, in one archive that is the same for the same files.
pack() {
    local build=$1 target=$2 few=build/fuzz/few/$2
    rm -rf "$few"
    mkdir -p "$few" tests/fuzz/corpus
    "$build/$target" -merge=1 -max_len="$(longest "$target")" "$few" "build/fuzz/corpus/$target" 2>&1 | tail -n 1
    tar c --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$few" . |
        gzip -9n >"tests/fuzz/corpus/$target.tar.gz"
    echo "fuzz $target: $(find "$few" -type f | wc -l) files, $(wc -c <"tests/fuzz/corpus/$target.tar.gz") bytes packed"
}

"$@"
