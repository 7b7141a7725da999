/* SPDX-License-Identifier: MPL-2.0 */
/*
 * client.h - the gateway's endpoints (docs/FORMATS.md): requests built, answers
 * sorted into "an answer in our words", "busy", "refused" and "link suspect".
 *
 * Nothing is verified here: signatures are the caller's (trust).
 */
#ifndef MOTCUA_NET_CLIENT_H
#define MOTCUA_NET_CLIENT_H

#include "motcua/net/http.h"
#include "motcua/wire/statement.h"

/* What came back. */
struct mc_client_answer {
	/*
	 * MC_OK: a 2xx in the expected content type, reply filled.
	 * MC_E_LINK_*: nothing usable came. MC_E_GATEWAY_BUSY: try later. Others: from
	 * the problem's word, or MC_E_GATEWAY_REFUSED; the problem is filled.
	 */
	enum mc_code code;
	char detail[120];
	int status;
	bool dates; /* MC_E_LINK_CERT for its dates alone: mc_client_hello_any_date() may tell more */
	int64_t retry_after;
	struct mc_reply reply;         /* MC_OK */
	struct mc_problem_doc problem; /* word "" when there is none */
	const struct mc_str *body;     /* raw JSON of a 2xx */
	char location[256];
	int64_t upload_offset; /* -1 = not told */
	bool tus_with_upload, tus_sha256; /* what an upload server lists */
	char etag[64];
	int64_t sent_bytes;
	int64_t began; /* mono */
};
typedef void mc_client_done(void *ctx, const struct mc_client_answer *answer);

struct mc_client;
struct mc_client *mc_client_new(struct mc_http *http, const char *terminal);
/* Before http is closed; gives up what is under way, without callbacks. */
void mc_client_free(struct mc_client *client);

/* Each starts one exchange and calls done once, later, from the loop. */
void mc_client_hello(struct mc_client *client, const char *nonce, mc_client_done *done, void *ctx);
/* The same for its signed time alone: the pinned authority's certificate may have any dates. */
void mc_client_hello_any_date(struct mc_client *client, const char *nonce, mc_client_done *done,
			      void *ctx);
/* The list of the gateway's keys (wire/keys.h): body. MC_E_NOT_FOUND: it gives none. */
void mc_client_keys(struct mc_client *client, mc_client_done *done, void *ctx);
void mc_client_enrol(struct mc_client *client, const char *enrolment_jws, mc_client_done *done,
		     void *ctx);
void mc_client_ask(struct mc_client *client, bool verify, struct mc_slice envelope,
		   mc_client_done *done, void *ctx);
/* Nobody waits for this callback's exchange any more: give it up, without the callback. */
void mc_client_drop(struct mc_client *client, mc_client_done *done);
/* A sealed manifest and what was signed about it. */
struct mc_client_put {
	const char *dossier;    /* its id */
	const char *supplement; /* the id of what completes it; "" = the dossier itself */
	const char *record;     /* the JWS */
	const char *digest;     /* hex SHA-256 of the manifest */
	struct mc_slice manifest;
	struct mc_slice lean; /* record and manifest as a lean batch of one, which then goes
			       * instead; len 0 = none */
};
void mc_client_put(struct mc_client *client, const struct mc_client_put *what,
		   mc_client_done *done, void *ctx);
/* records: wire/batch.h, 1 to MC_BATCH_RECORDS, maybe lean; so is the body of the answer.
 * sent: all of them are on the way and only the answer is due; start nothing from there. */
typedef void mc_client_sent(void *ctx);
void mc_client_batch(struct mc_client *client, struct mc_slice records, bool lean,
		     mc_client_sent *sent, mc_client_done *done, void *ctx);
/* What the word of a problem means, as in mc_client_answer.code. */
enum mc_code mc_client_code_of(const char *word);
/* jws: the signed withdrawal. */
void mc_client_withdraw(struct mc_client *client, const char *id, const char *jws,
			mc_client_done *done, void *ctx);
/* list: wire/reconcile.h, maybe packed in this content coding (NULL = not); so is the body of
 * the answer. */
void mc_client_reconcile(struct mc_client *client, struct mc_slice list, const char *coding,
			 mc_client_done *done, void *ctx);
const char *mc_client_terminal(const struct mc_client *client);
void mc_client_events(struct mc_client *client, int64_t after, mc_client_done *done, void *ctx);
/*
 * The packs of this name (wire/pack.h): body; or, when the tag is still the one that came
 * with the last list (etag; "" = there is none), status 304 and no body.
 */
void mc_client_catalogue(struct mc_client *client, const char *name, const char *etag,
			 mc_client_done *done, void *ctx);
/* body: the file's bytes; MC_E_NOT_FOUND. */
void mc_client_catalogue_file(struct mc_client *client, const char *name, const char *sha256,
			      mc_client_done *done, void *ctx);
/* Held: MC_OK; not held: MC_E_PARTS_MISSING. */
void mc_client_part_held(struct mc_client *client, const char *sha256, mc_client_done *done,
			 void *ctx);
/* tus OPTIONS: answer.tus_with_upload (creation-with-upload), answer.tus_sha256 (checksum). */
void mc_client_upload_options(struct mc_client *client, mc_client_done *done, void *ctx);
/* Bytes of a file. size: of the whole; MC_E_FILE_READ when it has another. */
struct mc_client_piece {
	const char *upload, *file;
	const char *sha256; /* of these bytes, base64: the server is to look at it; NULL */
	int64_t offset, length, size;
};
/*
 * tus creation: answer.location, a path; "" when there was none that can be one of ours.
 * with: the first bytes go with it, and answer.upload_offset tells how far they came; NULL.
 */
void mc_client_upload_new(struct mc_client *client, const char *sha256, int64_t size,
			  const struct mc_client_piece *with, mc_client_done *done, void *ctx);
/* tus HEAD: answer.upload_offset; MC_E_NOT_FOUND when the upload is gone. */
void mc_client_upload_offset(struct mc_client *client, const char *upload, mc_client_done *done,
			     void *ctx);
/* tus DELETE: nobody goes on with it. MC_E_NOT_FOUND when it is gone already. */
void mc_client_upload_end(struct mc_client *client, const char *upload, mc_client_done *done,
			  void *ctx);
/*
 * tus PATCH of length bytes of the file from offset: answer.upload_offset. MC_E_DIGEST_MISMATCH:
 * what arrived are not the bytes announced, in this piece, which was dropped, or in all, and
 * then the upload is gone.
 */
void mc_client_upload_send(struct mc_client *client, const struct mc_client_piece *piece,
			   mc_client_done *done, void *ctx);

#endif
