/* SPDX-License-Identifier: MPL-2.0 */
/*
 * journey_later.c - what happens to a dossier after it was received: the province asks for a
 * supplement, which goes by wire or by stick; or it is taken back, and there is no link.
 */
#include <string.h>
#include <unistd.h>

#include "motcua/store/supplement.h"
#include "support/journey_programs.h"
#include "support/province.h"

enum { ASKED = 0 /* the dossier that something is asked of */, TRIES = 100, A_MOMENT = 100000 };

static char begun[MC_UUID_LEN]; /* the supplement that was begun in the kept folders */

/* ---- the acts */
void later_begin_supplement(const struct journey_fault *fault, struct world_run *ret)
{
	char attach[4200];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      journey_gateway_url(), "--officer", OFFICER, "dossier", "supplement",
			      journey_id(ASKED), "--from", world_path("more.json"), "--attach",
			      attach, NULL};

	snprintf(attach, sizeof(attach), "birth_notice=%s", world_path("them.pdf"));
	journey_run_program(ret, argv, fault);
}

void later_seal_supplement(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "dossier", "submit", begun);
}

void later_withdraw(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "dossier", "withdraw", journey_id(ASKED));
}

/* ---- finishing: an officer goes on with what he finds */

/* Its paper is attached once, however often it was begun. */
static void complete(struct mc_work *work)
{
	int64_t seq;

	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0987654321", NULL));
	if (!work->attachments.len) {
		assert_ok(mc_work_attach(work, "birth_notice", world_path("them.pdf"), NULL));
	}
	assert_ok(mc_work_submit(work, &seq, NULL));
}

/* Somebody sealed it already, or it was even received. */
static bool is_done(enum mc_code code)
{
	return code == MC_E_SUPPLEMENT_WAITS || code == MC_E_DOSSIER_STATE;
}

static void supplement_again(void)
{
	struct mc_desk *desk = journey_desk();
	struct mc_work *work = NULL;
	struct mc_err why = {.detail = ""};
	enum mc_code code = mc_dossier_supplement(desk, journey_id(ASKED), &work, &why);

	if (!code) {
		complete(work);
	} else if (!is_done(code)) {
		fail_msg("supplement: %s %s", mc_error_info(code)->code, why.detail);
	}
	mc_work_close(work);
	mc_desk_close(desk);
}

void later_finish_supplement(void)
{
	supplement_again();
	journey_carry_all();
}

static void there_and_back(void)
{
	struct world_run run;

	errand_export(NULL, &run);
	errand_expect(&run, "export");
	world_run_done(&run);
	errand_there_and_back();
}

static enum mc_state state_of(const char *id)
{
	struct mc_desk *desk = journey_desk();
	struct mc_item item;

	assert_ok(mc_mail_item(desk->mail, id, &item, NULL));
	mc_desk_close(desk);
	return item.state;
}

static enum mc_state state_of_supplement(void)
{
	struct mc_desk *desk = journey_desk();
	struct mc_vec items;
	enum mc_state state;

	mc_vec_init(&items, sizeof(struct mc_item), 8);
	assert_ok(mc_mail_supplements(desk->mail, journey_id(ASKED), &items, NULL));
	assert_int_equal(items.len, 1);
	state = ((struct mc_item *)mc_vec_at(&items, 0))->state;
	mc_vec_done(&items);
	mc_desk_close(desk);
	return state;
}

/* The stick alone brings it there and its receipt back. */
void later_finish_supplement_by_stick(void)
{
	supplement_again();
	there_and_back();
	assert_string_equal(mc_state_name(state_of_supplement()), "RECEIPTED");
	journey_carry_all();
}

void later_finish_withdrawal_by_stick(void)
{
	struct world_run run;

	if (state_of(journey_id(ASKED)) != MC_STATE_WITHDRAWN) {
		later_withdraw(NULL, &run);
		errand_expect(&run, "withdraw");
		world_run_done(&run);
	}
	there_and_back();
	assert_string_equal(mc_state_name(state_of(journey_id(ASKED))), "WITHDRAWN");
	journey_carry_all();
}

/* ---- beginning: one dossier is in process, and the province asks */
static void carry_until(enum mc_state state)
{
	struct serving serving = journey_serve_well();
	struct world_run run;
	int tries = 0;

	do {
		usleep(A_MOMENT); /* the demo's province takes its time */
		journey_run_courier(&run, NULL);
		world_run_done(&run);
		assert_true(++tries < TRIES);
	} while (state_of(journey_id(ASKED)) != state);
	journey_end_well(&serving);
}

static void ask(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "event", "needs_supplement",
			      journey_id(ASKED), "--data", world_path("gateway"), "--text",
			      "Thiếu bản gốc", "--field", "birth_notice", "--days", "5", "--branch",
			      "justice", NULL};
	struct world_run run;

	world_run(&run, argv, NULL);
	errand_expect(&run, "event");
	world_run_done(&run);
}

static void write_answers(void)
{
	static const char answers[] =
		"{\"v\":1,\"fields\":{\"requester.phone\":\"0987654321\"}}\n";
	static const char paper[] = "%PDF-1.4 bản gốc giấy chứng sinh\n";

	world_write(world_path("more.json"), answers, sizeof(answers) - 1);
	world_write(world_path("them.pdf"), paper, sizeof(paper) - 1);
}

static void keep_begun(void)
{
	struct mc_desk *desk = journey_desk();
	struct mc_work *work;

	assert_ok(mc_dossier_supplement(desk, journey_id(ASKED), &work, NULL));
	assert_int_equal(work->attachments.len, 1);
	strcpy(begun, work->id);
	mc_work_close(work);
	mc_desk_close(desk);
}

static void play_supplement(void)
{
	journey_play(JOURNEY_SUPPLEMENT);
	keep_begun();
	journey_play(JOURNEY_SEAL_SUPPLEMENT);
	journey_keep(JOURNEY_SERVE_SUPPLEMENT);
	journey_play(JOURNEY_CARRY_SUPPLEMENT);
}

void later_begin(void)
{
	carry_until(MC_STATE_IN_PROCESS);
	ask();
	carry_until(MC_STATE_NEEDS_SUPPLEMENT);
	write_answers();
	play_supplement();
	errand_begin_rebuild();
	journey_restore(JOURNEY_CARRY_SUPPLEMENT);
	journey_play(JOURNEY_EXPORT_SUPPLEMENT);
	journey_play(JOURNEY_TAKE_IN_SUPPLEMENT);
	journey_play(JOURNEY_BRING_BACK_SUPPLEMENT);
	journey_restore(JOURNEY_SUPPLEMENT);
	journey_play(JOURNEY_WITHDRAW_LATER);
	journey_play(JOURNEY_EXPORT_WITHDRAWAL);
	journey_play(JOURNEY_TAKE_IN_WITHDRAWAL);
	journey_play(JOURNEY_BRING_BACK_WITHDRAWAL);
}
