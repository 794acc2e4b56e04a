#!/bin/bash
# san_reports.sh FOLDER - shows and fails on what sanitizers wrote there: a killed server's exit code tells nobody. A process
# that is killed while it is searched for leaks, at its very end, leaves a file with nothing in it, or with the searcher's
# complaint that its threads are gone; neither says anything of the program.
set -euo pipefail
shopt -s nullglob
reports=()
for file in "$1"/*; do
    if grep -qv '^==[0-9]*==Unable to get registers from thread [0-9]*\.$' "$file"; then
        reports+=("$file")
    else
        rm "$file"
    fi
done
[ ${#reports[@]} = 0 ] || {
    cat "${reports[@]}" >&2
    echo "sanitizers: ${#reports[@]} reports in $1" >&2
    exit 1
}
