#!/bin/sh
# openapi.sh - docs/openapi.yaml says what the gateway does: the same methods and paths as its
# table of routes, the same problems, this version; and its examples are vectors of FORMATS.md.
# The fault of each is planted once and must be found. (make check-interop lints it with
# spectral, and has prism judge our own traffic by it.)
set -u
cd "$(dirname "$0")/../.." || exit 1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
bad=0

documented() { # FILE: "METHOD /path/{}" a line
	awk '/^paths:/ { on = 1; next }
		/^[a-z]/ { on = 0 }
		on && /^  \/.*:$/ { path = $1; sub(/:$/, "", path); gsub(/\{[^}]*\}/, "{}", path) }
		on && /^    (get|head|options|post|put|patch|delete):$/ {
			sub(/:$/, "", $1); print toupper($1), path }' "$1" | sort
}
served() {
	sed -n 's/^	{"\([A-Z]*\)", "\([^"]*\)".*/\1 \2/p' src/gateway/routes.c | sort
}
named_problems() { # FILE
	sed -n 's/^ *- urn:motcua:problem:\([a-z-]*\)$/\1/p' "$1" | sort -u
}
given_problems() {
	sed -n 's/^	X([A-Z_]*, "\([a-z-]*\)".*/\1/p' src/gateway/httpd.h | sort -u
}
# Prints what is wrong; nothing when all is well.
check() { # FILE
	documented "$1" >"$out/documented"
	served >"$out/served"
	[ -s "$out/served" ] || echo "no routes found in src/gateway/routes.c"
	diff "$out/documented" "$out/served" | sed -n 's/^< /only in the document: /p; s/^> /only in the gateway: /p'
	named_problems "$1" >"$out/named"
	given_problems >"$out/given"
	diff "$out/named" "$out/given" | sed -n 's/^< /a problem only in the document: /p; s/^> /a problem only in the gateway: /p'
	sed -n 's/^ *\(value:\|-\) \({"v":1.*\|{"type".*\)$/\2/p' "$1" >"$out/examples"
	grep -v '}$' "$out/examples" | sed 's/^/an example that is cut: /'
	[ "$(wc -l <"$out/examples")" -ge 9 ] || echo "examples are missing"
	while IFS= read -r line; do
		grep -qxF "    $line" docs/FORMATS.md || echo "no vector of FORMATS.md: $line"
	done <"$out/examples"
	grep -n '^[^ a-z]' "$1" | sed 's/^/no YAML: line /' | cut -c 1-60
	grep -qx "  version: $(sed -n 's/^VERSION = //p' Makefile)" "$1" || echo "another version"
}
expect_found() { # WHAT SED-SCRIPT
	sed "$2" docs/openapi.yaml >"$out/planted"
	if cmp -s docs/openapi.yaml "$out/planted" || [ -z "$(check "$out/planted")" ]; then
		echo "not ok not found: $1"
		bad=1
	else
		echo "ok found when planted: $1"
	fi
}

check docs/openapi.yaml >"$out/faults"
if [ -s "$out/faults" ]; then
	cat "$out/faults"
	echo "not ok the document and the gateway differ"
	bad=1
else
	echo "ok the document says what the gateway does"
fi
expect_found "a path that is not served" 's|^  /v1/events:|  /v1/eventz:|'
expect_found "a method that is missing" '/^    delete:/d'
expect_found "a problem that is never given" 's/problem:busy$/problem:tired/'
expect_found "an example that is no vector" 's/- {"v":1,"kind":"receipt"/- {"v":1,"kind":"receipts"/'
expect_found "an example that is cut" 's/\(- {"v":1,"nonce".*\),"limits".*/\1,/'
expect_found "a line that is no YAML here" 's/^        - {"v":1,"nonce"/{"v":1,"nonce"/'
expect_found "another version" 's/^  version: .*/  version: 9.9.9/'
exit $bad
