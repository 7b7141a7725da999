#!/bin/sh
# The table of errors in motcua(1) is the one of errors.def (make errors-table).
set -u
cd "$(dirname "$0")/../.." || exit 1
temp=$(mktemp) || exit 1
trap 'rm -f "$temp"' EXIT
awk -f man/errors.awk include/motcua/base/errors.def man/motcua.1 >"$temp"
codes=$(grep -c '^MC_ERROR(' include/motcua/base/errors.def)
rows=$(grep -cE '^\.It [A-Z]+-[0-9]+ \([0-9]+\)$' man/motcua.1)
if [ "$codes" -gt 0 ] && [ "$codes" -eq "$rows" ] && diff "$temp" man/motcua.1 >/dev/null; then
	echo "ok errors_in_the_man_page"
else
	echo "not ok errors_in_the_man_page: $codes codes, $rows rows; run make errors-table"
	exit 1
fi
