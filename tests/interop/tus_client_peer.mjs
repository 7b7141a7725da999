#!/usr/bin/env node
// SPDX-License-Identifier: MPL-2.0
// tus_client_peer.mjs - tus-js-client against our gateway.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import * as tus from "tus-js-client";
import { breakingLine, enrol, gateway, newTerminal, run, test } from "./lib.mjs";

const server = await gateway();
const terminal = await newTerminal();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

assert.equal((await enrol(server.url, terminal)).status, 201);

// Resolves with all responses when the upload is through. prepare may act on the upload.
function upload(bytes, options = {}, prepare = () => {}) {
	return new Promise((resolve, reject) => {
		const responses = [];
		const it = new tus.Upload(bytes, {
			endpoint: `${server.url}/v1/uploads`,
			metadata: { sha256: sha256(bytes), terminal: terminal.id },
			retryDelays: null,
			onAfterResponse: (request, response) => void responses.push({ request, response }),
			onError: reject,
			onSuccess: () => resolve({ responses, url: it.url }),
			...options,
		});

		prepare(it, resolve);
		it.start();
	});
}

const held = async (bytes) =>
	(await fetch(`${server.url}/v1/parts/${sha256(bytes)}?terminal=${terminal.id}`, { method: "HEAD" }))
		.status;

test("options tell the version, the extensions and the limit", async () => {
	const answer = await fetch(`${server.url}/v1/uploads`, { method: "OPTIONS" });

	assert.equal(answer.status, 204);
	assert.equal(answer.headers.get("Tus-Version"), "1.0.0");
	assert.deepEqual(answer.headers.get("Tus-Extension").split(",").sort(), [
		"checksum",
		"creation",
		"creation-with-upload",
		"expiration",
		"termination",
	]);
	assert.equal(answer.headers.get("Tus-Checksum-Algorithm"), "sha1,sha256");
	assert.ok(Number(answer.headers.get("Tus-Max-Size")) > 0);
});

test("an upload becomes a part", async () => {
	const bytes = randomBytes(300000);

	assert.equal(await held(bytes), 404);
	await upload(bytes);
	assert.equal(await held(bytes), 200);
});

test("creation with upload, in pieces", async () => {
	const bytes = randomBytes(100000);
	const { responses } = await upload(bytes, { uploadDataDuringCreation: true, chunkSize: 30000 });

	assert.deepEqual(
		responses.map(({ request }) => request.getMethod()),
		["POST", "PATCH", "PATCH", "PATCH"],
	);
	assert.equal(responses[0].response.getStatus(), 201);
	assert.equal(responses[0].response.getHeader("Upload-Offset"), "30000");
	assert.equal(await held(bytes), 200);
});

test("every answer about an upload says when it ends", async () => {
	const { responses } = await upload(randomBytes(5000));

	for (const { response } of responses) {
		const days = (Date.parse(response.getHeader("Upload-Expires")) - Date.now()) / 864e5;

		assert.ok(days > 13.9 && days < 14.1, `${days}`);
	}
});

test("given up in the middle, and resumed", async () => {
	const bytes = randomBytes(400000);
	const url = await new Promise((resolve, reject) => {
		upload(bytes, { chunkSize: 100000 }, (it) => {
			it.options.onChunkComplete = (size, accepted) => {
				if (accepted >= 200000) {
					it.abort().then(() => resolve(it.url), reject);
				}
			};
		}).catch(reject);
	});
	const { responses } = await upload(bytes, { uploadUrl: url });

	assert.equal(responses[0].request.getMethod(), "HEAD");
	assert.ok(Number(responses[0].response.getHeader("Upload-Offset")) >= 200000);
	assert.equal(responses[0].response.getHeader("Upload-Length"), "400000");
	assert.equal(await held(bytes), 200);
});

test("a line that breaks in a body costs only what was under way", async () => {
	const bytes = randomBytes(3000000);
	const line = await breakingLine(server.url, 1500000);
	const { responses } = await upload(bytes, {
		endpoint: `${line}/v1/uploads`,
		retryDelays: [50, 100, 200],
	});
	const asked = responses.find(({ request }) => request.getMethod() === "HEAD");

	assert.ok(Number(asked.response.getHeader("Upload-Offset")) > 0);
	assert.equal(await held(bytes), 200);
});

test("termination", async () => {
	const bytes = randomBytes(50000);
	const url = await new Promise((resolve, reject) => {
		upload(bytes, { chunkSize: 10000 }, (it) => {
			it.options.onChunkComplete = () => it.abort(true).then(() => resolve(it.url), reject);
		}).catch(reject);
	});
	const answer = await fetch(url ?? "", {
		method: "HEAD",
		headers: { "Tus-Resumable": "1.0.0" },
	}).catch(() => ({ status: 404 }));

	assert.equal(answer.status, 404);
	assert.equal(await held(bytes), 404);
});

test("other bytes than announced are refused", async () => {
	const metadata = { sha256: sha256("other"), terminal: terminal.id };

	await assert.rejects(upload(randomBytes(1000), { metadata }), (error) => {
		assert.equal(error.originalResponse.getStatus(), 460);
		return true;
	});
});

// tus-js-client computes none itself; it passes on what it is told of a body in one piece.
test("a checksum, right and wrong", async () => {
	const bytes = randomBytes(20000);
	const sum = (of) => ({ "Upload-Checksum": `sha1 ${createHash("sha1").update(of).digest("base64")}` });
	const whole = { uploadDataDuringCreation: true };

	await assert.rejects(upload(bytes, { ...whole, headers: sum("other") }), (error) => {
		assert.equal(error.originalResponse.getStatus(), 460);
		return true;
	});
	assert.equal(await held(bytes), 404);
	await upload(bytes, { ...whole, headers: sum(bytes) });
	assert.equal(await held(bytes), 200);
});

test("what is not offered is refused, and nothing hangs", async () => {
	const deferred = { uploadLengthDeferred: true, chunkSize: 1000 };

	await assert.rejects(upload(randomBytes(1000), deferred), /response code: 400/);
	await assert.rejects(upload(randomBytes(9000), { parallelUploads: 3 }), /response code: 400/);
});

test("too large is said before a byte is sent", async () => {
	const answer = await fetch(`${server.url}/v1/uploads`, {
		method: "POST",
		headers: {
			"Tus-Resumable": "1.0.0",
			"Upload-Length": "99999999",
			"Upload-Metadata": `sha256 ${btoa(sha256("x"))},terminal ${btoa(terminal.id)}`,
		},
	});

	assert.equal(answer.status, 413);
});

test("another version of tus", async () => {
	const answer = await fetch(`${server.url}/v1/uploads`, {
		method: "POST",
		headers: { "Tus-Resumable": "0.2.2", "Upload-Length": "10" },
	});

	assert.equal(answer.status, 412);
	assert.equal(answer.headers.get("Tus-Version"), "1.0.0");
});

await run();
