/* SPDX-License-Identifier: MPL-2.0 */
/* http_reply.c - what came of one exchange, in our codes; the head of its answer; its coding. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "net/http_call.h"
#include "net/tls_time.h"

enum { RETRY_AFTER_MAX = 60 * 60 /* seconds */ };

/* ---- what curl's results mean to us */
static const struct {
	CURLcode curl;
	enum mc_code code;
} meanings[] = {
	{CURLE_OPERATION_TIMEDOUT, MC_E_LINK_STALLED},
	{CURLE_PEER_FAILED_VERIFICATION, MC_E_LINK_CERT},
	{CURLE_SSL_ISSUER_ERROR, MC_E_LINK_CERT},
	{CURLE_SSL_CLIENTCERT, MC_E_LINK_CLIENT_CERT},
	{CURLE_SSL_CONNECT_ERROR, MC_E_LINK_SUSPECT},
	{CURLE_SSL_CACERT_BADFILE, MC_E_CA_FILE},
	{CURLE_SSL_CERTPROBLEM, MC_E_CA_FILE},
	{CURLE_WEIRD_SERVER_REPLY, MC_E_LINK_SUSPECT},
	{CURLE_UNSUPPORTED_PROTOCOL, MC_E_LINK_SUSPECT},
	{CURLE_WRITE_ERROR, MC_E_LINK_SUSPECT}, /* the reply is larger than any of ours */
	{CURLE_ABORTED_BY_CALLBACK, MC_E_FILE_READ}, /* only give_body() does */
};

/* Not every TLS library lets curl tell by a code of its own that the gateway closed for
 * want of a certificate; their alert's text does. */
static bool wants_client_cert(const char *text)
{
	return strstr(text, "ertificate required") || strstr(text, "ertificate is required");
}

static enum mc_code meaning_of(CURLcode result, const char *text)
{
	if (wants_client_cert(text)) {
		return MC_E_LINK_CLIENT_CERT;
	}
	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (meanings[i].curl == result) {
			return meanings[i].code;
		}
	}
	return MC_E_LINK_DOWN;
}

/* ---- reading the reply's head */
static void header_text(CURL *easy, const char *name, char *to, size_t size)
{
	struct curl_header *header;

	/* what does not fit is none of ours: as if it were not there */
	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
	    mc_copy(to, size, header->value)) {
		to[0] = '\0';
	}
}

static void read_head(struct mc_http_call *call)
{
	char offset[24] = "";
	long status = 0;
	curl_off_t value = 0;

	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	call->reply.status = (int)status;
	header_text(call->easy, "Content-Type", call->reply.content_type,
		    sizeof(call->reply.content_type));
	header_text(call->easy, "Location", call->reply.location, sizeof(call->reply.location));
	header_text(call->easy, "Tus-Resumable", call->reply.tus_version,
		    sizeof(call->reply.tus_version));
	header_text(call->easy, "Tus-Extension", call->reply.tus_extension,
		    sizeof(call->reply.tus_extension));
	header_text(call->easy, "Tus-Checksum-Algorithm", call->reply.tus_checksum,
		    sizeof(call->reply.tus_checksum));
	header_text(call->easy, "ETag", call->reply.etag, sizeof(call->reply.etag));
	header_text(call->easy, "Upload-Offset", offset, sizeof(offset));
	if (offset[0] && strspn(offset, "0123456789") == strlen(offset)) {
		call->reply.upload_offset = strtoll(offset, NULL, 10);
	}
	if (!curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &value) && value > 0) {
		call->reply.retry_after = (value < RETRY_AFTER_MAX ? value : RETRY_AFTER_MAX) *
					  MC_SECOND;
	}
}

static enum mc_code undo(const struct mc_http_coding *coding, struct mc_str *body,
			 struct mc_err *why)
{
	struct mc_str plain;
	enum mc_code code;

	mc_str_init(&plain, MC_HTTP_REPLY_MAX);
	code = coding->undo(mc_slice_of(body), &plain, why);
	if (!code) {
		mc_str_done(body);
		*body = plain;
	} else {
		mc_str_done(&plain);
	}
	return code;
}

/* What cannot be undone our gateway never sent. Nothing is a coding of nothing: HEAD. */
static void undo_coding(struct mc_http_call *call)
{
	const struct mc_http_coding *coding = call->http->codings;
	struct mc_err why = {.detail = "a coding that was not asked for"};
	char name[32] = "";

	header_text(call->easy, "Content-Encoding", name, sizeof(name));
	if (!name[0] || !call->reply.body.len) {
		return;
	}
	while (coding && coding->name && strcasecmp(coding->name, name) != 0) {
		coding++;
	}
	if (!coding || !coding->name || undo(coding, &call->reply.body, &why)) {
		mc_str_reset(&call->reply.body);
		call->reply.code = MC_E_LINK_SUSPECT;
		MC_COPY(call->reply.detail, why.detail);
	}
}

/* Dates are a matter of clocks; what is wrong with a certificate besides is that somebody else
 * shows it. A TLS library that does not tell leaves both open. */
static void judge_cert(struct mc_http_call *call)
{
	if (!tls_knows_dates()) {
		return;
	}
	if (tls_dates_alone(call->easy)) {
		call->reply.dates = call->http->endpoint->ca[0] != '\0';
	} else {
		call->reply.code = MC_E_LINK_OTHER_CERT;
	}
}

static bool is_of_tls(enum mc_code code)
{
	return code == MC_E_LINK_CERT || code == MC_E_LINK_OTHER_CERT ||
	       code == MC_E_LINK_CLIENT_CERT;
}

void mc_http_call_end(struct mc_http_call *call, CURLcode result)
{
	curl_off_t sent = 0;

	curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	call->reply.sent_bytes = sent;
	if (result == CURLE_OK && !call->head_whole) {
		result = CURLE_PARTIAL_FILE;
	}
	if (result == CURLE_OK) {
		read_head(call);
		undo_coding(call);
		return;
	}
	call->reply.code = meaning_of(result, call->error);
	if (call->reply.code == MC_E_LINK_CERT) {
		judge_cert(call);
	}
	/* what is wrong with a certificate curl says in its longer text only; of others that
	 * text could name our paths */
	MC_COPY(call->reply.detail, is_of_tls(call->reply.code) && call->error[0] ?
					    call->error : curl_easy_strerror(result));
}
