/* SPDX-License-Identifier: MPL-2.0 */
/*
 * said.c - what the gateway said of a dossier, judged anew from the signed bytes.
 *
 * mail.db is the courier's too, and the courier is trusted for availability only: a
 * signature alone is not enough, the statement must be about the very record that this
 * terminal signed.
 */

#include <stdlib.h>
#include <string.h>

#include "desk/said.h"
#include "motcua/base/mem.h"
#include "motcua/seal/pack.h"
#include "motcua/trust/own.h"
#include "motcua/trust/statement.h"

enum { SAID_MAX = 200 };

/* ---- judging */

/* Our own word of what was sealed, by our own signature. */
enum mc_code said_record(struct mc_desk *desk, const char *id, struct mc_record *ret,
			 struct mc_err *why)
{
	struct mc_str jws, manifest;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&manifest, MC_JSON_MAX);
	code = mc_mail_item_record(desk->mail, id, &jws, &manifest, why);
	if (!code) {
		code = desk_prove_keys(desk, why);
	}
	if (!code) {
		code = mc_own_record(&desk->keys.verify, mc_slice_of(&jws), ret, NULL, why);
	}
	if (!code && strcmp(ret->id, id)) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "the record of another dossier");
	}
	mc_str_done(&jws);
	mc_str_done(&manifest);
	return code;
}

/* A refusal names what the gateway holds instead: the same id, or the same place. */
static bool is_refusal_of(const struct mc_outer *outer, const struct mc_record *record)
{
	bool same_id = !strcmp(outer->id, record->id);
	bool same_place = outer->seq == record->seq && !strcmp(outer->epoch, record->epoch);

	return !strcmp(outer->kind, "refusal") && !strcmp(outer->terminal, record->terminal) &&
	       (same_id || same_place);
}

static bool bears_out(struct mc_desk *desk, const struct mc_record *record, const char *kind,
		      struct mc_slice outer, struct mc_slice inner, struct mc_outer *ret)
{
	return desk_ring(desk) &&
	       !mc_statement_verify(desk->keyring, outer, kind, inner, ret, NULL) &&
	       (is_refusal_of(ret, record) || !mc_statement_about(ret, record, NULL));
}

/* ---- what was said */
static bool read_notice(struct mc_desk *desk, struct mc_slice inner, struct mc_notice *ret)
{
	struct mc_str plain;
	bool good;

	mc_str_init(&plain, MC_JSON_MAX);
	good = inner.len && !mc_pack_open(desk->keys.open, inner, &plain, NULL) &&
	       !mc_notice_parse(mc_slice_of(&plain), ret, NULL);
	mc_str_wipe(&plain);
	return good;
}

bool said_outer(struct mc_desk *desk, const struct mc_record *record,
		const struct mc_mail_event *event, struct mc_outer *ret)
{
	return bears_out(desk, record, event->kind, mc_slice_of(&event->outer),
			 mc_slice_of(&event->inner), ret);
}

bool said_notice(struct mc_desk *desk, const struct mc_record *record,
		 const struct mc_mail_event *event, struct mc_notice *ret)
{
	struct mc_outer statement;

	memset(ret, 0, sizeof(*ret));
	return said_outer(desk, record, event, &statement) &&
	       read_notice(desk, mc_slice_of(&event->inner), ret);
}

static void open_notice(struct mc_desk *desk, struct mc_slice inner, struct mc_dossier_said *said)
{
	struct mc_notice *notice = mc_calloc(1, sizeof(*notice));

	if (read_notice(desk, inner, notice)) {
		MC_COPY(said->official_number, notice->official_number);
		MC_COPY(said->text, notice->text);
		MC_COPY(said->branch_number, notice->branch_number);
		said->deadline = notice->deadline;
		said->due = notice->due;
		said->step_at = notice->step_at;
		said->verifies = notice->verifies;
	}
	explicit_bzero(notice, sizeof(*notice));
	free(notice);
}

/* record NULL: nothing that it could be about, so it is shown as not verified. */
static void take_statement(struct mc_desk *desk, const struct mc_record *record,
			   const struct mc_mail_event *event, struct mc_dossier_said *said)
{
	struct mc_slice outer = mc_slice_of(&event->outer), inner = mc_slice_of(&event->inner);
	struct mc_outer statement;

	MC_COPY(said->kind, event->kind);
	said->at = event->at;
	if (mc_jws_kid(outer, event->kind, said->kid, NULL)) {
		said->kid[0] = '\0';
	}
	if (record && bears_out(desk, record, event->kind, outer, inner, &statement)) {
		said->verified = true;
		said->at = statement.at;
		MC_COPY(said->outcome, statement.outcome);
		MC_COPY(said->branch, statement.branch);
		MC_COPY(said->branch_outcome, statement.branch_outcome);
		open_notice(desk, inner, said);
	}
}

enum mc_code mc_dossier_said(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_vec events;
	struct mc_record record;
	bool known = !said_record(desk, id, &record, NULL);
	enum mc_code code;

	mc_vec_init(&events, sizeof(struct mc_mail_event), SAID_MAX);
	code = mc_mail_events(desk->mail, id, &events, why);
	MC_VEC_EACH(&events, struct mc_mail_event, event) {
		struct mc_dossier_said *said = mc_vec_push(ret);

		if (!said) {
			break;
		}
		take_statement(desk, known ? &record : NULL, event, said);
	}
	mc_mail_events_done(&events);
	return code;
}

enum mc_code mc_dossier_receipt(struct mc_desk *desk, const char *id, struct mc_str *ret_jws,
				struct mc_err *why)
{
	char kid[MC_KID_LEN];
	struct mc_str inner;
	enum mc_code code;

	mc_str_init(&inner, MC_JSON_MAX);
	code = mc_mail_item_receipt(desk->mail, id, ret_jws, &inner, why);
	mc_str_done(&inner);
	if (!code && mc_jws_kid(mc_slice_of(ret_jws), "receipt", kid, NULL)) {
		mc_str_reset(ret_jws); /* what came is a rejection */
		code = mc_fail(why, MC_E_NOT_FOUND, "no receipt");
	}
	return code;
}

bool said_bears_out(struct mc_desk *desk, const char *id, int64_t seq, const char *kind)
{
	struct mc_str outer, inner;
	struct mc_outer statement;
	struct mc_record record;
	bool holds;

	mc_str_init(&outer, MC_JWS_MAX);
	mc_str_init(&inner, MC_JSON_MAX);
	holds = !mc_mail_item_receipt(desk->mail, id, &outer, &inner, NULL) &&
		!said_record(desk, id, &record, NULL) && record.seq == seq &&
		bears_out(desk, &record, kind, mc_slice_of(&outer), mc_slice_of(&inner),
			  &statement);
	mc_str_done(&outer);
	mc_str_done(&inner);
	return holds;
}
