#!/usr/bin/env node
// SPDX-License-Identifier: MPL-2.0
// openapi_peer.mjs - docs/openapi.yaml linted by spectral; the traffic of our own programs
// judged by prism against it.
//
// prism reads bodies as text, which sealed bytes do not survive. So our programs speak with the
// gateway itself, past a server that only takes notes; then each exchange is told to prism, and
// what prism asks its upstream is answered from the notes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { desk, dir, gateway, ours, peers, run, start, test, tree } from "./lib.mjs";

const document = `${tree}/docs/openapi.yaml`;

test("spectral has nothing to say", () => {
	const { status, stdout, stderr } = spawnSync(
		`${peers}/node_modules/.bin/spectral`,
		["lint", "--fail-severity", "warn", "-r", `${tree}/tests/interop/spectral.yaml`, document],
		{ encoding: "utf8" },
	);

	assert.equal(status, 0, stdout + stderr);
});

// ---- taking notes
const PATIENCE = 60000; // ms, until the province goes on
const notes = [];

const listen = (server) =>
	new Promise((resolve) =>
		server.listen(0, "127.0.0.1", () =>
			resolve(`http://127.0.0.1:${server.address().port}`),
		),
	);

async function read(stream) {
	const pieces = [];

	for await (const piece of stream) {
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

function send(url, { method, path, headers, body }) {
	return new Promise((resolve, reject) => {
		const request = http.request(url + path, { method, headers }, async (response) =>
			resolve({
				status: response.statusCode,
				headers: response.headers,
				body: await read(response),
			}),
		);

		request.on("error", reject);
		request.end(body);
	});
}

function reply(response, { status, headers, body }) {
	const { connection, "transfer-encoding": coding, "content-length": length, ...rest } = headers;

	response.writeHead(status, rest);
	response.end(body);
}

const noteTaker = (url) =>
	listen(
		http.createServer(async (incoming, response) => {
			const { "accept-encoding": coding, ...headers } = incoming.headers; // prism reads no zstd
			const request = {
				method: incoming.method,
				path: incoming.url,
				headers,
				body: await read(incoming),
			};
			const answer = await send(url, request);

			notes.push({ request, answer });
			reply(response, answer);
		}),
	);

// ---- prism
let prism = null;

async function startPrism() {
	const upstream = { answer: null };
	const from = await listen(
		http.createServer((request, response) => {
			const { status, headers, body } = upstream.answer;
			const { "content-type": type, ...others } = headers;

			// prism reads the body of a HEAD by its content type, and there is none
			reply(response, { status, headers: request.method === "HEAD" ? others : headers, body });
		}),
	);
	const port = await freePort();

	await start(
		`${peers}/node_modules/.bin/prism`,
		["proxy", document, from, "--errors", "--cors=false", "-p", `${port}`],
		/Prism is listening/,
	);
	return { upstream, url: `http://127.0.0.1:${port}` };
}

// What prism objects to in one exchange; "" when nothing.
async function judge({ request, answer }) {
	prism ??= await startPrism();
	prism.upstream.answer = answer;
	const said = await send(prism.url, request);
	const violations = said.headers["sl-violations"];

	if (said.status === answer.status && !violations) {
		return "";
	}
	return `${request.method} ${request.path}: ${answer.status}; prism: ${said.status} ${violations ?? said.body}\n`;
}

async function freePort() {
	const server = http.createServer();
	const url = await listen(server);

	await new Promise((resolve) => server.close(resolve));
	return new URL(url).port;
}

// ---- our programs' traffic
function about(card) {
	return ["--card", card, "--procedure", "2.002621", "--purpose", "Đăng ký khai sinh"];
}

const card = (server, name) =>
	ours("motcua-gateway", ["people", "--data", server.data, "--case", name]).split("\n")[0];

// The desk waits, and meanwhile the courier carries the question.
async function ask(office, url, ...words) {
	const answer = office.ask(...words);

	while (!(await Promise.race([answer.then(() => true), office.carry(url).then(() => false)]))) {
		continue;
	}
}

async function traffic(server, url) {
	const office = desk(server);
	const paper = `${dir}/giay.pdf`; // more than one piece
	const small = `${dir}/nho.pdf`; // goes with the request that makes its upload
	const pdf = (size) => Buffer.concat([Buffer.from("%PDF-1.4\n"), randomBytes(size)]);

	fs.writeFileSync(paper, pdf(90000));
	fs.writeFileSync(small, pdf(3000));
	office.say("queue", "ledger");
	await office.carry(url);
	const first = office.submit("--attach", `birth_notice=${paper}`);
	office.submit("--attach", `birth_notice=${small}`);
	await office.carry(url);
	await office.carry(url);
	await ask(office, url, "lookup", ...about(card(server, "mother")));
	await ask(office, url, "verify", ...about(card(server, "mother")));
	office.say("dossier", "withdraw", first);
	await office.carry(url);
	await supplement(office, server, url);
	return office;
}

// Several that wait together; then the province asks for something, and gets it.
async function supplement(office, server, url) {
	const [id] = [office.submit(), office.submit(), office.submit()];
	const more = `${dir}/more.json`;
	const hears = async (word) => {
		const until = Date.now() + PATIENCE;

		do {
			await office.carry(url);
		} while (JSON.parse(office.say("queue", "show", id, "--json")).state !== word &&
			 Date.now() < until);
	};

	await hears("IN_PROCESS");
	ours("motcua-gateway", ["event", "needs_supplement", id, "--data", server.data,
		"--branch", "justice", "--text", "Thiếu bản gốc giấy chứng sinh", "--days", "5"]);
	await hears("NEEDS_SUPPLEMENT");
	fs.writeFileSync(more, JSON.stringify({ v: 1, fields: { "requester.phone": "0987 654 321" } }));
	const draft = JSON.parse(office.say("dossier", "supplement", id, "--from", more, "--json"));

	office.say("dossier", "submit", draft.id);
	await office.carry(url);
	office.known = id;
}

// What our client seldom meets, asked by hand.
async function rareAnswers(url, office) {
	const call = (method, path, headers = {}, body) => fetch(url + path, { method, headers, body });
	const tus = { "Tus-Resumable": "1.0.0" };
	const gone = "/v1/uploads/0123456789abcdef0123456789abcdef";
	const octets = { "Content-Type": "application/offset+octet-stream" };

	assert.equal((await call("GET", `/v1/dossiers/01936b2e-7c00-7d4a-8b5f-0123456789ab/receipt`)).status, 404);
	assert.equal((await call("GET", "/v1/events?terminal=7K3M9Q&after=0")).status, 403);
	assert.equal((await call("OPTIONS", "/v1/uploads")).status, 204);
	assert.equal((await call("HEAD", gone, tus)).status, 404);
	assert.equal((await call("DELETE", gone, tus)).status, 404);
	assert.equal((await call("PATCH", gone, { ...tus, ...octets, "Upload-Offset": "0" }, "x")).status, 404);
	assert.equal((await call("HEAD", gone, { "Tus-Resumable": "0.2.2" })).status, 412);
	assert.equal(
		(await call("POST", "/v1/enrolments", { "Content-Type": "application/jose" }, "a.b.c")).status,
		400,
	);
	assert.equal(
		(await call("POST", "/v1/queries", { "Content-Type": "application/age" }, "not sealed")).status,
		400,
	);
	assert.equal(
		(await call("POST", "/v1/batches", { "Content-Type": "application/vnd.motcua.batch" }, "x")).status,
		400,
	);
	assert.equal(
		(await call("POST", "/v1/reconcile", { "Content-Type": "application/json" },
			'{"v":1,"terminal":"7K3M9Q","items":[]}')).status,
		403,
	);
	// our client's own list comes in a coding that prism does not know; of this it knows the id
	const terminal = notes[0].request.path.match(/terminal=(\w{6})/)[1];
	const item = { epoch: "9f86d081884c7d65", seq: 1, id: office.known, digest: "ab".repeat(32), state: "COMMITTING" };
	const list = await call("POST", "/v1/reconcile", { "Content-Type": "application/json" },
		JSON.stringify({ v: 1, terminal, items: [item] }));

	assert.equal(list.status, 200);
	assert.equal((await list.json()).items.length, 1);
}

test("prism finds the traffic as the document says", async () => {
	const server = await gateway();
	const url = await noteTaker(server.url);

	await rareAnswers(url, await traffic(server, url));
	const seen = new Set(notes.map(({ request, answer }) =>
		`${request.method} ${request.path.split("?")[0].replace(/[0-9a-f-]{32,64}/g, "{}")} ${answer.status}`));

	console.log([...seen].sort().join("\n"));
	for (const wanted of ["PUT /v1/dossiers/{} 201", "PATCH /v1/uploads/{} 204", "POST /v1/queries 200",
		"POST /v1/residence-proofs 200", "PUT /v1/dossiers/{}/withdrawal 200", "GET /v1/events 200",
		"POST /v1/batches 200", "PUT /v1/dossiers/{}/supplements/{} 201", "OPTIONS /v1/uploads 204",
		"POST /v1/reconcile 200"]) {
		assert.ok(seen.has(wanted), `never seen: ${wanted}`);
	}
	for (const note of notes) {
		assert.equal(await judge(note), "");
	}
});

// It would find something: each exchange, spoiled in one place, is objected to.
test("prism objects to what the document does not say", async () => {
	const note = (method, path) =>
		structuredClone(notes.find(({ request }) =>
			request.method === method && request.path.startsWith(path)));
	const spoiled = [
		["GET", "/v1/hello", ({ answer }) => (answer.body = Buffer.from('{"v":1}'))],
		["GET", "/v1/hello", ({ answer }) => (answer.status = 202)],
		["GET", "/v1/hello", ({ request }) => (request.path = "/v1/hello?nonce=short")],
		["PUT", "/v1/dossiers/", ({ request }) => (request.headers["content-type"] = "application/json")],
		["PUT", "/v1/dossiers/", ({ answer }) => (answer.headers["content-type"] = "text/html")],
		["POST", "/v1/uploads", ({ answer }) => delete answer.headers["upload-expires"]],
	];

	for (const [method, path, spoil] of spoiled) {
		const it = note(method, path);

		spoil(it);
		assert.notEqual(await judge(it), "", `${method} ${path}: ${spoil}`);
	}
});

await run();
