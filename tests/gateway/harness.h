/* SPDX-License-Identifier: MPL-2.0 */
/* harness.h - a real gateway in a child process on a Unix socket, and a terminal's requests. */
#ifndef TESTS_GATEWAY_HARNESS_H
#define TESTS_GATEWAY_HARNESS_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gateway/cmd.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/seal/age.h"
#include "motcua/seal/pack.h"
#include "motcua/seal/keyring.h"
#include "motcua/seal/terminal.h"
#include "motcua/wire/message.h"
#include "support/check.h"
#include "support/http.h"

struct gateway {
	char *dir;
	char socket[96], listen[112];
	pid_t pid;
	char ready[256];
	struct mc_keyring *ring;
	struct mc_terminal_keys keys;
	char epoch[MC_EPOCH_LEN];
};

static inline void start_at(struct gateway *g, const char *socket)
{
	struct mc_options options = {.demo = true, .data = g->dir, .listen = g->listen};
	int out[2];
	FILE *from;

	snprintf(g->socket, sizeof(g->socket), "%s/%s", g->dir, socket);
	snprintf(g->listen, sizeof(g->listen), "unix:%s", g->socket);
	assert_int_equal(pipe(out), 0);
	fflush(NULL);
	g->pid = fork();
	if (!g->pid) {
		char *log = mc_path_join(g->dir, "log");
		int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
		struct mc_err why = {.detail = ""};

		dup2(out[1], STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		close(out[0]);
		free(log);
		close(fd);
		/* not _exit(): the leak check of a sanitizer build is part of the test */
		exit(mc_cmd_serve(&options, &why) ? 1 : 0);
	}
	close(out[1]);
	from = fdopen(out[0], "r");
	assert_non_null(fgets(g->ready, sizeof(g->ready), from));
	fclose(from);
}

static inline void start(struct gateway *g)
{
	start_at(g, "s");
}

/* The exit status, or minus the signal. */
static inline int stop(struct gateway *g, int signo)
{
	int status = 0;

	if (!g->pid) {
		return 0;
	}
	kill(g->pid, signo);
	waitpid(g->pid, &status, 0);
	g->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static inline void new_terminal(struct gateway *g, struct mc_terminal_keys *ret)
{
	char name[32], *path;
	static int count;

	snprintf(name, sizeof(name), "terminal-%d", count++);
	path = mc_path_join(g->dir, name);
	assert_ok(mc_terminal_keys_open(path, ret, NULL));
	free(path);
}

/* A JWS; free(). */
static inline char *signed_by(const struct mc_sign_key *key, const char *kind,
			      const struct mc_str *payload)
{
	struct mc_str jws;

	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(mc_jws_sign(key, kind, mc_slice_of(payload), &jws, NULL));
	return mc_str_take(&jws, NULL);
}

static inline char *enrolment(const struct mc_terminal_keys *keys, const char *code)
{
	struct mc_enrolment e = {.label = "Quầy 1", .at = mc_clock_now()};
	struct mc_seal_key seal;
	struct mc_str text;
	char *jws;

	mc_str_init(&text, 4096);
	mc_verify_key_format(&keys->verify, &text);
	MC_COPY(e.sign, text.data);
	mc_open_key_public(keys->open, &seal);
	mc_seal_key_format(&seal, e.open);
	MC_COPY(e.terminal, keys->id);
	MC_COPY(e.code, code);
	mc_str_reset(&text);
	mc_enrolment_format(&e, &text);
	jws = signed_by(keys->sign, "enrolment", &text);
	mc_str_done(&text);
	return jws;
}

static inline int enrol(struct gateway *g, const struct mc_terminal_keys *keys, const char *code)
{
	char *jws = enrolment(keys, code);
	struct test_reply r = test_call(g->socket, "POST", "/v1/enrolments",
					"Content-Type: application/jose\r\n", jws, strlen(jws));
	int status = r.status;

	test_reply_done(&r);
	free(jws);
	return status;
}

static inline int set_up(void **state)
{
	struct gateway *g = mc_calloc(1, sizeof(*g));
	uint64_t epoch;
	char *path;

	assert_ok(mc_seal_init(NULL));
	g->dir = test_dir();
	start(g);
	path = mc_path_join(g->dir, "gateway.keys");
	assert_ok(mc_keyring_load(path, &g->ring, NULL));
	free(path);
	new_terminal(g, &g->keys);
	assert_int_equal(enrol(g, &g->keys, ""), 201);
	mc_rand_bytes(&epoch, sizeof(epoch));
	mc_hex_encode(&epoch, sizeof(epoch), g->epoch);
	*state = g;
	return 0;
}

static inline int tear_down(void **state)
{
	struct gateway *g = *state;

	assert_int_equal(stop(g, SIGTERM), 0);
	mc_keyring_free(g->ring);
	mc_terminal_keys_done(&g->keys);
	free(g->dir);
	free(g);
	return 0;
}

/* What a subcommand prints, without the last line's end. */
static inline enum mc_code run(struct gateway *g, mc_cmd *cmd, const struct mc_options *options,
			       struct mc_str *ret)
{
	char *path = mc_path_join(g->dir, "stdout");
	int saved = dup(STDOUT_FILENO), fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	enum mc_code code;

	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	code = cmd(options, NULL);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	mc_str_init(ret, MC_JSON_MAX);
	assert_ok(mc_file_read(path, ret, NULL));
	if (ret->len && ret->data[ret->len - 1] == '\n') {
		ret->data[--ret->len] = '\0';
	}
	free(path);
	return code;
}

/* ---- dossiers */

struct dossier {
	struct mc_record record;
	char *jws;
	struct mc_str manifest; /* sealed */
};

static inline void dossier_done(struct dossier *d)
{
	free(d->jws);
	mc_str_done(&d->manifest);
}

static inline void sign_record(struct dossier *d, const struct mc_sign_key *key)
{
	struct mc_str payload;

	mc_sha256_hex(mc_slice_of(&d->manifest), d->record.digest);
	mc_str_init(&payload, 4096);
	mc_record_format(&d->record, &payload);
	free(d->jws);
	d->jws = signed_by(key, "record", &payload);
	mc_str_done(&payload);
}

/* json NULL: a good manifest for this procedure, with this part when not NULL. */
static inline struct dossier dossier_of(struct gateway *g, int64_t seq, const char *json,
					const char *procedure, const char *part)
{
	struct dossier d = {.record = {.seq = seq, .at = mc_clock_now()}};
	const struct mc_seal_key *to = mc_keyring_seal_key(g->ring, mc_clock_now());
	char text[2048], parts[512] = "";

	mc_uuid7(d.record.id);
	MC_COPY(d.record.terminal, g->keys.id);
	MC_COPY(d.record.epoch, g->epoch);
	memset(d.record.prev, '0', 64);
	if (part) {
		snprintf(parts, sizeof(parts),
			 "{\"sha256\":\"%s\",\"size\":9,\"plain_sha256\":\"%s\",\"plain_size\":9,"
			 "\"paper\":\"birth_notice\",\"name\":\"a.pdf\",\"type\":\"application/"
			 "pdf\"}",
			 part, part);
	}
	snprintf(text, sizeof(text),
		 "{\"v\":1,\"id\":\"%s\",\"local_number\":\"%s\",\"procedure\":\"%s\","
		 "\"version\":\"2026-11-01\",\"officer\":{\"number\":\"001090000001\",\"name\":"
		 "\"A\"},"
		 "\"officer_auth\":\"declared\",\"created_at\":\"2026-11-23T07:00:00Z\","
		 "\"sealed_at\":\"2026-11-23T07:05:00Z\",\"fields\":[],\"parts\":[%s],\"evidence\":"
		 "[]}",
		 d.record.id, "T-7K3M9Q-X4T2BC-5", procedure, parts);
	mc_str_init(&d.manifest, 2 * MC_MANIFEST_MAX);
	/* as newer desks do, and as older ones */
	assert_ok((seq % 2 ? mc_pack_seal : mc_age_seal)(to, 1, mc_slice_text(json ? json : text),
							 &d.manifest, NULL));
	sign_record(&d, g->keys.sign);
	return d;
}

static inline struct dossier new_dossier(struct gateway *g, int64_t seq)
{
	return dossier_of(g, seq, NULL, "2.002621", NULL);
}

static inline void put_head(const struct dossier *d, char *ret, size_t size)
{
	uint8_t digest[32];
	struct mc_str base64;

	mc_sha256(mc_slice_of(&d->manifest), digest);
	mc_str_init(&base64, 64);
	mc_base64_encode((struct mc_slice){digest, 32}, &base64);
	snprintf(ret, size,
		 "Content-Type: application/age\r\nMotcua-Record: %s\r\nIdempotency-Key: \"%s\"\r\n"
		 "Repr-Digest: sha-256=:%s:\r\n",
		 d->jws, d->record.id, base64.data);
	mc_str_done(&base64);
}

static inline struct test_reply put(struct gateway *g, const struct dossier *d)
{
	char head[4096], path[64];

	put_head(d, head, sizeof(head));
	snprintf(path, sizeof(path), "/v1/dossiers/%s", d->record.id);
	return test_call(g->socket, "PUT", path, head, d->manifest.data, d->manifest.len);
}

/* ---- reading statements */

/* Verify the outer part in a reply or problem; the inner text, opened, is appended to inner. */
static inline struct mc_outer outer_of(struct gateway *g, const struct test_reply *r,
				       const char *kind, struct mc_str *inner)
{
	struct mc_problem_doc doc;
	struct mc_reply reply = {.outer = NULL}, *found = &reply;
	struct mc_outer outer = {.kind = ""};
	struct mc_str payload;
	struct mc_slice body = {r->body, r->len};

	mc_problem_doc_init(&doc);
	mc_str_init(&reply.inner, MC_JSON_MAX);
	if (r->status >= 400) {
		assert_ok(mc_problem_doc_parse(body, &doc, NULL));
		assert_int_equal(doc.status, r->status);
		found = &doc.reply;
	} else {
		assert_ok(mc_reply_parse(body, &reply, NULL));
	}
	mc_str_init(&payload, MC_JWS_MAX);
	assert_non_null(found->outer);
	assert_ok(mc_keyring_verify(g->ring, mc_slice_text(found->outer), kind, mc_clock_now(),
				    &payload, NULL));
	assert_ok(mc_outer_parse(mc_slice_of(&payload), kind, &outer, NULL));
	if (inner) {
		assert_ok(mc_pack_open(g->keys.open, mc_slice_of(&found->inner), inner, NULL));
	}
	mc_str_done(&payload);
	mc_reply_done(&reply);
	mc_problem_doc_done(&doc);
	return outer;
}

static inline void assert_problem(const struct test_reply *r, int status, const char *word)
{
	struct mc_problem_doc doc;

	assert_int_equal(r->status, status);
	assert_string_equal(test_header(r, "Content-Type"), "application/problem+json");
	mc_problem_doc_init(&doc);
	assert_ok(mc_problem_doc_parse((struct mc_slice){r->body, r->len}, &doc, NULL));
	assert_int_equal(doc.status, status);
	assert_string_equal(doc.word, word);
	mc_problem_doc_done(&doc);
}

/* By a person at the province. */
static inline enum mc_code province_says(struct gateway *g, const char *outcome, const char *id)
{
	struct mc_options o = {.data = g->dir,
			       .operand = outcome,
			       .operand2 = id,
			       .text = "Thiếu giấy chứng sinh bản gốc",
			       .field = "birth_notice",
			       .days = "5"};

	return mc_cmd_event(&o, NULL);
}

/* The signed request to take it back; free(). */
static inline char *withdrawal_of(struct gateway *g, const struct dossier *d)
{
	struct mc_withdrawal w = {.at = mc_clock_now(), .reason = "the citizen asked for it"};
	struct mc_str payload;
	char *jws;

	MC_COPY(w.id, d->record.id);
	MC_COPY(w.terminal, d->record.terminal);
	MC_COPY(w.digest, d->record.digest);
	mc_str_init(&payload, 4096);
	mc_withdrawal_format(&w, &payload);
	jws = signed_by(g->keys.sign, "withdrawal", &payload);
	mc_str_done(&payload);
	return jws;
}

#endif
