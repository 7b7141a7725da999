/* SPDX-License-Identifier: MPL-2.0 */
/*
 * catalogues.c - newer packs of the catalogue (FORMATS 15), when nothing else is to be sent.
 *
 * A hello says by a word whether there is one; so an idle courier asks once a day. Of a
 * newer pack only those files are fetched that are neither shipped nor here, each kept
 * as soon as it came: a line that breaks costs one file. Nothing is believed for the desk,
 * which verifies again; but what is not the gateway's is refused here already, and told.
 */
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/trust/statement.h"
#include "sync/engine.h"
#include "sync/packs.h"

#define HELLO_EVERY MC_DAY
#define HELLO_SPREAD MC_HOUR /* a whole province asks at other minutes */
#define HELLO_AGAIN MC_HOUR  /* the one of the day did not come through, or a pack was refused */

static enum mc_pack_name name_of(const struct mc_engine *engine)
{
	return (enum mc_pack_name)engine->packs.name;
}

/* ---- what becomes of it, as rows that the desk reads */

static void set_row(struct mc_engine *engine, const char *key, const char *value)
{
	struct mc_str old;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&old, 256);
	code = mc_mail_get(engine->with.mail, key, &old, &why);
	if (!code && strcmp(old.data, value) != 0) {
		code = mc_mail_set(engine->with.mail, key, value, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
	mc_str_done(&old);
}

static void set_row_of(struct mc_engine *engine, const char *what, const char *value)
{
	char key[40];

	snprintf(key, sizeof(key), "%s %s", what, mc_pack_word(name_of(engine)));
	set_row(engine, key, value);
}

static void begin(struct pack_job *job, int name)
{
	job->name = name;
	mc_str_reset(&job->list);
	mc_vec_reset(&job->missing);
}

/* The word is kept when there is nothing left to ask again for. */
static void go_on(struct mc_engine *engine)
{
	struct pack_job *job = &engine->packs;

	begin(job, job->name + 1);
	if (job->name == MC_PACK_COUNT) {
		job->wanted = false;
		set_row(engine, "packs", job->refused ? "" : job->word);
	}
}

/* This one stays as it is; the others go on, and the dossiers are not concerned. */
static void refuse(struct mc_engine *engine, enum mc_code cause)
{
	char value[48], at[MC_TIME_LEN];

	mc_time_format(mc_clock_now(), at);
	snprintf(value, sizeof(value), "%s %s", mc_error_info(cause)->code, at);
	set_row_of(engine, "packs_refused", value);
	engine->packs.refused = true;
	engine->packs.again = engine->packs.hello_next = mc_clock_mono() + HELLO_AGAIN;
	go_on(engine);
	engine_changed(engine);
}

/* ---- the list */

static void note_missing(void *ctx, const struct mc_pack *pack)
{
	struct mc_engine *engine = ctx;

	MC_VEC_EACH(&pack->files, const struct mc_pack_file, file) {
		struct mc_pack_file *to = NULL;

		if (!packs_has(engine->with.paths, name_of(engine), file) &&
		    !packs_names(&engine->packs.missing, file->sha256)) {
			to = mc_vec_push(&engine->packs.missing);
		}
		if (to) {
			*to = *file;
		}
	}
}

/* An old list that is played again must not take the place of the newer one. */
static bool is_older(struct mc_engine *engine, int64_t at)
{
	struct mc_str held;
	int64_t held_at = 0;
	bool older;

	mc_str_init(&held, PACKS_LIST_MAX);
	older = packs_held(engine->with.paths, name_of(engine), &held) &&
		!packs_judge(engine->with.keyring, name_of(engine), mc_slice_of(&held), NULL, NULL,
			     &held_at, NULL) &&
		at < held_at;
	mc_str_done(&held);
	return older;
}

static void take_list(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_slice list = mc_slice_of(answer->body);
	struct mc_err why;
	int64_t at = 0;
	enum mc_code code = packs_judge(engine->with.keyring, name_of(engine), list, note_missing,
					engine, &at, &why);

	if (code) {
		refuse(engine, code);
	} else if (is_older(engine, at)) {
		refuse(engine, MC_E_PACK_OLD);
	} else if (!at) {
		go_on(engine); /* none was published under this name */
	} else {
		mc_str_add(&engine->packs.list, list.data, list.len);
		MC_COPY(engine->packs.etag, answer->etag);
	}
}

static void list_came(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->packs.out = false;
	if (engine_note(engine, answer)) {
		if (answer->code || answer->status == 304) {
			go_on(engine); /* the newest is here, or this gateway has no packs */
		} else {
			take_list(engine, answer);
		}
	}
	engine_again(engine);
}

static void ask_list(struct mc_engine *engine)
{
	char key[40];
	struct mc_str etag;
	struct mc_err why;
	enum mc_code code = MC_OK;

	mc_str_init(&etag, 64);
	snprintf(key, sizeof(key), "packs_etag %s", mc_pack_word(name_of(engine)));
	if (packs_held(engine->with.paths, name_of(engine), NULL)) {
		code = mc_mail_get(engine->with.mail, key, &etag, &why);
	} /* else the tag would be all that is held */
	if (code) {
		engine_fault(engine, code, &why);
	} else {
		engine->packs.out = true;
		mc_client_catalogue(engine->with.client, mc_pack_word(name_of(engine)), etag.data,
				    list_came, engine);
	}
	mc_str_done(&etag);
}

/* All files are here: the list takes its place, and the desk may look. */
static void finish(struct mc_engine *engine)
{
	struct mc_slice list = mc_slice_of(&engine->packs.list);
	struct mc_err why;
	enum mc_code code = packs_keep(engine->with.paths, name_of(engine), PACKS_LIST, list, &why);

	if (code) {
		refuse(engine, code);
		return;
	}
	packs_sweep(engine->with.paths, engine->with.keyring, name_of(engine), list);
	set_row_of(engine, "packs_etag", engine->packs.etag);
	set_row_of(engine, "packs_refused", "");
	go_on(engine);
	engine_changed(engine);
}

/* ---- the files, the last one first */

static void take_file(struct mc_engine *engine, struct mc_slice bytes)
{
	struct mc_vec *missing = &engine->packs.missing;
	const struct mc_pack_file *file = mc_vec_at(missing, missing->len - 1);
	char sha256[MC_SHA256_HEX], name[PACKS_NAME_LEN];
	struct mc_err why;
	enum mc_code code = MC_OK;

	mc_sha256_hex(bytes, sha256);
	packs_file_name(file, name);
	if (strcmp(sha256, file->sha256) != 0) {
		code = MC_E_PACK_DAMAGED;
	}
	code = code ? code : packs_keep(engine->with.paths, name_of(engine), name, bytes, &why);
	if (code) {
		refuse(engine, code);
	} else {
		missing->len--;
	}
}

static void file_came(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->packs.out = false;
	if (engine_note(engine, answer)) {
		if (answer->code) {
			refuse(engine, MC_E_PACK_DAMAGED); /* named, and not there */
		} else {
			take_file(engine, mc_slice_of(answer->body));
		}
	}
	engine_again(engine);
}

static void ask_file(struct mc_engine *engine)
{
	const struct mc_vec *missing = &engine->packs.missing;
	const struct mc_pack_file *file = mc_vec_at(missing, missing->len - 1);

	engine->packs.out = true;
	mc_client_catalogue_file(engine->with.client, mc_pack_word(name_of(engine)), file->sha256,
				 file_came, engine);
}

/* ---- when */

void engine_packs_init(struct pack_job *job)
{
	mc_str_init(&job->list, PACKS_LIST_MAX);
	mc_vec_init(&job->missing, sizeof(struct mc_pack_file), MC_PACKS_MAX * MC_PACK_FILES_MAX);
}

void engine_packs_done(struct pack_job *job)
{
	mc_str_done(&job->list);
	mc_vec_done(&job->missing);
}

void engine_packs_hello(struct mc_engine *engine)
{
	engine->packs.hello_next = mc_clock_mono() + HELLO_AGAIN;
}

static bool is_news(struct mc_engine *engine, const char *told)
{
	struct mc_str known;
	struct mc_err why;
	bool news = false;
	enum mc_code code;

	mc_str_init(&known, 64);
	code = mc_mail_get(engine->with.mail, "packs", &known, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else {
		news = told[0] && strcmp(told, known.data) != 0;
	}
	mc_str_done(&known);
	return news;
}

void engine_packs_told(struct mc_engine *engine, const char *told)
{
	struct pack_job *job = &engine->packs;
	bool same = !strcmp(told, job->word);
	int64_t now = mc_clock_mono();

	if (job->refused && same && now < job->again) {
		return; /* the same that was no good just now; hello_next stands */
	}
	job->hello_next = now + HELLO_EVERY + (int64_t)mc_rand_below(HELLO_SPREAD);
	if (job->wanted && same) {
		return; /* it goes on where the line broke */
	}
	MC_COPY(job->word, told);
	job->wanted = is_news(engine, told);
	job->refused = false;
	begin(job, 0);
}

static void ask_next(struct mc_engine *engine)
{
	struct pack_job *job = &engine->packs;

	if (job->list.len && !job->missing.len) {
		finish(engine);
	}
	if (job->wanted && job->list.len) {
		ask_file(engine);
	} else if (job->wanted) {
		ask_list(engine);
	}
}

void engine_packs(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct pack_job *job = &engine->packs;

	if (job->wanted && now < engine->bulk_from) {
		engine_sooner(wake, engine->bulk_from);
	} else if (job->wanted && !engine_bulk_out(engine)) {
		ask_next(engine);
	} else if (!job->wanted && now >= job->hello_next && mc_engine_idle(engine)) {
		engine_hello(engine);
	}
	engine_sooner(wake, job->hello_next > now ? job->hello_next : -1);
}
