/* SPDX-License-Identifier: MPL-2.0 */
#include "support/journey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "motcua/store/supplement.h"
#include "motcua/wire/json.h"
#include "support/journey_programs.h"
#include "support/province.h"

enum { TRIES = 100 };

static struct {
	char ids[JOURNEY_DOSSIERS][MC_UUID_LEN];      /* of the dossiers in the data folder */
	char kept_ids[JOURNEY_DOSSIERS][MC_UUID_LEN]; /* in the kept ones */
} journey;

struct mc_desk *journey_desk(void)
{
	struct mc_desk_options options = {
		.data_dir = world_path("desk"), .gateway = journey_gateway_url(), .officer = OFFICER};
	struct mc_err why = {.detail = ""};
	struct mc_desk *desk;
	enum mc_code code = mc_desk_open(&options, &desk, &why);

	if (code) {
		fail_msg("the desk does not open: %s %s", mc_error_info(code)->code, why.detail);
	}
	return desk;
}

/* ---- the acts */
static void act_open(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "queue", "ledger", NULL);
}

static void act_found(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = journey_serve(fault);

	journey_end_serving(&serving, ret);
}

static void act_submit(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "dossier", "submit", journey.ids[0]);
}

static void act_another(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "dossier", "submit", journey.ids[1]);
}

void journey_carry(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = journey_serve_well();

	journey_run_courier(ret, fault);
	journey_end_well(&serving);
}

void journey_serve_couriers(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = journey_serve(fault);
	struct world_run run;

	for (int i = 0; i < 2; i++) {
		journey_run_courier(&run, NULL);
		world_run_done(&run);
	}
	journey_end_serving(&serving, ret);
}

static void finish_main(void);
static void finish_start(void);

static const struct {
	const char *name;
	void (*run)(const struct journey_fault *fault, struct world_run *ret);
	void (*finish)(void);
} acts[JOURNEY_ACTS] = {
	[JOURNEY_OPEN] = {"the desk's first start", act_open, finish_start},
	[JOURNEY_FOUND] = {"the gateway's first start", act_found, finish_start},
	[JOURNEY_SUBMIT] = {"submit with an attachment", act_submit, finish_main},
	[JOURNEY_ANOTHER] = {"submit", act_another, finish_main},
	[JOURNEY_CARRY] = {"the courier", journey_carry, finish_main},
	[JOURNEY_SERVE] = {"the gateway", journey_serve_couriers, finish_main},
	[JOURNEY_EXPORT] = {"export to a stick", errand_export, errand_finish_stick},
	[JOURNEY_TAKE_IN] = {"the gateway takes a stick in", errand_take_in, errand_finish_stick},
	[JOURNEY_BRING_BACK] = {"import of a return file", errand_bring_back, errand_finish_stick},
	[JOURNEY_WITHDRAW] = {"withdraw", errand_withdraw, errand_finish_withdrawal},
	[JOURNEY_CARRY_WITHDRAWAL] = {"the courier, for a withdrawal", journey_carry,
				      errand_finish_withdrawal},
	[JOURNEY_SERVE_WITHDRAWAL] = {"the gateway, for a withdrawal", journey_serve_couriers,
				      errand_finish_withdrawal},
	[JOURNEY_REBUILD] = {"rebuild", errand_rebuild, errand_finish_rebuild},
	[JOURNEY_SUPPLEMENT] = {"begin a supplement", later_begin_supplement,
				later_finish_supplement},
	[JOURNEY_SEAL_SUPPLEMENT] = {"submit a supplement", later_seal_supplement,
				     later_finish_supplement},
	[JOURNEY_CARRY_SUPPLEMENT] = {"the courier, for a supplement", journey_carry,
				      later_finish_supplement},
	[JOURNEY_SERVE_SUPPLEMENT] = {"the gateway, for a supplement", journey_serve_couriers,
				      later_finish_supplement},
	[JOURNEY_EXPORT_SUPPLEMENT] = {"export of a supplement", errand_export,
				       later_finish_supplement_by_stick},
	[JOURNEY_TAKE_IN_SUPPLEMENT] = {"the gateway takes a supplement from a stick",
					errand_take_in, later_finish_supplement_by_stick},
	[JOURNEY_BRING_BACK_SUPPLEMENT] = {"import of a supplement's receipt", errand_bring_back,
					   later_finish_supplement_by_stick},
	[JOURNEY_WITHDRAW_LATER] = {"withdraw what was received", later_withdraw,
				    later_finish_withdrawal_by_stick},
	[JOURNEY_EXPORT_WITHDRAWAL] = {"export of a withdrawal", errand_export,
				       later_finish_withdrawal_by_stick},
	[JOURNEY_TAKE_IN_WITHDRAWAL] = {"the gateway takes a withdrawal from a stick",
					errand_take_in, later_finish_withdrawal_by_stick},
	[JOURNEY_BRING_BACK_WITHDRAWAL] = {"import of a withdrawal's answer", errand_bring_back,
					   later_finish_withdrawal_by_stick},
	[JOURNEY_FOLLOW] = {"the courier, for events", journey_carry, finish_main},
};

