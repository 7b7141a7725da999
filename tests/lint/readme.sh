#!/bin/sh
# What the documents name exists, and the commands of the README's "In scripts" do what
# it says, one after the other, as they stand there.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
# a socket's path has to be short
temp=$(mktemp -d /tmp/motcua-readme-XXXXXX) || exit 1
gateway=
# A courier stays for what waits: also end the one that the commands started.
ended() {
	[ -z "$gateway" ] || kill "$gateway" 2>/dev/null
	grep -slF "$temp/demo-desk" /proc/[0-9]*/cmdline | while read -r process; do
		kill "$(basename "$(dirname "$process")")" 2>/dev/null
	done
	wait
	rm -rf "$temp"
}
trap ended EXIT

# shellcheck disable=SC2016 # they are the backquotes of Markdown
missing=$(grep -ohE '(`|\()(tests|docs|src|include|data|packaging|man|po)/[^`) ]*(`|\))' \
	README.md CONTRIBUTING.md docs/*.md | tr -d '`()' | sort -u |
	while read -r path; do
		case $path in
		*'<'* | *_x.c) continue ;; # a pattern, an example
		esac
		# shellcheck disable=SC2086 # docs name groups of files with a star
		ls -d $path >/dev/null 2>&1 || printf '%s ' "$path"
	done)
if [ -z "$missing" ]; then echo "ok files_named"; else echo "not ok files_named: $missing"; fi

# A rule that is cited can be read: a document that the tree speaks of is in it.
unread=$(grep -rohE '[A-Z]{3,}\.md' --include='*.[chm]*' --include='*.def' --include='*.sh' --include='*.table' \
	--include='*.[1-8]' README.md CONTRIBUTING.md docs include src tests man packaging | sort -u |
	while read -r name; do
		[ -e "$name" ] || [ -e "docs/$name" ] || printf '%s ' "$name"
	done)
if [ -z "$unread" ]; then echo "ok documents_cited"; else echo "not ok documents_cited: $unread"; fi
missing=$missing$unread

# The indented lines of the section, with a folder of this run in place of /tmp/demo.
commands() {
	sed -n '/^## In scripts/,/^## /s/^    //p' README.md | sed "s,/tmp/demo,$temp/demo,g"
}

bin=$(cd "${MOTCUA_LOCALEDIR:-build/locale}/../bin" 2>/dev/null && pwd)
if [ -x "$bin/motcua" ] && [ -x "$bin/motcua-gateway" ]; then
	commands | sed -n '/^build\/bin\/motcua-gateway/p' | sed "s,^build/bin,exec $bin," >"$temp/gateway.sh"
	commands | sed "/^build\/bin\//d; s,[$]PWD/build/bin,$bin," >"$temp/desk.sh"
	sh "$temp/gateway.sh" >"$temp/ready" 2>"$temp/gateway.log" &
	gateway=$!
	tries=0
	while ! grep -qs ready "$temp/ready" && [ $((tries += 1)) -lt 150 ]; do
		sleep 0.1
	done
	sh -eu "$temp/desk.sh" >"$temp/out" 2>"$temp/err"
	status=$?
	if [ "$status" -eq 0 ] && grep -q '"balanced":true' "$temp/out" &&
		grep -q '"receipts":1' "$temp/out"; then
		echo "ok commands"
	else
		echo "not ok commands: status $status"
		cat "$temp/out" "$temp/err"
		missing=commands
	fi
else
	echo "motcua is not built: its commands were not tried"
fi
[ -z "$missing" ]
