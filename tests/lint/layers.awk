# layers.awk - judge the #include lines of a tree by layers.table.
#
# Input: the table, then the C files with paths from the root of the tree
# (src/<layer>/x.c, include/motcua/<layer>/x.h). Prints one line a finding,
# "kind: file: what"; exit status 1 when there is one.

function found(kind, what) {
	print kind ": " what
	bad = 1
}

function layer_of(path,    part) {
	sub(/^include\/motcua\//, "src/", path)
	split(path, part, "/")
	return part[2]
}

# Path in the tree of a header included as "motcua/L/x.h", "L/x.h" or "x.h".
function resolve(from, name,    dir) {
	if (name ~ /^motcua\//)
		return "include/" name
	if (name ~ /\//)
		return "src/" name
	dir = from
	sub(/[^\/]*$/, "", dir)
	return dir name
}

function arrow(from, name,    to, here, there) {
	to = resolve(from, name)
	here = layer_of(from)
	there = layer_of(to)
	if (!(there in may))
		found("unknown", from " includes \"" name "\", which is in no layer of the table")
	else if (here != there && to ~ /^src\//)
		found("private", from " includes \"" name "\", a private header of " there)
	else if (here != there && index(may[here], " " there " ") == 0)
		found("arrow", from " includes \"" name "\": " here " may not know " there)
	# A .c file may see the private header that completes its own contract; headers
	# that need each other have no order in which they can be read.
	if (from ~ /\.h$/ && to ~ /\.h$/)
		edge[from, to] = 1
}

function foreign(from, name,    h) {
	for (h in home) {
		if (name != h && !(h ~ /\/$/ && index(name, h) == 1))
			continue
		if (index(home[h], " " layer_of(from) " ") == 0 && index(home[h], " " from " ") == 0)
			found("foreign", from " includes <" name ">, at home in" home[h])
	}
}

# Take away the edges of headers that nothing points to or that point to nothing,
# until only cycles (and ways between them) are left.
function prune(    e, pair, ins, outs, again) {
	do {
		again = 0
		split("", ins)
		split("", outs)
		for (e in edge) {
			split(e, pair, SUBSEP)
			outs[pair[1]]++
			ins[pair[2]]++
		}
		for (e in edge) {
			split(e, pair, SUBSEP)
			if (!ins[pair[1]] || !outs[pair[2]]) {
				delete edge[e]
				again = 1
			}
		}
	} while (again)
}

# Walk along edges until a header comes again; name that round and cut it.
function cut_one(    e, pair, at, follow, seen, start, line) {
	at = ""
	for (e in edge) {
		split(e, pair, SUBSEP)
		follow[pair[1]] = pair[2]
		at = pair[1]
	}
	if (at == "")
		return 0
	while (!(at in seen)) {
		seen[at] = 1
		at = follow[at]
	}
	start = line = at
	do {
		delete edge[at, follow[at]]
		at = follow[at]
		line = line " -> " at
	} while (at != start)
	found("cycle", line)
	return 1
}

FNR == 1 { file++ }

file == 1 && /^layer / {
	name = $2
	sub(/:$/, "", name)
	$1 = $2 = ""
	may[name] = $0 " "
	next
}
file == 1 && /^home / {
	name = $2
	sub(/:$/, "", name)
	$1 = $2 = ""
	home[name] = $0 " "
	sub(/^ /, "", home[name])
	next
}
file == 1 { next }

FNR == 1 && !(layer_of(FILENAME) in may) { found("unknown", FILENAME ": its folder is no layer of the table") }

/^[ \t]*#[ \t]*include/ {
	name = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
	mark = substr(name, 1, 1)
	name = substr(name, 2)
	sub(/[">].*/, "", name)
	# the same library can be named with quotes; the same layer with angles
	if (mark == "<" && name !~ /^motcua\//)
		foreign(FILENAME, name)
	else {
		foreign(FILENAME, name)
		arrow(FILENAME, name)
	}
}

END {
	do
		prune()
	while (cut_one())
	exit bad
}
