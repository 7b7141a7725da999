#!/bin/sh
# Who may include whom (layers.table): the tree itself, then planted bad trees
# that must be refused, each for its own reason.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT
failed=0

ok() { echo "ok $1"; }
not_ok() {
	echo "not ok $1: $2"
	failed=1
}

judge() { # TREE
	(cd "$1" && find src include -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort |
		xargs awk -f "$here/layers.awk" "$here/layers.table")
}

if findings=$(judge "$root"); then
	ok layers_of_the_tree
else
	not_ok layers_of_the_tree "$findings"
fi

# The archives that a layer links are the ones it may include. (ui is linked with
# what desk needs, and may not include it.)
in_table=$(sed -n 's/^layer //p' "$here/layers.table" | while IFS=: read -r name below; do
	# shellcheck disable=SC2046,SC2086 # one word each
	echo "$name:" $(printf '%s\n' $below | LC_ALL=C sort)
done | grep -v '^ui:' | LC_ALL=C sort)
# shellcheck disable=SC2016 # for make to expand
in_makefile=$(make -s -C "$root" --no-print-directory print-below --eval \
	'print-below: ; @$(foreach l,$(LAYERS) app courier gateway,echo $(l): $(sort $(BELOW_$(l)));)' |
	grep -v '^ui:' | LC_ALL=C sort)
if [ -n "$in_table" ] && [ "$in_table" = "$in_makefile" ]; then
	ok archives_of_the_makefile
else
	not_ok archives_of_the_makefile "$(printf '%s\n%s\n' "$in_table" "$in_makefile" | sort | uniq -u)"
fi

# A small good tree; each case plants one line in one file of it.
plant() { # FILE LINE
	rm -rf "$temp/tree"
	mkdir -p "$temp/tree/src/ui" "$temp/tree/src/desk" "$temp/tree/src/net" \
		"$temp/tree/include/motcua/base" "$temp/tree/include/motcua/desk"
	cd "$temp/tree" || exit 1
	echo '#include <stdio.h>' >include/motcua/base/err.h
	echo '#include "motcua/base/err.h"' >include/motcua/base/str.h
	echo '#include "motcua/base/str.h"' >include/motcua/desk/desk.h
	echo '#include <curses.h>' >src/ui/term.c
	echo '#include "motcua/desk/desk.h"' >src/ui/shell.c
	echo '#include "motcua/base/err.h"' >src/desk/desk.c
	: >src/net/http.h
	: >include/motcua/base/map.h
	[ $# -eq 0 ] || echo "$2" >>"$1"
	cd "$root" || exit 1
}

refused() { # CASE KIND FILE LINE
	plant "$3" "$4"
	findings=$(judge "$temp/tree") && findings="nothing found"
	case $findings in
	"$2: "*) ok "$1" ;;
	*) not_ok "$1" "wanted a finding '$2', got: $findings" ;;
	esac
}

plant
if findings=$(judge "$temp/tree"); then ok good_tree; else not_ok good_tree "$findings"; fi
refused arrow_up arrow include/motcua/base/err.h '#include "motcua/desk/desk.h"'
refused arrow_aside arrow src/ui/shell.c '#  include "motcua/net/http.h"'
refused arrow_in_angles arrow src/ui/shell.c '#include <motcua/store/store.h>'
refused private_header private src/desk/desk.c '#include "net/http.h"'
refused curses_outside_term foreign src/ui/shell.c '#include <ncursesw/curses.h>'
refused sqlite_in_the_desk foreign src/desk/desk.c '#include <sqlite3.h>'
refused json_in_the_net foreign src/net/http.h '#include <json-c/json.h>'
refused header_cycle cycle include/motcua/base/err.h '#include "motcua/base/str.h"'
refused unknown_layer unknown src/ui/shell.c '#include "motcua/misc/x.h"'
exit "$failed"
