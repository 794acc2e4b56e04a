# check_layers.awk - reads tools/layers.txt, then C files, and names every include that points upwards or sideways.
#   awk -f tools/check_layers.awk tools/layers.txt server/*/*.[ch]
# A file's folder is its path below server/ (or below build/gen/ for generated headers); server/main.c is "main".
# Exit 1 when something was named.

FNR == NR {
    sub(/#.*/, "")
    if (split($0, line, ":") != 2)
        next
    gsub(/[ \t]/, "", line[1])
    known[line[1]] = 1
    count = split(line[2], names, " ")
    for (i = 1; i <= count; i++)
        may[line[1], names[i]] = 1
    next
}

FNR == 1 {
    here = folder_of(FILENAME)
    if (!(here in known))
        complain("its folder \"" here "\" is not in layers.txt")
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    there = quoted[2] ~ /\// ? folder_of(quoted[2]) : here
    if (there != here && !((here, there) in may))
        complain(here " may not include \"" quoted[2] "\"")
}

match($0, /^[ \t]*#[ \t]*include[ \t]*<[^>]+>/) {
    header = substr($0, RSTART, RLENGTH)
    sub(/^[^<]*/, "", header)
    if (header in known && !((header, here) in may))
        complain(here " may not include " header)
}

END { exit found > 0 }

function folder_of(path,    name) {
    name = path
    sub(/^.*server\//, "", name)
    if (!sub(/\/[^\/]*$/, "", name))
        name = "main"
    return name
}

function complain(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what
    found++
}
