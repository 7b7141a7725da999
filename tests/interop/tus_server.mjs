// SPDX-License-Identifier: MPL-2.0
// tus_server.mjs - the npm tus server at our gateway's path, for tus_server_peer.c. Says where
// it listens: "ready PORT".
import http from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const tus = new Server({
	path: "/v1/uploads",
	relativeLocation: process.argv[3] === "relative",
	datastore: new FileStore({ directory: process.argv[2] }),
});
const server = http.createServer((request, response) => tus.handle(request, response));

server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));
