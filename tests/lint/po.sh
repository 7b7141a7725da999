#!/bin/sh
# The Vietnamese catalogue is complete, fits on the screen and keeps to the
# spelling of the statutes (docs/TRANSLATING.md). NFC: tests/text/po_test.c.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT

verdict() { # CASE FINDINGS
	if [ -z "$2" ]; then
		echo "ok $1"
	else
		echo "not ok $1: $2"
		failed=1
	fi
}

untranslated() { # PO POT
	msgfmt -c -o /dev/null "$1" 2>&1
	msgmerge -q --no-fuzzy-matching -o "$temp/merged.po" "$1" "$2" 2>&1
	for lack in untranslated only-fuzzy; do
		# a paragraph each; the first is the header
		msgattrib --no-obsolete "--$lack" --no-wrap "$temp/merged.po" | awk -v RS= -v lack="$lack" '
			NR > 1 { sub(/\nmsgstr.*/, ""); sub(/^(#[^\n]*\n)*/, ""); print lack " (make po): " $0 }'
	done
}

widths() { # PO SOURCE...
	po=$1
	shift
	msgcat --no-wrap "$po" >"$temp/flat.po" || echo "msgcat failed"
	LC_ALL=C awk -f "$here/po.awk" "$temp/flat.po" RS=";" "$@" 2>&1
}

# Old tone style (hòa, thúy, not hoà, thuý) and y (kỳ, lý, not kì, lí).
# "qu" and "gi" are onsets: quý stays; a coda decides by itself: toán, huýt.
tone='[oO](à|á|ả|ã|ạ|è|é|ẻ|ẽ|ẹ)|([^qQ]|^)[uU](ỳ|ý|ỷ|ỹ|ỵ)'
vowel='[kKlLmM](í|ì|ỉ|ĩ|ị)|[qQ]u(í|ì|ỉ|ĩ|ị)'
misspelt() { # PO
	# a space before each word, so that a word's first letters can be told
	msgattrib --no-obsolete --no-wrap "$1" | sed -n 's/^msgstr\(\[0\]\)\{0,1\} / /p; s/^"/ "/p' |
		LC_ALL=C tr -s ' "\\/().,;:?!' '\n' | LC_ALL=C grep -E "($tone)\$|^($vowel)\$" |
		LC_ALL=C sort -u | tr '\n' ' '
}

# Words of the house (po/glossary-vi.tsv): a file is a tập tin, this desk is a quầy.
strange() { # PO
	msgattrib --no-obsolete --no-wrap "$1" | sed -n 's/^msgstr\(\[0\]\)\{0,1\} / /p; s/^"/ "/p' |
		LC_ALL=C grep -oE '(T|t)ệp|(B|b)àn này|(V|v)ui lòng|(N|n)hấn' | LC_ALL=C sort -u | tr '\n' ' '
}

# A key that a text sends somebody to the queue or the board for is one of that screen's.
wrong_keys() { # POT QUEUE-SOURCES BOARD-SOURCES
	for screen in 'in the queue' 'on the board'; do
		sources=$2
		[ "$screen" = 'in the queue' ] || sources=$3
		msgcat --no-wrap "$1" | grep -oE "\b(F[0-9]+|Ctrl-[A-Z]|[A-Z]) $screen" | sort -u |
			while read -r key rest; do
				case $key in
				F*) code="MC_KEY_F(${key#F})" ;;
				Ctrl-*) code="MC_KEY_CTRL('${key#Ctrl-}')" ;;
				*) code="{'$key'," ;;
				esac
				# shellcheck disable=SC2086 # several files
				grep -qF "$code" $sources || printf '%s %s; ' "$key" "$rest"
			done
	done
}

env -u MAKEFLAGS -u MFLAGS "${MAKE:-make}" -s O="$temp" "$temp/motcua.pot" ||
	echo "not ok po_extraction"
verdict po_complete "$(untranslated po/vi.po "$temp/motcua.pot")"
# shellcheck disable=SC2046 # the tree has no spaces in file names
verdict po_widths "$(widths po/vi.po include/motcua/domain/dossier.h src/ui/*.c)"
verdict po_widths_english "$(widths po/motcua.pot include/motcua/domain/dossier.h src/ui/*.c)"
verdict po_spelling "$(misspelt po/vi.po)"
queue=$(echo src/ui/*queue*.c)
verdict po_words "$(strange po/vi.po)"
verdict po_keys_named "$(wrong_keys "$temp/motcua.pot" "$queue" src/ui/view_board.c)"

cat >"$temp/planted.po" <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

#. TRANSLATORS: width:3 - number of tries
msgid "try"
msgstr "lần gửi"

msgid "state"
msgstr "trạng thái của hồ sơ"

msgid "Full name"
msgstr "Họ, chữ đệm và tên khai sinh"

msgid "Look up"
msgstr "Tra cứu hoà giải"

msgid "Press F9 in the queue, or Z in the queue, or F1 on the board"
msgstr "Tệp của bàn này"

msgid "Back"
msgstr "Quay lại, hòa, quý, toán, kỳ, huýt, thoại, kíp, khoẻ, Uỷ kì"
PO
cat >"$temp/planted.c" <<'C'
	mc_canvas_text(canvas, 1, 45, 19, MC_STYLE_HEAD,
		       _("state"));
	mc_lines_pair(lines, _("Full name"), name);
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Back"));
static const struct mc_view_key mc_shell_keys[] = {
	{MC_KEY_F(1), N_("1234567890123456789012345678901234567890123456789012345"), act_help},
	{MC_KEY_F(6), N_("Queue"), act_queue},
	{MC_KEY_CTRL('N'), NULL, act_new},
};
static const struct mc_view_key keys[] = {
	{MC_KEY_F(6), NULL, NULL},
	{'R', N_("Look up"), ask},
};
static const struct mc_view_key more[] = {
	{MC_KEY_ENTER, N_("Details"), NULL},
};
C
found=$(widths "$temp/planted.po" "$temp/planted.c" | sed 's/.*: //')
if [ "$found" = '"lần gửi" has 7 columns of 3
"trạng thái của hồ sơ" has 20 columns of 19
"Họ, chữ đệm và tên khai sinh" has 28 columns of 22
"1234567890123456789012345678901234567890123456789012345" has 55 columns of 9
"Tra cứu hoà giải" has 16 columns of 9
the key bar has 83 columns of 80' ] && [ "$(misspelt "$temp/planted.po")" = "Uỷ hoà khoẻ kì " ] &&
	[ "$(strange "$temp/planted.po")" = "Tệp bàn này " ] &&
	[ "$(wrong_keys "$temp/planted.po" "$queue" src/ui/view_board.c)" = "Z in the queue; F1 on the board; " ]; then
	echo "ok planted_po_faults"
else
	echo "not ok planted_po_faults: $found; $(misspelt "$temp/planted.po")"
	failed=1
fi
exit "${failed:-0}"
