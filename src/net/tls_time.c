/* SPDX-License-Identifier: MPL-2.0 */
/* tls_time.c - the dates of certificates; the only file that knows OpenSSL, curl's library. */
#include "net/tls_time.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

#include "motcua/base/clock.h"
#include "net/http_call.h"

bool tls_knows_dates(void)
{
	const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;

	return library && !strncmp(library, "OpenSSL/", strlen("OpenSSL/"));
}

CURLcode tls_set_time(CURL *easy, void *ssl_ctx, void *ctx)
{
	const struct mc_http_call *call = ctx;
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ssl_ctx);
	int64_t now = mc_clock_now() + call->http->clock_offset;

	(void)easy;
	if (call->any_date) {
		X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
	} else {
		/* the last argument: a library with a shorter time_t finds the lower half there */
		X509_VERIFY_PARAM_set_time(param, (time_t)(now / MC_SECOND));
	}
	return CURLE_OK;
}

bool tls_dates_alone(CURL *easy)
{
	long result = X509_V_OK;

	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
	return result == X509_V_ERR_CERT_NOT_YET_VALID || result == X509_V_ERR_CERT_HAS_EXPIRED;
}
