// SPDX-License-Identifier: MPL-2.0
// age_vectors.mjs DIR - the public age test vectors as files, for age_vectors_peer.c. Those
// that are packed (their header says so) are written plain.
import fs from "node:fs";
import zlib from "node:zlib";
import * as vectors from "cctv-age";

const dir = process.argv[2];

fs.mkdirSync(dir, { recursive: true });
for (const [name, bytes] of Object.entries(vectors)) {
	let vector = Buffer.from(bytes);
	const end = vector.indexOf("\n\n") + 2;
	const head = vector.subarray(0, end).toString();

	if (/^compressed: zlib$/m.test(head)) {
		vector = Buffer.concat([vector.subarray(0, end), zlib.inflateSync(vector.subarray(end))]);
	}
	fs.writeFileSync(`${dir}/${name}`, vector);
}
