// SPDX-License-Identifier: MPL-2.0
// lib.mjs - what the peers' tests share: our programs in a fresh folder, a terminal that is
// not ours, and one line for each case, in cmocka's words.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import * as jose from "jose";

export const tree = process.env.MOTCUA_TREE;
const build = process.env.MOTCUA_BUILD;
export const peers = process.env.MOTCUA_PEERS;
export const dir = fs.mkdtempSync(path.join(os.tmpdir(), "motcua-interop-"));
const children = [];

for (const name of Object.keys(process.env).filter((n) => /^(MOTCUA_|XDG_|LANGUAGE$)/.test(n))) {
	delete process.env[name];
}
Object.assign(process.env, {
	HOME: dir,
	LC_ALL: "C.UTF-8",
	MOTCUA_LOCALEDIR: `${build}/locale`,
	MOTCUA_DATADIR: `${tree}/data`,
	MOTCUA_LIBEXEC: `${dir}/bin`,
});
// submitting starts a courier: one that ends at once, so that the tests' own is the only one
fs.mkdirSync(`${dir}/bin`);
fs.writeFileSync(`${dir}/bin/motcua-courier`, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
process.on("exit", () => {
	children.forEach((child) => child.kill("SIGKILL"));
	fs.rmSync(dir, { recursive: true, force: true });
});

// ---- cases
const cases = [];

export function test(name, body) {
	cases.push([name.replaceAll(" ", "_"), body]);
}

export async function run() {
	let failed = 0;

	for (const [name, body] of cases) {
		console.log(`[ RUN      ] ${name}`);
		try {
			await body();
			console.log(`[       OK ] ${name}`);
		} catch (error) {
			console.log(error);
			console.log(`[  FAILED  ] ${name}`);
			failed++;
		}
	}
	process.exit(failed ? 1 : 0);
}

// ---- our programs
export const program = (name) => `${build}/bin/${name}`;

// Runs to its end; its standard output. statuses: those that are no failure.
export function ours(name, args, statuses = [0]) {
	const run = spawnSync(program(name), args, { encoding: "utf8" });

	if (!statuses.includes(run.status)) {
		throw new Error(`${name} ${args.join(" ")}: ${run.status}\n${run.stdout}${run.stderr}`);
	}
	return run.stdout;
}

// The same without holding up what this process itself serves meanwhile.
export function oursMeanwhile(name, args, statuses = [0]) {
	return new Promise((resolve, reject) => {
		const child = spawn(program(name), args, { stdio: ["ignore", "pipe", "pipe"] });
		let said = "";

		child.stdout.on("data", (bytes) => (said += bytes));
		child.stderr.on("data", (bytes) => (said += bytes));
		child.on("close", (status) =>
			statuses.includes(status)
				? resolve(said)
				: reject(new Error(`${name} ${args.join(" ")}: ${status}\n${said}`)),
		);
	});
}

// Starts what stays; resolves with the first match of ready in what it says.
export function start(command, args, ready) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
		let said = "";
		const hear = (bytes) => {
			said += bytes;
			const match = said.match(ready);
			if (match) {
				resolve({ child, match, said: () => said });
			}
		};

		children.push(child);
		child.stdout.on("data", hear);
		child.stderr.on("data", hear);
		child.on("exit", (status) => reject(new Error(`${command}: ${status}\n${said}`)));
	});
}

export async function gateway(name = "gateway") {
	const data = `${dir}/${name}`;
	const { match } = await start(
		program("motcua-gateway"),
		["--demo", "--seed", "1", "--listen", "127.0.0.1:0", "--data", data],
		/ready (http:\S+) keys=(\S+)/,
	);

	return { data, url: match[1], keys: match[2] };
}

// The gateway's signing keys as the world knows such keys, by kid.
export function signingKeys(file) {
	const keys = {};

	for (const [, kid, x] of fs.readFileSync(file, "utf8").matchAll(/^sign (\S+) (\S+) /gm)) {
		keys[kid] = { kty: "OKP", crv: "Ed25519", x };
	}
	return keys;
}

// ---- a terminal that nobody here wrote: jose signs, age makes the opening key
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function terminalId(publicKey) {
	let bits = createHash("sha256").update(publicKey).digest().readUInt32BE(0) >>> 2;
	let id = "";

	for (let i = 0; i < 6; i++) {
		id = crockford[bits & 31] + id;
		bits >>>= 5;
	}
	return id;
}

