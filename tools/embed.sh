#!/bin/sh
# embed.sh NAME OUT ROOT FILE... - files into the program: writes OUT.c and OUT.h, which declares
#   extern const struct embedded NAME[];   (server/base/embedded.h; in the order given)
# A file is named by its path below ROOT. Writes nothing on failure.
set -eu
[ $# -ge 4 ] || { echo "usage: embed.sh NAME OUT ROOT FILE..." >&2; exit 2; }
name=$1 out=$2 root=${3%/}
shift 3

trap 'rm -f "$out.c.new" "$out.h.new"' EXIT
printf '/* Made by tools/embed.sh; do not edit. */\n#include "base/embedded.h"\n\nextern const struct embedded %s[];\n' \
    "$name" > "$out.h.new"
{
    printf '/* Made by tools/embed.sh; do not edit. */\n#include "%s"\n' "$(basename "$out").h"
    i=0
    for file in "$@"; do
        printf '\nstatic const uint8_t file_%d[] = {\n' $i
        od -An -v -tu1 < "$file" | sed 's/  *\([0-9][0-9]*\)/\1,/g'
        printf '0};\n'
        i=$((i + 1))
    done
    printf '\nconst struct embedded %s[] = {\n' "$name"
    i=0
    for file in "$@"; do
        printf '    {"%s", file_%d, sizeof file_%d - 1},\n' "${file#"$root"/}" $i $i
        i=$((i + 1))
    done
    printf '    {0},\n};\n'
} > "$out.c.new"
mv "$out.h.new" "$out.h"
mv "$out.c.new" "$out.c"
