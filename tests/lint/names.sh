#!/bin/sh
# Public names carry their prefix: mc_ for functions and tags, MC_ for macros.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1

judge() {
	awk -f "$here/strip.awk" "$@" | awk -f "$here/names.awk"
}

# shellcheck disable=SC2046 # the tree has no spaces in file names
if findings=$(judge $(find include -name '*.h' | LC_ALL=C sort)); then
	echo "ok public_names"
else
	echo "not ok public_names: $findings"
	failed=1
fi

temp=$(mktemp) || exit 1
trap 'rm -f "$temp"' EXIT
cat >"$temp" <<'C'
#define LIMIT 3
struct thing { int x; };
const char *thing_name(const struct mc_x *x); /* mc_ */
typedef void each_thing(struct mc_x *x);
typedef void mc_each(struct mc_x *x);
typedef int (*mc_hook)(int);
int mc_good(void (*each)(int), int n);
C
findings=$(judge "$temp" | sed 's/.*://')
if [ "$findings" = "macro LIMIT
struct thing
function thing_name
type typedef void each_thing(struct mc_x *x)" ]; then
	echo "ok planted_names"
else
	echo "not ok planted_names: got $findings"
	failed=1
fi
exit "${failed:-0}"
