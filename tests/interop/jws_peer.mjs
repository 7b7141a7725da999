#!/usr/bin/env node
// SPDX-License-Identifier: MPL-2.0
// jws_peer.mjs - what our programs sign, checked by jose and by openssl; what jose signs,
// taken by the gateway.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import fs from "node:fs";
import * as jose from "jose";
import {
	desk, dir, enrol, gateway, newTerminal, now, run, sign, signingKeys, test,
} from "./lib.mjs";

const server = await gateway();
const office = desk(server);

office.say("queue", "ledger");
await office.carry();
const id = office.submit();
await office.carry();

// ---- the two checkers
const spki = (jwk) => createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });

function openssl(jws, jwk) {
	const [head, payload, signature] = jws.split(".");

	fs.writeFileSync(`${dir}/key.pem`, spki(jwk));
	fs.writeFileSync(`${dir}/signed`, `${head}.${payload}`);
	fs.writeFileSync(`${dir}/signature`, Buffer.from(signature, "base64url"));
	return spawnSync("openssl", [
		"pkeyutl", "-verify", "-pubin", "-inkey", `${dir}/key.pem`, "-rawin",
		"-in", `${dir}/signed`, "-sigfile", `${dir}/signature`,
	]).status === 0;
}

async function joseSays(jws, jwk) {
	const key = await jose.importJWK(jwk, "EdDSA");

	return jose.compactVerify(jws, key, { algorithms: ["EdDSA"] });
}

// Both say yes to it, and no to each of its three pieces changed.
async function check(jws, jwk, kind) {
	const { protectedHeader, payload } = await joseSays(jws, jwk);
	const raw = Buffer.from(jwk.x, "base64url");

	assert.deepEqual(protectedHeader, {
		alg: "EdDSA",
		kid: createHash("sha256").update(raw).digest("hex").slice(0, 8),
		typ: `motcua-${kind}+jws`,
	});
	assert.ok(openssl(jws, jwk));
	for (let piece = 0; piece < 3; piece++) {
		const pieces = jws.split(".");
		const bytes = Buffer.from(pieces[piece], "base64url");

		bytes[bytes.length >> 1] ^= 1;
		pieces[piece] = bytes.toString("base64url");
		await assert.rejects(joseSays(pieces.join("."), jwk));
		assert.ok(!openssl(pieces.join("."), jwk));
	}
	return JSON.parse(Buffer.from(payload).toString());
}

// The public half of a desk's signing key, from its seed.
function terminalKey({ data }) {
	const [, seed] = fs.readFileSync(`${data}/keys/terminal.keys`, "utf8").match(/^sign (\S+)$/m);
	const head = Buffer.from("302e020100300506032b657004220420", "hex");
	const key = Buffer.concat([head, Buffer.from(seed, "base64url")]);

	return createPublicKey({ key, format: "der", type: "pkcs8" }).export({ format: "jwk" });
}

const keyOf = (jws) =>
	signingKeys(server.keys)[jose.decodeProtectedHeader(jws).kid];

test("the gateways hello", async () => {
	const nonce = "AAECAwQFBgcICQoLDA0ODw";
	const answer = await (await fetch(`${server.url}/v1/hello?nonce=${nonce}`)).json();

	assert.equal((await check(answer.outer, keyOf(answer.outer), "hello")).nonce, nonce);
});

test("a receipt", async () => {
	const answer = await (await fetch(`${server.url}/v1/dossiers/${id}/receipt`)).json();
	const said = await check(answer.outer, keyOf(answer.outer), "receipt");

	assert.equal(said.id, id);
	assert.equal(said.outcome, "received");
});

test("a record of the desk", async () => {
	const spool = `${office.data}/mail/spool`;
	const bytes = fs.readFileSync(`${spool}/${fs.readdirSync(spool)[0]}`);
	const jws = bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString();
	const manifest = bytes.subarray(8 + bytes.readUInt32BE(0));
	const record = await check(jws, terminalKey(office), "record");

	assert.equal(record.id, id);
	assert.equal(record.digest, createHash("sha256").update(manifest).digest("hex"));
});

test("a second terminal needs a code", async () => {
	const terminal = await newTerminal();
	const first = await enrol(server.url, terminal);

	// the demo takes the first terminal without a code, and that was the desk
	assert.equal(first.status, 403);
});

test("a foreign header is refused", async () => {
	const fresh = await gateway("fresh");
	const terminal = await newTerminal();
	const payload = { v: 1, terminal: terminal.id, sign: terminal.jwk.x, open: terminal.recipient, at: now() };
	const key = terminal.privateKey;
	const post = async (jws) =>
		(await fetch(`${fresh.url}/v1/enrolments`, {
			method: "POST",
			headers: { "Content-Type": "application/jose" },
			body: await jws,
		})).status;
	const signed = (head) =>
		new jose.CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(head).sign(key);
	const typ = "motcua-enrolment+jws";

	assert.equal(await post(signed({ alg: "EdDSA", typ, kid: terminal.kid })), 400);
	assert.equal(await post(signed({ alg: "EdDSA", kid: terminal.kid, typ: "motcua-record+jws" })), 400);
	assert.equal(await post(signed({ alg: "EdDSA", kid: "00000000", typ })), 400);
	assert.equal(await post(sign(terminal, "enrolment", { ...payload, terminal: "000000" })), 400);
	assert.equal(await post(sign(terminal, "enrolment", payload)), 201);
});

await run();
