#!/bin/sh
# Every C file says its licence in its first line.
set -u
cd "$(dirname "$0")/../.." || exit 1
line='/* SPDX-License-Identifier: MPL-2.0 */'
lacking=$(find src include tests -name '*.c' -o -name '*.h' -o -name '*.def' | LC_ALL=C sort |
	while read -r file; do
		[ "$(head -n 1 "$file")" = "$line" ] || echo "$file"
	done)
if [ -z "$lacking" ]; then
	echo "ok spdx_line"
else
	echo "not ok spdx_line: not in the first line of $lacking"
	exit 1
fi
