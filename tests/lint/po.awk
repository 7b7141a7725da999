# po.awk - what does not fit on an 80x24 screen. First file: a catalogue from
# msgcat --no-wrap; then RS=";" and C sources of the screens. One line per finding.
# Run with LC_ALL=C: widths are bytes without the continuation bytes of UTF-8,
# which is right for NFC text without wide characters (tests/text/po_test.c).

BEGIN { LABEL = 24; WORD = 9; STATE = 19; SCREEN = 80 }

function width(text) {
	gsub(/\\"/, "\"", text)
	gsub(/[\200-\277]/, "", text)
	return length(text)
}
function shown(id) { return (id in translation) && translation[id] != "" ? translation[id] : id }
function fits(id, most, where) {
	if (width(shown(id)) > most)
		print where ": \"" shown(id) "\" has " width(shown(id)) " columns of " most
}
function quoted(line) { sub(/^[^"]*"/, "", line); sub(/"$/, "", line); return line }

# ---- the catalogue: entries end at an empty line
function entry_ends() {
	if (id != "") translation[id] = text
	if (id != "" && limit) fits(id, limit, "width:" limit)
	id = text = part = ""
	limit = 0
}
FNR == 1 { files++; if (files == 2) entry_ends() }
files == 1 && /^$/ { entry_ends() }
files == 1 && /^#\. .*width:[0-9]+/ { limit = $0; sub(/.*width:/, "", limit); limit += 0 }
files == 1 && /^msgid / { part = "id"; id = quoted($0) }
files == 1 && /^msgid_plural / { part = "" }
files == 1 && /^msgstr/ { part = "text"; text = quoted($0) }
files == 1 && /^"/ { if (part == "id") id = id quoted($0); else if (part == "text") text = text quoted($0) }
files == 1 { next }

# ---- the sources, a statement at a time
{ gsub(/[ \t\n]+/, " "); gsub(/" "/, ""); where = FILENAME }

# mc_canvas_text(canvas, row, col, WIDTH, style, _("text"))
match($0, /mc_canvas_text\(canvas, [^,]+, [^,]+, [0-9]+, [A-Z_]+, _\("[^"]*"\)/) {
	call = substr($0, RSTART, RLENGTH)
	split(call, argument, /, /)
	fits(quoted_in(call), argument[4] + 0, where)
}
# labels before a value; a button has the row for itself
/(mc_lines_pair|mc_entries_add|add_[a-z]+)\(/ && !/MC_ENTRY_BUTTON/ {
	rest = $0
	if (match(rest, /(mc_lines_pair|mc_entries_add|add_[a-z]+)\([^"]*_\("[^"]*"\)/))
		fits(quoted_in(substr(rest, RSTART, RLENGTH)), LABEL, where)
}
function quoted_in(call) { sub(/^[^"]*_\("/, "", call); sub(/"\).*/, "", call); return call }

# X(STATE, N_("text"), ...): a column of the queue
FILENAME ~ /dossier\.h$/ {
	rest = $0
	while (match(rest, /X\([A-Z_]+, N_\("[^"]*"\)/)) {
		fits(quoted_in_state(substr(rest, RSTART, RLENGTH)), STATE, where)
		rest = substr(rest, RSTART + RLENGTH)
	}
}
function quoted_in_state(call) { sub(/^[^"]*N_\("/, "", call); sub(/"\).*/, "", call); return call }

# { MC_KEY_F(n), N_("word"), ... }: the key bar, with what stands there always
/struct mc_view_key [a-z_]+\[\] = / {
	bar = 0
	rest = $0
	while (match(rest, /\{ MC_KEY_[A-Z]+(\([0-9]+\))?, N_\("[^"]*"\)/)) {
		call = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		word = quoted_in_state(call)
		fits(word, WORD, where)
		name = call
		sub(/^\{ MC_KEY_/, "", name)
		sub(/,.*/, "", name)
		gsub(/[()]/, "", name)
		bar += width(name) + 1 + width(shown(word)) + 2
	}
	if (/mc_shell_keys\[\]/) fixed = bar
	else bars[++count] = bar " " where
}
END {
	for (i = 1; i <= count; i++) {
		split(bars[i], bar_of, " ")
		if (bar_of[1] + fixed - 2 > SCREEN)
			print bar_of[2] ": the key bar has " bar_of[1] + fixed - 2 " columns of " SCREEN
	}
}
