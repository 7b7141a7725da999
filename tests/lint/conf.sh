#!/bin/sh
# Every key of the desk's configuration table is in motcua.conf(5) and in the
# example file, and neither names a key that does not exist.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1

# Table lines: { "section", "key", ...
in_code() {
	grep -rlE 'struct mc_config_key [a-z_]+\[\]' src | LC_ALL=C sort |
		xargs -r awk -v keep=1 -f "$here/strip.awk" |
		sed -nE 's/^[^{]*:[0-9]+:[[:space:]]*\{ *"([a-z_]+)", *"([a-z_]+)",.*/\1.\2/p' | LC_ALL=C sort
}

# .Ss [section] ... .It Cm key
in_man() {
	awk '/^\.S[hs] / { section = "" }
		/^\.Ss \[/ { section = substr($2, 2, length($2) - 2) }
		section != "" && /^\.It Cm / { print section "." $3 }' man/motcua.conf.5 | LC_ALL=C sort
}

# [section] ... #key = value
in_example() {
	awk '/^\[/ { section = substr($1, 2, length($1) - 2) }
		/^#[a-z_]+ =/ { print section "." substr($1, 2) }' packaging/motcua.conf | LC_ALL=C sort
}

same() { # CASE KEYS
	if [ -n "$keys" ] && [ "$keys" = "$2" ]; then
		echo "ok $1"
	else
		echo "not ok $1: only here or there:" \
			"$(printf '%s\n%s\n' "$keys" "$2" | sort | uniq -u | tr '\n' ' ')"
		failed=1
	fi
}

keys=$(in_code)
[ -n "$keys" ] || echo "no configuration table found below src"
same keys_in_the_man_page "$(in_man)"
same keys_in_the_example "$(in_example)"
exit "${failed:-0}"
