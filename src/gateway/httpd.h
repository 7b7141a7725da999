/* SPDX-License-Identifier: MPL-2.0 */
/*
 * httpd.h - HTTP/1.1 as a guest of the loop; libmicrohttpd ends here.
 *
 * A request is matched with a table of routes, its body gathered up to the route's
 * limit (or handed over piece by piece), and answered once. What does not fit is
 * answered as a problem (RFC 9457) after the rest of the body was read and dropped,
 * so that the client sees the answer and not a broken connection.
 */
#ifndef GATEWAY_HTTPD_H
#define GATEWAY_HTTPD_H

#include "motcua/base/loop.h"
#include "motcua/base/str.h"
#include "motcua/base/vec.h"

struct mc_request;

/* The words of docs/FORMATS.md 3, with their usual status and a plain English title. */
#define MC_PROBLEMS(X)                                                            \
	X(BAD_REQUEST, "bad-request", 400, "The request is not understood")       \
	X(NOT_FOUND, "not-found", 404, "There is nothing here")                   \
	X(METHOD, "bad-request", 405, "This method is not for this address")      \
	X(TERMINAL_UNKNOWN, "terminal-unknown", 403, "The terminal is not known") \
	X(TERMINAL_REVOKED, "terminal-revoked", 403, "The terminal was revoked")  \
	X(TERMINAL_TAKEN, "terminal-taken", 409, "The id belongs to other keys")  \
	X(ENROL_CODE, "enrol-code", 403, "A valid enrolment code is needed")      \
	X(IN_PROGRESS, "in-progress", 409, "The same thing is under way")         \
	X(PARTS_MISSING, "parts-missing", 409, "Parts are not held here")         \
	X(SEQ_TAKEN, "seq-taken", 409, "The running number belongs to another dossier") \
	X(WITHDRAWN, "withdrawn", 410, "The dossier was withdrawn")               \
	X(SETTLED, "settled", 409, "The dossier has come to its end")             \
	X(DIGEST_MISMATCH, "digest-mismatch", 422, "Other content is held under this id") \
	X(REJECTED, "rejected", 422, "The dossier was rejected")                  \
	X(PART_DIGEST, "digest-mismatch", 460, "The bytes are not those announced") \
	X(NO_ROOM, "in-progress", 429, "Too much of this terminal is under way")  \
	X(TUS_VERSION, "bad-request", 412, "Only tus 1.0.0 is spoken here")       \
	X(TOO_LARGE, "too-large", 413, "The body is larger than allowed")         \
	X(TYPE, "unsupported-type", 415, "The content type is not the expected one") \
	X(UPGRADE, "upgrade-required", 426, "The gateway does not know this version") \
	X(BUSY, "busy", 503, "Busy; come again")                                  \
	X(INTERNAL, "internal", 500, "A fault in the gateway")

enum mc_problem_kind {
#define X(name, word, status, title) MC_PROBLEM_##name,
	MC_PROBLEMS(X)
#undef X
	MC_PROBLEM_COUNT
};

/* A body taken piece by piece. When begin or piece has answered, the rest is dropped. */
struct mc_body_ops {
	void (*begin)(void *ctx, struct mc_request *request);
	/* false: give the connection up */
	bool (*piece)(void *ctx, struct mc_request *request, struct mc_slice bytes);
	/* Always last, also when the connection broke before answer. */
	void (*end)(void *ctx, struct mc_request *request);
};

struct mc_route {
	const char *method, *path; /* "{}" stands for one part of the path, at most twice */
	const char *type;          /* the demanded content type, or two: "a|b"; NULL = any or none */
	size_t body_max;           /* of a gathered body, in bytes */
	void (*answer)(void *ctx, struct mc_request *request);
	const struct mc_body_ops *body; /* NULL = gathered */
};

struct mc_header {
	const char *name; /* static */
	char value[128];
};

struct MHD_Connection;

enum { MC_ARGUMENTS = 2, MC_ARGUMENT_LEN = 80 };

struct mc_request {
	const struct mc_route *route; /* NULL: none fits, the problem is set */
	char argument[MC_ARGUMENT_LEN]; /* what stood at "{}" */
	char second[MC_ARGUMENT_LEN];	/* at the next one; "" */
	struct mc_str body;
	void *state; /* of mc_body_ops */
	/* the answer; status 0 = none yet */
	int status;
	const char *type; /* NULL = no body */
	struct mc_str reply;
	struct mc_header headers[8];
	int header_count;
	/* httpd's own */
	struct MHD_Connection *connection;
	size_t dropped, gathered;
};

/* A header or query argument; NULL when absent. Borrowed. */
const char *mc_request_header(const struct mc_request *request, const char *name);
const char *mc_request_query(const struct mc_request *request, const char *name);
/* The declared length of the body; 0 when there is none, -1 when it is chunked or odd. */
int64_t mc_request_length(const struct mc_request *request);
/* Is the content type this one, whatever parameters it has? */
bool mc_request_is_type(const struct mc_request *request, const char *type);

void mc_answer_header(struct mc_request *request, const char *name, const char *fmt, ...)
	MC_PRINTF(3, 4);
/* The body is what stands in request->reply. */
void mc_answer_json(struct mc_request *request, int status);
/* The gathered body as it was before it was packed; what cannot be undone is answered. */
void mc_request_unpack(struct mc_request *request);
/* Packs what was answered, for a client that says how. */
void mc_answer_squeeze(struct mc_request *request);
void mc_answer_empty(struct mc_request *request, int status);
/* outer and inner of a signed statement, and parts, may be NULL or empty. */
void mc_answer_problem(struct mc_request *request, enum mc_problem_kind problem, const char *outer,
		       struct mc_slice inner, const struct mc_vec *parts);
#define mc_answer_plain_problem(request, problem) \
	mc_answer_problem((request), (problem), NULL, (struct mc_slice){"", 0}, NULL)
/* The problem that an error of ours is to the client; logs what is ours to mend. */
void mc_answer_error(struct mc_request *request, enum mc_code code, const struct mc_err *why);

/* What peers may take, whoever they are. */
struct mc_httpd_limits {
	unsigned connections, per_address; /* per_address 0: no limit of its own */
	unsigned first_seconds; /* until a new connection has made its request */
	size_t gathered; /* bytes of all bodies that are being gathered, together */
};
#define MC_HTTPD_CONNECTIONS 200
#define MC_HTTPD_PER_ADDRESS 64 /* an office's desks may all have one address */
/* What a peer's first request may stand still for is what the client gives the way there. */
#define MC_HTTPD_LIMITS                                                       \
	((struct mc_httpd_limits){MC_HTTPD_CONNECTIONS, MC_HTTPD_PER_ADDRESS, 30, \
				  (size_t)64 * 1024 * 1024})

/* PEM texts; cert NULL = plain HTTP. */
struct mc_httpd_tls {
	const char *cert, *key, *client_ca;
};

struct mc_httpd;
/* fd: a listening socket, the httpd's from now on. routes end with a NULL method. */
enum mc_code mc_httpd_open(struct mc_loop *loop, int fd, const struct mc_httpd_tls *tls,
			   const struct mc_httpd_limits *limits, const struct mc_route *routes, void *ctx, struct mc_httpd **ret,
			   struct mc_err *why) MC_CHECKED;
void mc_httpd_close(struct mc_httpd *httpd);

#endif