export async function newTerminal() {
	const { publicKey, privateKey } = await jose.generateKeyPair("EdDSA", { extractable: true });
	const jwk = await jose.exportJWK(publicKey);
	const raw = Buffer.from(jwk.x, "base64url");
	const identity = spawnSync("age-keygen", [], { encoding: "utf8" });

	return {
		id: terminalId(raw),
		kid: createHash("sha256").update(raw).digest("hex").slice(0, 8),
		jwk,
		privateKey,
		identity: identity.stdout.match(/AGE-SECRET-KEY-\S+/)[0],
		recipient: identity.stdout.match(/age1\S+/)[0],
	};
}

export function sign(terminal, kind, payload) {
	return new jose.CompactSign(Buffer.from(JSON.stringify(payload)))
		.setProtectedHeader({ alg: "EdDSA", kid: terminal.kid, typ: `motcua-${kind}+jws` })
		.sign(terminal.privateKey);
}

export const now = () => new Date().toISOString().replace(/\.\d+Z/, "Z");

export async function enrol(url, terminal) {
	const jws = await sign(terminal, "enrolment", {
		v: 1,
		terminal: terminal.id,
		sign: terminal.jwk.x,
		open: terminal.recipient,
		label: "peer",
		at: now(),
	});
	const answer = await fetch(`${url}/v1/enrolments`, {
		method: "POST",
		headers: { "Content-Type": "application/jose" },
		body: jws,
	});

	return { jws, status: answer.status, hello: (await answer.json()).outer };
}

// ---- a line that breaks: after so many bytes upwards, once
export function breakingLine(url, after) {
	const to = new URL(url);
	let left = after;

	return new Promise((resolve) => {
		const server = net.createServer((near) => {
			const far = net.connect(Number(to.port), to.hostname);
			const close = () => (near.destroy(), far.destroy());

			near.on("data", (bytes) => {
				left -= bytes.length;
				far.write(bytes);
				if (left <= 0) {
					left = Infinity;
					setTimeout(close, 20);
				}
			});
			far.on("data", (bytes) => near.write(bytes));
			[near, far].forEach((end) => end.on("error", close).on("close", close));
		});

		server.unref();
		server.listen(0, "127.0.0.1", () =>
			resolve(`http://127.0.0.1:${server.address().port}`),
		);
	});
}

// ---- a desk of ours with the gateway above
// The form in which nothing is missing is the one that the other tests fill; only the child is
// born today.
function formValues() {
	const source = fs.readFileSync(`${tree}/tests/support/province.c`, "utf8");
	const header = fs.readFileSync(`${tree}/tests/support/province.h`, "utf8");
	const words = Object.fromEntries(
		[...header.matchAll(/^#define (\w+) "(.*)"$/gm)].map(([, name, text]) => [name, text]),
	);
	const rows = source.slice(source.indexOf("province_answers[]")).matchAll(
		/^\t\{ ?"([a-z_.]+)", (?:"(.*)"|(\w+)) ?\},$/gm,
	);
	const fields = {};

	for (const [, id, text, word] of rows) {
		fields[id] = text ?? words[word];
	}
	assert.ok(Object.keys(fields).length > 0, "no answers are found in province.c");
	fields["child.born"] = new Date().toLocaleDateString("en-GB", { timeZone: "Asia/Ho_Chi_Minh" });
	return fields;
}

export function desk(server, name = "desk") {
	const data = `${dir}/${name}`;
	const at = ["--data", data, "--gateway-key", server.keys, "--gateway"];
	const officer = ["--officer", "066085000011"];
	const words = (more) => [...at, server.url, ...officer, ...more];

	return {
		data,
		say: (...more) => ours("motcua", words(more)),
		ask: (...more) => oursMeanwhile("motcua", words(more)),
		// url: past what stands between; the enrolment is in the first round
		carry: (url = server.url) =>
			oursMeanwhile("motcua-courier", [...at, url, "--once"], [0, 75]),
		draft(more = {}, ...options) {
			const answers = `${dir}/answers.json`;

			fs.writeFileSync(
				answers,
				JSON.stringify({ v: 1, fields: { ...formValues(), ...more } }),
			);
			return JSON.parse(
				this.say("dossier", "new", "2.002621", "--from", answers, "--json", ...options),
			).id;
		},
		submit(...options) {
			const id = this.draft({}, ...options);

			this.say("dossier", "submit", id);
			return id;
		},
	};
}
