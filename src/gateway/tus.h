/* SPDX-License-Identifier: MPL-2.0 */
/* tus.h - the headers of tus 1.0.0, read and written. */
#ifndef GATEWAY_TUS_H
#define GATEWAY_TUS_H

#include "gateway/httpd.h"

/* Every request but OPTIONS names the version, and every answer does. False: it is answered. */
bool mc_tus_spoken(struct mc_request *request);
void mc_tus_offset(struct mc_request *request, int64_t offset);
void mc_tus_expiry(struct mc_request *request, int64_t at);
/* A value of Upload-Metadata ("key base64,key base64"); false when it is not there, or too long. */
bool mc_tus_metadata(const char *line, const char *key, char *ret, size_t size);
bool mc_tus_number(const char *text, int64_t *ret);

#endif
