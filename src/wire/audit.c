/* SPDX-License-Identifier: MPL-2.0 */
/* audit.c - the audit's entry (FORMATS 10): who did what, without a citizen's data. */
#include "motcua/wire/message.h"

void mc_audit_format(int64_t at, const char *act, const char *officer_hex, const char *ref,
		     const char *procedure, const char *outcome, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_time(&w, "at", at);
	mc_jw_text(&w, "act", act);
	mc_jw_text_if(&w, "officer", officer_hex);
	mc_jw_text_if(&w, "ref", ref);
	mc_jw_text_if(&w, "procedure", procedure);
	mc_jw_text_if(&w, "outcome", outcome);
	mc_jw_object_end(&w);
}