const char *journey_act_name(enum journey_act act)
{
	return acts[act].name;
}

void journey_run(enum journey_act act, const struct journey_fault *fault,
		 struct journey_result *ret)
{
	journey_restore(act);
	memcpy(journey.ids, journey.kept_ids, sizeof(journey.ids));
	memset(journey_page(), 0, sizeof(struct shim_page));
	acts[act].run(fault, &ret->run);
	ret->calls = journey_page()->calls;
	ret->pieces = journey_page()->pieces;
	ret->piece = journey_page()->piece;
	ret->struck = journey_page()->struck;
	snprintf(ret->what, sizeof(ret->what), "%s", journey_page()->what);
}

/* ---- beginning */
static void make_folder(const char *name)
{
	assert_int_equal(mkdir(world_path(name), 0700), 0);
}

/* Submitting starts a courier: one that ends at once, so that ours is the only one. */
void journey_no_courier(void)
{
	static const char script[] = "#!/bin/sh\nexit 0\n";

	make_folder("bin");
	world_write(world_path("bin/motcua-courier"), script, sizeof(script) - 1);
	chmod(world_path("bin/motcua-courier"), 0700);
	setenv("MOTCUA_LIBEXEC", world_path("bin"), 1);
}

static void format_today(char ret[16])
{
	time_t now = time(NULL) + 7 * 3600; /* the office's day */

	strftime(ret, 16, "%d/%m/%Y", gmtime(&now));
}

void journey_answers(struct mc_str *to)
{
	struct mc_json_writer w;
	char today[16];

	format_today(today);
	mc_jw_init(&w, to);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_object(&w, "fields");
	for (size_t i = 0; i < province_answer_count; i++) {
		const char *id = province_answers[i][0];

		mc_jw_text(&w, id, strcmp(id, "child.born") ? province_answers[i][1] : today);
	}
	mc_jw_object_end(&w);
	mc_jw_object_end(&w);
}

void journey_fill(struct mc_work *work)
{
	char today[16];

	format_today(today);
	province_fill(work);
	assert_ok(mc_work_type(work, province_field(work, "child.born"), today, NULL));
}

void journey_fill_at_once(struct mc_work *work)
{
	struct mc_err why;
	char today[16];

	format_today(today);
	for (size_t i = 0; i < province_answer_count; i++) {
		assert_ok(mc_form_type(work->form, province_field(work, province_answers[i][0]),
				       province_answers[i][1], mc_clock_now(), &why));
	}
	assert_ok(mc_work_type(work, province_field(work, "child.born"), today, NULL));
}

void journey_write_scan(const char *path)
{
	enum { SCAN = 200 * 1024 };
	char *scan = mc_calloc(1, SCAN);
	uint64_t x = 0x9e3779b97f4a7c15;

	for (int i = 0; i < SCAN; i++) { /* xorshift64 */
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		scan[i] = (char)(x >> 56);
	}
	memcpy(scan, "%PDF-1.4\n", 9);
	world_write(path, scan, SCAN);
	free(scan);
}

static void make_draft(struct mc_desk *desk, bool with_paper, char ret_id[MC_UUID_LEN])
{
	struct mc_work *work;

	assert_ok(mc_work_new(desk, PROCEDURE, &work, NULL));
	journey_fill(work);
	if (with_paper) {
		journey_write_scan(world_path("giay.pdf"));
		assert_ok(mc_work_attach(work, "birth_notice", world_path("giay.pdf"), NULL));
	}
	strcpy(ret_id, work->id);
	mc_work_close(work);
}

static void make_drafts(void)
{
	struct mc_desk *desk = journey_desk();

	for (int i = 0; i < JOURNEY_DOSSIERS; i++) {
		make_draft(desk, i == 0, journey.ids[i]);
	}
	mc_desk_close(desk);
}

void journey_play(enum journey_act act)
{
	struct world_run run;

	journey_keep(act);
	acts[act].run(NULL, &run);
	if (run.status) {
		fail_msg("%s: status %d\n%s", acts[act].name, run.status, run.err);
	}
	world_run_done(&run);
}

