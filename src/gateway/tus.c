/* SPDX-License-Identifier: MPL-2.0 */
/* tus.c - the headers of tus 1.0.0. */
#include "gateway/tus.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/checksum.h"
#include "gateway/parts.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"

#define TUS "1.0.0"

/* RFC 9110's date: its words are English whatever the locale is. */
void mc_tus_expiry(struct mc_request *request, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(at / MC_SECOND);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	mc_answer_header(request, "Upload-Expires", "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
			 days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
			 tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void mc_tus_offset(struct mc_request *request, int64_t offset)
{
	mc_answer_header(request, "Upload-Offset", "%lld", (long long)offset);
}

bool mc_tus_spoken(struct mc_request *request)
{
	const char *version = mc_request_header(request, "Tus-Resumable");

	mc_answer_header(request, "Tus-Resumable", TUS);
	mc_answer_header(request, "Cache-Control", "no-store");
	if (version && !strcmp(version, TUS)) {
		return true;
	}
	mc_answer_header(request, "Tus-Version", TUS);
	mc_answer_plain_problem(request, MC_PROBLEM_TUS_VERSION);
	return false;
}

bool mc_tus_metadata(const char *line, const char *key, char *ret, size_t size)
{
	size_t len = strlen(key);
	struct mc_str value;
	bool good = false;

	while (line && *line) {
		line += strspn(line, ", ");
		if (!strncmp(line, key, len) && line[len] == ' ') {
			line += len + 1;
			mc_str_init(&value, size - 1);
			good = mc_base64_decode((struct mc_slice){line, strcspn(line, ", ")},
						&value) &&
			       strlen(value.data) == value.len && !mc_copy(ret, size, value.data);
			mc_str_done(&value);
			return good;
		}
		line += strcspn(line, ",");
	}
	return false;
}

bool mc_tus_number(const char *text, int64_t *ret)
{
	if (!text || !*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 15) {
		return false;
	}
	*ret = strtoll(text, NULL, 10);
	return true;
}

void mc_route_upload_options(void *ctx, struct mc_request *request)
{
	(void)ctx;
	mc_answer_header(request, "Tus-Resumable", TUS);
	mc_answer_header(request, "Tus-Version", TUS);
	mc_answer_header(request, "Tus-Extension",
			 "creation,creation-with-upload,expiration,termination,checksum");
	mc_answer_header(request, "Tus-Checksum-Algorithm", MC_CHECKSUM_ALGORITHMS);
	mc_answer_header(request, "Tus-Max-Size", "%d", MC_PART_LIMIT);
	mc_answer_empty(request, 204);
}
