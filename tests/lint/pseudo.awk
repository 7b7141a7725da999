# pseudo.awk - a catalogue of no language, longer than any: every text 40 % longer, with
# vowels that Vietnamese has not, as wide as its place where the place is known; formats and line
# ends stay. First file: "columns<TAB>text" from po.awk -v limits=1; second: a template
# from msgcat --no-wrap. Run with LC_ALL=C.

function width(text) {
	gsub(/\\"/, "\"", text)
	gsub(/\\n/, "", text)
	gsub(/[\200-\277]/, "", text)
	return length(text)
}
function quoted(line) { sub(/^[^"]*"/, "", line); sub(/"$/, "", line); return line }

BEGIN {
	split("a å e ë i ï o ø u ü y ÿ A Å E Ë I Ï O Ø U Ü", pairs, " ")
	for (i = 1; i in pairs; i += 2) marked[pairs[i]] = pairs[i + 1]
	print "msgid \"\"\nmsgstr \"\"\n\"Language: vi\\n\"\n" \
		"\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Plural-Forms: nplurals=1; plural=0;\\n\"\n"
}
FNR == NR {
	split($0, at, "\t")
	if (!(at[2] in limit) || limit[at[2]] > at[1] + 0) limit[at[2]] = at[1] + 0
	next
}

# One sign of the text: a format, an escape, or a byte.
function sign_length(text) {
	if (match(text, /^%(<[A-Za-z0-9]+>|[-+ 0#]*([0-9]+\$)?[-+ 0#]*[0-9*]*(\.[0-9*]+)?(hh|h|ll|l|z|j|t)?([a-zA-Z%]|<[A-Za-z0-9]+>))/))
		return RLENGTH
	return substr(text, 1, 1) == "\\" ? 2 : 1
}
function with_marks(text,    out, n, sign) {
	while (text != "") {
		n = sign_length(text)
		sign = substr(text, 1, n)
		out = out (sign in marked ? marked[sign] : sign)
		text = substr(text, n + 1)
	}
	return out
}
function longer(text,    tail, most, more) {
	more = int(width(text) * 0.4 + 0.999)
	most = text in limit ? limit[text] - width(text) : more
	if (more > most) more = most > 0 ? most : 0
	tail = ""
	while (text ~ /\\n$/) {
		text = substr(text, 1, length(text) - 2)
		tail = "\\n" tail
	}
	if (match(text, /[^A-Za-z0-9]+$/) && text !~ /%[^ ]*$/) {
		tail = substr(text, RSTART) tail
		text = substr(text, 1, RSTART - 1)
	}
	return with_marks(text) padding(more) with_marks(tail)
}
# So many columns of letters, in words that a line can break between.
function padding(n,    out, i) {
	for (i = 1; i <= n; i++) out = out (i % 8 == 1 && n > 8 ? " " : "ø")
	return out
}

function entry_ends() {
	if (id != "") {
		print context "msgid \"" id "\""
		if (plural != "") print "msgid_plural \"" plural "\"\nmsgstr[0] \"" longer(plural) "\"\n"
		else print "msgstr \"" longer(id) "\"\n"
	}
	id = plural = context = part = ""
}
/^$/ { entry_ends() }
/^msgctxt / { context = $0 "\n" }
/^msgid / { part = "id"; id = quoted($0) }
/^msgid_plural / { part = "plural"; plural = quoted($0) }
/^msgstr/ { part = "" }
/^"/ && part == "id" { id = id quoted($0) }
/^"/ && part == "plural" { plural = plural quoted($0) }
END { entry_ends() }
