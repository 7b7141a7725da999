#!/bin/sh
# The courier's service: systemd reads it without a word, its exposure is low, and the
# accounts and folders that go with it are well formed. Without systemd's tools only what
# sh can see is checked.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT

most=15 # tenths

ok() { echo "ok $1"; }
not_ok() {
	echo "not ok $1: $2"
	failed=1
}
# TOOL CASE ...: without the tool its cases are skipped, each with a word that tests/run counts.
here_is() {
	tool=$1
	shift
	command -v "$tool" >/dev/null 2>&1 && return
	for name; do echo "skipped: $name: $tool is not here"; done
	return 1
}

# Installed as `make install` does it, below a folder of our own.
unit=$temp/motcua-courier.service
mkdir -p "$temp/libexec/motcua" "$temp/man/man8"
cp /bin/true "$temp/libexec/motcua/motcua-courier"
cp man/motcua-courier.8 "$temp/man/man8"
sed -e "s,@libexecdir@,$temp/libexec,g" -e 's,@sysconfdir@,/etc,g' \
	packaging/systemd/motcua-courier.service.in >"$unit"

if grep -q '@[a-z]*@' "$unit"; then
	not_ok no_mark_is_left "$(grep '@[a-z]*@' "$unit")"
else
	ok no_mark_is_left
fi

# What the service may write is what the folders say, and nothing above it.
if grep -qx 'ReadWritePaths=/var/lib/motcua/mail' "$unit" &&
	grep -q '^d /var/lib/motcua/mail 2770 root motcua-mail' packaging/systemd/motcua.tmpfiles; then
	ok writes_the_mail_alone
else
	not_ok writes_the_mail_alone "$(grep Paths= "$unit")"
fi

if here_is systemd-analyze verify exposure; then
	said=$(MANPATH=$temp/man systemd-analyze verify "$unit" 2>&1)
	if [ -z "$said" ]; then ok verify; else not_ok verify "$said"; fi
	exposure=$(systemd-analyze security --offline=true --no-pager "$unit" 2>/dev/null |
		sed -n 's/.*Overall exposure level.*: \([0-9]*\)\.\([0-9]\).*/\1\2/p')
	if [ -n "$exposure" ] && [ "$exposure" -le "$most" ]; then
		ok exposure
	else
		not_ok exposure "${exposure:-none} tenths, at most $most"
	fi
fi

if here_is systemd-sysusers accounts; then
	mkdir -p "$temp/root/etc" "$temp/root/usr/lib/sysusers.d"
	cp packaging/systemd/motcua.sysusers "$temp/root/usr/lib/sysusers.d/motcua.conf"
	said=$(systemd-sysusers --root="$temp/root" --dry-run motcua.conf 2>&1 | grep -iE 'fail|unknown|invalid')
	if [ -z "$said" ]; then ok accounts; else not_ok accounts "$said"; fi
fi
exit "${failed:-0}"
