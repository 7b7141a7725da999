#!/bin/sh
# Below the programs nobody prints, ends the process or speaks to stderr: errors
# travel upwards in struct mc_err. (base holds the log and the out-of-memory hook.)
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
banned='(^|[^A-Za-z0-9_])((f|v|vf|d)?printf|f?puts|f?putchar|putc|perror|_?exit|_Exit|err|errx|warn|warnx) *\(|(^|[^A-Za-z0-9_])(stderr|stdout)([^A-Za-z0-9_]|$)'

judge() {
	find "$@" -name '*.[ch]' | LC_ALL=C sort | xargs -r awk -f "$here/strip.awk" | grep -E "$banned"
}

if findings=$(judge src/text src/domain src/wire src/seal src/trust src/store src/net src/sync src/desk src/ui); then
	echo "not ok nobody_prints: $findings"
	failed=1
else
	echo "ok nobody_prints"
fi

temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT
cat >"$temp/planted.c" <<'C'
/* printf( in a comment */ const char *s = "printf(";
snprintf(b, n, "x"); mc_str_printf(&s, "x"); on_exit_key();
	printf("x");
	fputs("x", f); exit(1);
	write(fileno(stderr), "x", 1);
C
count=$(judge "$temp" | wc -l)
if [ "$count" -eq 3 ]; then
	echo "ok planted_prints"
else
	echo "not ok planted_prints: found $count lines of 3"
	failed=1
fi
exit "${failed:-0}"
