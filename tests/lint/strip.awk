# Print C source without comments and without the text inside string and
# character constants; lines stay where they are. Keep=1 keeps the strings.
function strip(line,    out, c, two, i, n) {
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (comment) {
			if (two == "*/") { comment = 0; i++; out = out " " }
		} else if (quote != "") {
			if (keep) out = out c
			if (c == "\\") { i++; if (keep) out = out substr(line, i, 1) }
			else if (c == quote) { quote = ""; if (!keep) out = out c }
		} else if (two == "/*") { comment = 1; i++ }
		else if (two == "//") break
		else {
			if (c == "\"" || c == "'") quote = c
			out = out c
		}
	}
	if (line !~ /\\$/) quote = ""
	return out
}
FNR == 1 { comment = 0; quote = "" }
{ print FILENAME ":" FNR ":" strip($0) }
