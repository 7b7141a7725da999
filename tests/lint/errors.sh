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

# A message says what happened and what then: more than one clause. These stand beside the field that
# they are about, or go to whoever typed a command.
short='FORM-01 FORM-02 FORM-03 FORM-04 MSG-01 MSG-02 MSG-03 CONF-01 CONF-02 DEMO-01 SYS-04 SYS-05'
half=$(sed -n 's/^MC_ERROR([^"]*"\([A-Z]*-[0-9]*\)".*N_("\(.*\)")).*/\1 \2/p' include/motcua/base/errors.def |
	grep -v '[.;] ' | cut -d' ' -f1 | grep -vwE "$(echo "$short" | tr ' ' '|')" | tr '\n' ' ')
if [ -z "$half" ]; then
	echo "ok errors_say_what_then"
else
	echo "not ok errors_say_what_then: $half"
	exit 1
fi
