/* SPDX-License-Identifier: MPL-2.0 */
/* tus_client.h - the requests of an upload, as a terminal makes them. */
#ifndef TESTS_GATEWAY_TUS_CLIENT_H
#define TESTS_GATEWAY_TUS_CLIENT_H

#include "gateway/harness.h"

#define TUS "Tus-Resumable: 1.0.0\r\n"
#define OCTETS "Content-Type: application/offset+octet-stream\r\n"

static inline void creation_head(struct gateway *g, size_t len, const char *sha256, char *ret,
				 size_t size)
{
	struct mc_str line;

	mc_str_init(&line, 1024);
	mc_str_puts(&line, "sha256 ");
	mc_base64_encode(mc_slice_text(sha256), &line);
	mc_str_puts(&line, ",terminal ");
	mc_base64_encode(mc_slice_text(g->keys.id), &line);
	snprintf(ret, size, TUS "Upload-Length: %zu\r\nUpload-Metadata: %s\r\n", len, line.data);
	mc_str_done(&line);
}

static inline struct test_reply patch(struct gateway *g, const char *upload, long offset,
				      const char *bytes, size_t len)
{
	char head[256];

	snprintf(head, sizeof(head), TUS OCTETS "Upload-Offset: %ld\r\n", offset);
	return test_call(g->socket, "PATCH", upload, head, bytes, len);
}

static inline int held(struct gateway *g, const char *bytes, const char *terminal)
{
	char path[160], sha256[65];
	struct test_reply r;
	int status;

	mc_sha256_hex(mc_slice_text(bytes), sha256);
	snprintf(path, sizeof(path), "/v1/parts/%s?terminal=%s", sha256, terminal);
	r = test_call(g->socket, "HEAD", path, "", NULL, 0);
	status = r.status;
	test_reply_done(&r);
	return status;
}

/* DIR/parts/NAME or DIR/uploads/NAME; free(). */
static inline char *file_of(struct gateway *g, const char *folder, const char *name)
{
	char *in = mc_path_join(g->dir, folder), *path = mc_path_join(in, name);

	free(in);
	return path;
}

#endif
