# names.awk - public names of stripped headers (strip.awk) that lack their prefix:
# functions mc_, struct and enum tags mc_, macros MC_ (guards MOTCUA_). Statements
# are taken at brace depth 0.

function bad(what, name) {
	print file ":" what " " name
	found = 1
}

function judge(text,    head, name) {
	gsub(/[ \t]+/, " ", text)
	sub(/^ /, "", text)
	if (text ~ /^(struct|enum|union) [A-Za-z_0-9]+ ?(\{|$)/) {
		split(text, head, /[ {]/)
		if (head[2] !~ /^mc_/)
			bad(head[1], head[2])
		return
	}
	if (text ~ /^typedef /) {
		if (text !~ /[ *]mc_[a-z0-9_]+ ?(\(|\)|$)/)
			bad("type", text)
		return
	}
	gsub(/__attribute__ ?\(\(.*\)\)/, "", text)
	gsub(/MC_PRINTF ?\([^)]*\)/, "", text)
	if (text !~ /\(/)
		return
	name = substr(text, 1, index(text, "(") - 1)
	sub(/ $/, "", name)
	sub(/.*[ *]/, "", name)
	if (name !~ /^mc_/)
		bad("function", name)
}

{
	line = $0
	at = index(line, ":")
	path = substr(line, 1, at - 1)
	line = substr(line, at + 1)
	sub(/^[0-9]+:/, "", line)
	if (path != file) {
		file = path
		depth = 0
		text = ""
		directive = 0
	}
	if (directive || line ~ /^[ \t]*#/) {
		if (!directive && line ~ /#[ \t]*define/) {
			name = line
			sub(/^[ \t]*#[ \t]*define[ \t]+/, "", name)
			sub(/[^A-Za-z_0-9].*/, "", name)
			if (name !~ /^(MC_|MOTCUA_)/ && name !~ /^(_|N_|P_|X)$/)
				bad("macro", name)
		}
		directive = line ~ /\\$/
		next
	}
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		if (c == "{" && depth++ == 0)
			text = text "{"
		else if (c == "}")
			depth--
		else if (c == ";" && depth == 0) {
			judge(text)
			text = ""
		} else if (depth == 0)
			text = text c
	}
	text = text " "
}

END { exit found }
