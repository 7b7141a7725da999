#!/bin/sh
# What src/app/details.c says in other words is said below it in these: a text that was changed
# there would come to people untranslated.
set -u
cd "$(dirname "$0")/../.." || exit 1

said() { # FILE: the second string of each row
	awk '/^static const struct/ { on = 1 } /^};/ { on = 0 } on && /^\t\{MC_/ {
		sub(/^[^"]*"/, ""); sub(/".*/, ""); print }' "$1"
}

missing() { # FILE
	said "$1" | while IFS= read -r text; do
		grep -rqF --include='*.c' --exclude=details.c -e "\"$text\"" src || echo "\"$text\""
	done
}

lost=$(missing src/app/details.c)
if [ -z "$lost" ] && [ "$(said src/app/details.c | wc -l)" -gt 30 ]; then
	echo "ok details_are_said"
else
	echo "not ok details_are_said: $lost"
	failed=1
fi

temp=$(mktemp) || exit 1
printf 'static const struct x known[] = {\n\t{MC_E_DATE, "shape", ""},\n\t{MC_OK, "what nobody says", ""},\n};\n' >"$temp"
if [ "$(missing "$temp")" = '"what nobody says"' ]; then
	echo "ok planted_detail"
else
	echo "not ok planted_detail"
	failed=1
fi
rm -f "$temp"
exit "${failed:-0}"
