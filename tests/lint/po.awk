# po.awk - what does not fit on an 80x24 screen. First file: a catalogue from
# msgcat --no-wrap; then RS=";" and C sources of the screens. One line per finding.
# Run with LC_ALL=C: widths are bytes without the continuation bytes of UTF-8,
# which is right for NFC text without wide characters (tests/text/po_test.c).
# -v limits=1: instead, what has a limit: "columns<TAB>text".

# MC_ENTRY_LABEL and MC_LINES_LABEL of src/ui; the narrowest column of a state (the queue)
BEGIN { FIELD = 24; LABEL = 22; STATE = 18; WORD = 9; MENU = 36; SCREEN = 80 }

function width(text) {
	gsub(/\\"/, "\"", text)
	gsub(/[\200-\277]/, "", text)
	return length(text)
}
function shown(id) { return (id in translation) && translation[id] != "" ? translation[id] : id }
function fits(id, most, where) {
	if (limits)
		print most "\t" id
	else if (width(shown(id)) > most)
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
files == 1 && /^"/ && part == "id" { id = id quoted($0) }
files == 1 && /^"/ && part == "text" { text = text quoted($0) }
files == 1 { next }

# ---- the sources, a statement at a time
{ gsub(/[ \t\n]+/, " "); gsub(/" "/, ""); where = FILENAME }

# _("text") or N_("text"), the first of a call
function marked(call) {
	sub(/^.*_\("/, "", call)
	sub(/"\).*/, "", call)
	return call
}
function check_calls(pattern, most,    rest, call) {
	for (rest = $0; match(rest, pattern); rest = substr(rest, RSTART + RLENGTH)) {
		call = substr(rest, RSTART, RLENGTH)
		fits(marked(call), most, where)
	}
}

# mc_canvas_text(canvas, row, col, WIDTH, style, _("text"))
match($0, /mc_canvas_text\(canvas, [^,]+, [^,]+, [0-9]+, [A-Z_]+, _\("[^"]*"\)/) {
	call = substr($0, RSTART, RLENGTH)
	split(call, argument, /, /)
	fits(marked(call), argument[4] + 0, where)
}
# labels before a value; a button has the row for itself
!/MC_ENTRY_BUTTON/ { check_calls("mc_entries_add\\([^\"]*_\\(\"[^\"]*\"\\)", FIELD) }
{ check_calls("(mc_lines_pair|add_[a-z]+)\\([^\"]*_\\(\"[^\"]*\"\\)", LABEL) }
# { "section", "key", N_("label"), ... }: the settings
FILENAME ~ /view_settings/ { check_calls("\\{ ?\"[a-z_]+\", \"[a-z_]+\", N_\\(\"[^\"]*\"\\)", FIELD) }
# { N_("text"), "key", act, LEVEL }: the menu
FILENAME ~ /view_menu/ { check_calls("\\{ ?N_\\(\"[^\"]*\"\\), \"[^\"]*\", [a-z_]+, (ON|IN)_", MENU) }
# X(STATE, N_("text"), ...)
FILENAME ~ /dossier\.h$/ { check_calls("X\\([A-Z_]+, N_\\(\"[^\"]*\"\\)", STATE) }

# { MC_KEY_F(n), N_("word"), ... }: the key bar. What stands there always comes
# from mc_shell_keys; a view hides one of these by a row with NULL for its word.
function key_name(row) {
	sub(/^\{ ?(MC_KEY_)?/, "", row)
	sub(/, .*/, "", row)
	gsub(/[()']/, "", row)
	return row
}
/struct mc_view_key [a-z_]+\[\] = / {
	table = /mc_shell_keys\[\]/ ? "" : ++tables
	in_file[table] = FILENAME
	rest = $0
	while (match(rest, /\{ ?(MC_KEY_[A-Z]+(\([^)]*\))?|'.'), (NULL|N_\("[^"]*"\))/)) {
		row = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		key = key_name(row)
		columns[table, key] = 0
		if (row !~ /NULL$/) {
			fits(marked(row), WORD, where)
			columns[table, key] = length(key) + 1 + width(shown(marked(row))) + 2
		}
		if (table == "") always[key] = 1
	}
}
END {
	for (at in columns) {
		split(at, of, SUBSEP)
		if (of[1] != "") bar[of[1]] += columns[at]
	}
	for (table = 1; table <= tables; table++) {
		for (key in always)
			if (!((table, key) in columns)) bar[table] += columns["", key]
		if (!limits && bar[table] - 2 > SCREEN)
			print in_file[table] ": the key bar has " bar[table] - 2 " columns of " SCREEN
	}
}
