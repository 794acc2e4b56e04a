#!/bin/bash
# san_reports.sh FOLDER - shows and fails on what sanitizers wrote there: a killed server's exit code tells nobody.
set -euo pipefail
shopt -s nullglob
reports=("$1"/*)
[ ${#reports[@]} = 0 ] || {
    cat "${reports[@]}" >&2
    echo "sanitizers: ${#reports[@]} reports in $1" >&2
    exit 1
}
