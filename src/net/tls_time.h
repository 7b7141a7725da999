/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tls_time.h - by which time a certificate's dates are looked at, and whether they were what was
 * wrong with it. curl has no options for that: its TLS library is asked, when it is OpenSSL.
 */
#ifndef NET_TLS_TIME_H
#define NET_TLS_TIME_H

#include <curl/curl.h>
#include <stdbool.h>

/* The functions below can be used. */
bool tls_knows_dates(void);
/* CURLOPT_SSL_CTX_FUNCTION; ctx: the struct mc_http_call. */
CURLcode tls_set_time(CURL *easy, void *ssl_ctx, void *ctx);
/* CURLE_PEER_FAILED_VERIFICATION: its chain leads to an authority of ours, and the first thing
 * that is wrong is a date. (Whether the name is right, too, is seen only when the dates are.) */
bool tls_dates_alone(CURL *easy);

#endif
