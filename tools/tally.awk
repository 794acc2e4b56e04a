# tally.awk - adds up what the test runners say of themselves in their closing lines: cmocka, vitest, node:test,
# and tests/fault/store_fault.c; what tools/fuzz.sh says of a search is printed again too.
#   awk -f tools/tally.awk LOG
# Prints those lines again, then "N skipped" if there were any, then "N passed, N failed". A runner that printed no
# closing line is not counted, so a log is only worth adding up when every command in it ended well, or is named.

{ gsub(/\033\[[0-9;]*m/, "") } # colours

# cmocka: [  PASSED  ] 5 test(s).    [  FAILED  ] tests: 1 test(s), listed below:    [  SKIPPED ] tests: 1 test(s), ...
/^\[  PASSED  \] [0-9]+ test\(s\)/ { count("passed", $4) }
/^\[  (FAILED |SKIPPED)  ?\].* [0-9]+ test\(s\)/ {
    match($0, /[0-9]+ test\(s\)/)
    count($2 ~ /FAILED/ ? "failed" : "skipped", substr($0, RSTART) + 0)
}

# vitest:      Tests  1 failed | 12 passed | 2 skipped (15)
/^ +Tests +[0-9]/ {
    for (i = 2; i < NF; i++)
        if ($(i + 1) ~ /^(passed|failed|skipped)$/)
            count($(i + 1), $i)
}

# node:test: "ℹ pass 5" (spec) or "# pass 5" (tap)
/^(ℹ|#) (pass|fail|cancelled|skipped|todo) [0-9]+$/ {
    count($2 == "pass" ? "passed" : $2 ~ /^(fail|cancelled)$/ ? "failed" : "skipped", $3)
}

# store_fault: store faults: 11 passed, 0 failed, 0 not possible here
/^store faults: [0-9]+ passed, [0-9]+ failed, [0-9]+ not possible here$/ {
    count("passed", $3)
    count("failed", $5)
    count("skipped", $7)
}

# tools/fuzz.sh: how much was searched; there is nothing to add up.
/^fuzz [a-z]+: .* executions, .*: nothing found$/ { print }

function count(kind, number) {
    if (number > 0)
        print
    sum[kind] += number
}

END {
    if (sum["skipped"])
        print sum["skipped"] " skipped"
    printf "%d passed, %d failed\n", sum["passed"], sum["failed"]
}
