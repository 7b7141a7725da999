#!/bin/sh
# One version: the Makefile's; the changelogs follow it.
set -u
cd "$(dirname "$0")/../.." || exit 1
version=$(sed -n 's/^VERSION = //p' Makefile)
debian=$(sed -n '1s/^motcua (\([^)-]*\)-[^)]*).*/\1/p' packaging/debian/changelog)
news=$(sed -n 's/^## \[\([0-9][^]]*\)\].*/\1/p' CHANGELOG.md | head -n 1)
for pair in "debian_changelog:$debian" "CHANGELOG.md:$news"; do
	if [ -n "$version" ] && [ "${pair#*:}" = "$version" ]; then
		echo "ok version_of_${pair%%:*}"
	else
		echo "not ok version_of_${pair%%:*}: '${pair#*:}', the Makefile has '$version'"
		failed=1
	fi
done
exit "${failed:-0}"