/* Sealed already is fine. */
static void submit_again(struct mc_desk *desk, int which)
{
	struct mc_work *work = NULL;
	struct mc_err why = {.detail = ""};
	int64_t seq;
	enum mc_code code = mc_work_open(desk, journey_id(which), &work, &why);

	code = code ? code : mc_work_submit(work, &seq, &why);
	if (code && code != MC_E_DOSSIER_STATE) {
		fail_msg("submitting again: %s %s", mc_error_info(code)->code, why.detail);
	}
	mc_work_close(work);
}

static void submit_one(int which)
{
	struct mc_desk *desk = journey_desk();

	submit_again(desk, which);
	mc_desk_close(desk);
}

void journey_submit_again(void)
{
	struct mc_desk *desk = journey_desk();

	for (int i = 0; i < JOURNEY_DOSSIERS; i++) {
		submit_again(desk, i);
	}
	mc_desk_close(desk);
}

void journey_begin(void)
{
	assert_ok(mc_seal_init(NULL));
	world_begin();
	journey_no_courier();
	journey_open_page();
	make_folder("desk");
	make_folder("gateway");
	make_folder("stick");
	journey_play(JOURNEY_OPEN);
	journey_play(JOURNEY_FOUND);
	make_drafts();
	memcpy(journey.kept_ids, journey.ids, sizeof(journey.ids));
	submit_one(JOURNEY_DOSSIERS - 1);
	journey_play(JOURNEY_SUBMIT);
	journey_play(JOURNEY_ANOTHER);
	journey_keep(JOURNEY_SERVE);
	journey_play(JOURNEY_CARRY);
	journey_keep(JOURNEY_FOLLOW);
	later_begin();
	errand_begin();
}

void journey_end(void)
{
	journey_close_page();
	world_end();
}

const char *journey_id(int which)
{
	return journey.ids[which];
}

/* ---- finishing */
/* What was asked for is received: that the province goes on comes with a later event. */
static bool is_over(struct mc_mail *mail, const char *id)
{
	struct mc_vec supplements;
	struct mc_item item;
	int open = 0;

	mc_vec_init(&supplements, sizeof(struct mc_item), 8);
	assert_ok(mc_mail_item(mail, id, &item, NULL));
	assert_ok(mc_mail_supplements(mail, id, &supplements, NULL));
	MC_VEC_EACH (&supplements, struct mc_item, supplement) {
		open += mc_state_bucket(supplement->state) != MC_BUCKET_RECEIVED;
	}
	if (item.state == MC_STATE_NEEDS_SUPPLEMENT) {
		open += !supplements.len;
	} else {
		open += item.state != MC_STATE_FORWARDED && item.state != MC_STATE_IN_PROCESS &&
			item.state != MC_STATE_HELD && item.state != MC_STATE_REJECTED &&
			item.state != MC_STATE_WITHDRAWN;
	}
	mc_vec_done(&supplements);
	return !open;
}

/* The queue alone is opened: this is asked often. */
static bool all_over(void)
{
	struct mc_paths paths;
	struct mc_mail *mail;
	bool over = true;

	mc_paths_init(&paths, world_path("desk"));
	assert_ok(mc_mail_open(&paths, &mail, NULL));
	for (int i = 0; i < JOURNEY_DOSSIERS; i++) {
		over = over && is_over(mail, journey_id(i));
	}
	mc_mail_close(mail);
	mc_paths_done(&paths);
	return over;
}

void journey_carry_all(void)
{
	struct serving serving = journey_serve_well();
	struct world_run run;
	int tries = 0;

	do {
		journey_run_courier(&run, NULL);
		if (run.status && run.status != 75) {
			fail_msg("the courier: status %d\n%s", run.status, run.err);
		}
		world_run_done(&run);
	} while (!all_over() && ++tries < TRIES);
	journey_end_well(&serving);
}

static void start_again(void)
{
	struct world_run run;
	struct serving serving = journey_serve_well();

	journey_end_well(&serving);
	journey_run_desk(&run, NULL, "queue", "ledger", NULL);
	if (run.status) {
		fail_msg("the desk: status %d\n%s", run.status, run.err);
	}
	world_run_done(&run);
}

static void finish_main(void)
{
	journey_submit_again();
	journey_carry_all();
}

static void finish_start(void)
{
	start_again();
	make_drafts();
	finish_main();
}

void journey_finish(enum journey_act from)
{
	acts[from].finish();
}

enum journey_act journey_again(enum journey_act act)
{
	return act < JOURNEY_FOLLOW ? JOURNEY_FOLLOW : act;
}
