#!/bin/sh
# packaging/deps, the Makefile and debian/control name the same things, and
# install-deps does what it says: with everything there nothing, on Debian apt,
# elsewhere names and status 69. (apt-get and pkg-config are played by scripts.)
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT

ok() { echo "ok $1"; }
not_ok() {
	echo "not ok $1: $2"
	failed=1
}
same() { # CASE A B
	if [ -n "$2" ] && [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "'$2' against '$3'"; fi
}

# What a Debian build machine has anyway (build-essential) is not in Build-Depends.
ours=$(awk '/^# [a-z]+$/ { on = ($2 == "build" || $2 == "font"); next }
	on && NF == 2 && $1 !~ /^(gcc|libc6-dev|make)$/ { print $1 }' packaging/deps | sort)
theirs=$(awk '/^Build-Depends:/ { on = 1; sub(/^[^:]*:/, "") } /^[A-Z]/ { on = 0 }
	on { gsub(/[ \t]/, ""); n = split($0, p, ","); for (i = 1; i <= n; i++) if (p[i] != "") print p[i] }' \
	packaging/debian/control | grep -v -e '^debhelper-compat(' -e '^dh-sequence-' | sort)
same build_depends "$ours" "$theirs"

wanted=$(sed -nE 's/^(LIBS|LATE)_[a-z0-9]+ *= *//p' Makefile tests/tests.mk | tr ' ' '\n' | sort -u)
unlisted=$(for module in $wanted; do grep -q "module:$module\$" packaging/deps || echo "$module"; done)
if [ -n "$wanted" ] && [ -z "$unlisted" ]; then ok makefile_modules; else not_ok makefile_modules "$unlisted"; fi

# What a program loads by itself no linker sees, so the package says it.
late=$(sed -nE 's/^LATE_[a-z0-9]+ *= *//p' Makefile)
unsaid=$(for module in $late; do grep -qE "^ ${module}[0-9]+,\$" packaging/debian/control || echo "$module"; done)
if [ -n "$late" ] && [ -z "$unsaid" ]; then ok late_libraries; else not_ok late_libraries "$unsaid"; fi

# A machine: a folder of commands that is all of PATH.
machine() {
	rm -rf "${temp:?}/bin" && mkdir "$temp/bin"
	for tool in sh env awk sed cut tr dirname; do
		ln -s "$(command -v "$tool")" "$temp/bin/$tool"
	done
	printf '#!/bin/sh\n[ -e %s/installed ]\n' "$temp" >"$temp/bin/pkg-config"
	printf '#!/bin/sh\necho 0\n' >"$temp/bin/id"
	chmod +x "$temp/bin/pkg-config" "$temp/bin/id"
	rm -f "$temp/installed" "$temp/asked"
}
# What apt-get would bring: a script of its own, because the machine has little in PATH.
cat >"$temp/install" <<-END
	#!/bin/sh
	: >$temp/installed
	$(command -v ln) -s env $temp/bin/age
	$(command -v ln) -s env $temp/bin/openssl
END
chmod +x "$temp/install"
with_apt() {
	printf '#!/bin/sh\necho "$*" >>%s/asked\ncase $* in *install*) %s/install ;; esac\n' \
		"$temp" "$temp" >"$temp/bin/apt-get"
	chmod +x "$temp/bin/apt-get"
}
run() {
	PATH=$temp/bin PKG_CONFIG=pkg-config "$temp/bin/sh" packaging/install-deps "$@" >"$temp/out" 2>&1
	status=$?
}

machine && with_apt && run test
same apt_is_called "$status $(cat "$temp/asked")" "0 -q update
-q install -y --no-install-recommends libcmocka-dev libvterm-dev age openssl"
same apt_is_announced "$(grep -c 'libcmocka-dev libvterm-dev' "$temp/out")" 1

machine && with_apt && "$temp/install" && run test
same nothing_missing_is_silent "$status,$(wc -c <"$temp/out"),$([ -e "$temp/asked" ] && echo asked)" "0,0,"

machine && run test
same elsewhere_names_and_stops "$status $(grep -c 'module:cmocka module:vterm' "$temp/out")" "69 1"

ordinary_user() {
	printf '#!/bin/sh\necho 1000\n' >"$temp/bin/id"
}

machine && with_apt && ordinary_user && run test
same without_sudo_names_and_stops "$status,$([ -e "$temp/asked" ] && echo asked)" "69,"

machine && with_apt && ordinary_user
printf '#!/bin/sh\necho sudo >>%s/asked\nexec "$@"\n' "$temp" >"$temp/bin/sudo"
chmod +x "$temp/bin/sudo"
run test
same through_sudo "$status $(head -n 2 "$temp/asked" | tr '\n' ' ')" "0 sudo -q update "

machine && with_apt && DEPS=skip run test
same deps_skip "$status,$(wc -c <"$temp/out"),$([ -e "$temp/asked" ] && echo asked)" "0,0,"

machine && run tests
same unknown_section "$status" 64
exit "${failed:-0}"
