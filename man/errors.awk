# errors.awk - errors.def, then motcua.1: print the page with the table of errors
# between its two marks made anew. "CODE (status)" and the text, in the order of the file.

FNR == 1 { file++ }

file == 1 && /^MC_ERROR\(/ {
	# name, "CODE", severity, grade, status, N_("text"))
	line = $0
	sub(/^[^"]*"/, "", line)
	code = line
	sub(/".*/, "", code)
	split(line, part, /, */)
	text = line
	sub(/.*N_\("/, "", text)
	sub(/"\)\).*/, "", text)
	gsub(/\\"/, "\"", text) # as C has it, it would begin a comment here
	gsub(/\. /, ".\n", text) # mdoc: new sentence, new line
	rows = rows ".It " code " (" part[4] ")\n" text "\n"
}
file == 1 { next }

/^\.\\" errors: end/ { inside = 0 }
!inside { print }
/^\.\\" errors: begin/ {
	inside = 1
	print ".Bl -tag -width \"PROC-01 (65)\" -compact"
	printf "%s", rows
	print ".El"
}
