#!/bin/sh
# embed_web.sh DIST STAGE OUT - the web bundle into the program: copies DIST to STAGE, puts a gzipped twin (name.gz)
# beside each file that becomes smaller, and embeds all of it as OUT.c and OUT.h (tools/embed.sh). Without a bundle,
# when only the C part is built, a page that says so takes its place.
set -eu
[ $# -eq 3 ] || { echo "usage: embed_web.sh DIST STAGE OUT" >&2; exit 2; }
dist=$1 stage=$2 out=$3

rm -rf "$stage"
mkdir -p "$stage"
if [ -f "$dist/index.html" ]; then
    cp -R "$dist/." "$stage/"
else
    cat > "$stage/index.html" <<'PAGE'
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sopu</title>
<p>The server runs, but its web part was not built. <a href="/agenda">/agenda</a></p>
</html>
PAGE
fi

find "$stage" -type f ! -name '*.gz' | while IFS= read -r file; do
    gzip -9 -n -c "$file" > "$file.gz"
    [ "$(wc -c < "$file.gz")" -lt "$(wc -c < "$file")" ] || rm "$file.gz"
done

# The names are a bundler's: no spaces in them.
# shellcheck disable=SC2046
"$(dirname "$0")/embed.sh" web_files "$out" "$stage" $(find "$stage" -type f | sort)
