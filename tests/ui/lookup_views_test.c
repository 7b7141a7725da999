/* SPDX-License-Identifier: MPL-2.0 */
/* From the box to a person and a proof: home, ask, person, evidence. */
#include "ui/procedures.h"

#define CARD "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

static void test_scan_only_fills_in(void **state)
{
	(void)state;
	start();
	type(CARD "\r\n"); /* the scanner's line end is one Enter */
	assert_string_equal(top(), "ask");
	assert_int_equal(t.desk->asked, 0);
	screen_is_golden(&t.canvas, "ask_scanned");
}

/* Each look-up is recorded for its procedure: what is preselected is what is wanted most often,
 * not what has the lowest code. */
static void test_preselected_procedure(void **state)
{
	struct mc_procedure *other = load(MC_SOURCE_DIR "/data/procedures", "1.000656.json");

	(void)state;
	MC_COPY(t.desk->catalog[0].code, "1.000656"); /* a death, alone: listed behind the linked */
	t.desk->catalog[0].procedure = other;
	MC_COPY(t.desk->catalog[1].code, "2.002621");
	t.desk->procedure->group = MC_GROUP_LINKED;
	t.desk->catalog[1].procedure = t.desk->procedure;
	start();
	type(CARD "\r");
	assert_true(screen_has(&t.canvas, t.desk->procedure->title.en));
	assert_false(screen_has(&t.canvas, other->title.en));
	/* and then what the one before was for */
	esc();
	MC_COPY(t.ui.procedure, "1.000656");
	type(CARD "\r");
	assert_true(screen_has(&t.canvas, other->title.en));
	t.desk->catalog[0].procedure = NULL;
	mc_procedure_free(other);
}

static void test_pasted_card_needs_its_enter(void **state)
{
	(void)state;
	start();
	paste(CARD "\n");
	assert_string_equal(top(), "home");
	press(13);
	assert_string_equal(top(), "ask");
}

static void test_bad_scans(void **state)
{
	static const struct {
		const char *text, *code;
	} table[] = {
		{"054196278545|x|y\r", "[CARD-01]"},
		{"05419627854||A|02111996|Nữ|B|28102022\r", "[CARD-02]"},
		{ "IDVNM1962785452054196278545<<"
		  "0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r",
		  "[MRZ-0" },
		{"12345\r", "[NUM-01]"},
		{"T-7K3M9Q-X4T2BC-4\r", "[DOS-01]"},
	};

	(void)state;
	start();
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		type(table[i].text);
		assert_string_equal(top(), "home");
		assert_true(screen_has(&t.canvas, table[i].code));
		esc();
	}
}

static void test_mrz_comes_in_three_lines(void **state)
{
	struct mc_mrz mrz = { .number = "054196278545", .born = {1996, 11, 2},
			      .sex = MC_SEX_FEMALE, .name = "TRAN THI KIM OANH" };
	char lines[93];

	(void)state;
	start();
	mc_mrz_format(&mrz, lines);
	lines[30] = lines[61] = lines[92] = '\r';
	for (int i = 0; i < 93; i++) {
		if (i < 92) {
			assert_string_equal(top(), "home");
		}
		press((uint32_t)(unsigned char)lines[i]);
	}
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, "054196278545"));
	assert_true(screen_has(&t.canvas, "TRAN THI KIM OANH"));
	assert_int_equal(t.desk->asked, 0);
}

static void test_number_asks_for_the_rest(void **state)
{
	(void)state;
	start();
	type("054 196 278 545\r");
	assert_string_equal(top(), "ask");
	assert_int_equal(t.canvas.cursor_row, 3);
	press(MC_KEY_F(3));
	assert_int_equal(t.desk->asked, 0);
	assert_true(screen_has(&t.canvas, "[NUM-02]"));
	type("Traanf Thij Kim Oanh\r31/2/1996\r");
	press(MC_KEY_F(3));
	assert_true(screen_has(&t.canvas, "[DATE-02]"));
	assert_int_equal(t.canvas.cursor_row, 4);
	press(MC_KEY_CTRL('U'));
	type("1990\r"); /* the number says 1996 */
	assert_true(screen_has(&t.canvas, "! "));
	press(MC_KEY_F(3)); /* a warning never blocks */
	assert_int_equal(t.desk->asked, 1);
	assert_string_equal(t.desk->query.full_name, "Trần Thị Kim Oanh");
	assert_string_equal(t.desk->query.procedure, "2.002621");
}

/* "This desk has no such dossier" would be wrong. */
static void test_half_a_number_lists_those_that_begin_so(void **state)
{
	(void)state;
	t.desk->row_count = 2;
	for (int i = 0; i < 2; i++) {
		MC_COPY(t.desk->rows[i].id, i ? "two" : "one");
		MC_COPY(t.desk->rows[i].local_number, i ? "T-7K3M9Q-AAAAAA-1" : "T-7K3M9Q-X4T2BC-5");
	}
	start();
	type("t-7k3m9q-\r");
	assert_string_equal(top(), "find");
	assert_true(screen_has(&t.canvas, "T-7K3M9Q-AAAAAA-1"));
	assert_true(screen_has(&t.canvas, "T-7K3M9Q-X4T2BC-5"));
	esc();
	assert_string_equal(top(), "home");
	type("t-7k3m9q-y\r");
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "[DOS-01]"));
}

static void test_name_searches_the_list(void **state)
{
	(void)state;
	t.desk->row_count = 2;
	MC_COPY(t.desk->rows[0].subject, "Lê Văn An");
	MC_COPY(t.desk->rows[1].subject, "Nguyễn Gia Huy");
	for (int i = 0; i < 2; i++) {
		MC_COPY(t.desk->rows[i].id, i ? "two" : "one");
		MC_COPY(t.desk->rows[i].local_number, "T-7K3M9Q-X4T2BC-5");
		t.desk->rows[i].state = MC_STATE_SEALED;
		t.desk->rows[i].state_at = FAKE_NOW;
	}
	start();
	type("gia huy\r");
	screen_is_golden(&t.canvas, "home_found");
	type("Zung\r");
	assert_true(screen_has(&t.canvas, "Nobody here has this name."));
}

static void ask_by_card(void)
{
	start();
	type(CARD "\r");
	press(13);
	assert_int_equal(t.desk->asked, 1);
	assert_true(mc_shell_ticks(&t.ui));
}

static void test_waiting_and_found(void **state)
{
	(void)state;
	ask_by_card();
	happen(MC_EVENT_TICK);
	screen_is_golden(&t.canvas, "ask_waiting");
	type("xyz"); /* nothing is typed meanwhile */
	press(13);
	assert_int_equal(t.desk->asked, 1);
	fake_found(&t.desk->answer);
	t.desk->changed = MC_WATCH_ANSWER;
	happen(MC_EVENT_CHANGED);
	assert_string_equal(top(), "person");
	assert_false(mc_shell_ticks(&t.ui));
	screen_is_golden(&t.canvas, "person");
	press(MC_KEY_PGDN);
	assert_true(screen_has(&t.canvas, "Nguyễn Đình Lộc"));
	esc();
	assert_string_equal(top(), "home");
}

/* A gateway that asked for a rest is not asked before: whoever waits is told until when. */
static void test_waiting_for_a_gateway_that_rests(void **state)
{
	(void)state;
	t.desk->status.link = MC_DESK_LINK_DOWN;
	t.desk->status.link_cause = MC_E_GATEWAY_BUSY;
	t.desk->status.ask_next_try = FAKE_NOW + 3 * MC_MINUTE;
	ask_by_card();
	happen(MC_EVENT_TICK);
	assert_true(screen_has(&t.canvas, "The gateway is busy; it is asked again at "));
	assert_true(screen_has(&t.canvas, "[NET-05]"));
	t.desk->status.ask_next_try = FAKE_NOW;
	t.desk->changed = MC_WATCH_LINK;
	happen(MC_EVENT_CHANGED);
	assert_false(screen_has(&t.canvas, "[NET-05]"));
}

/* Nor does he have to stand there until the time is up when there is no link. */
static void test_waiting_without_a_link(void **state)
{
	(void)state;
	t.desk->status.link = MC_DESK_LINK_UP;
	ask_by_card();
	happen(MC_EVENT_TICK);
	assert_false(screen_has(&t.canvas, "No link at the moment"));
	t.desk->status.link = MC_DESK_LINK_DOWN;
	t.desk->status.link_cause = MC_E_LINK_DOWN;
	t.desk->changed = MC_WATCH_LINK;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "No link at the moment: Esc shows how to go on"));
	assert_true(screen_has(&t.canvas, "[NET-01]"));
	esc();
	assert_false(screen_has(&t.canvas, "No link at the moment"));
	assert_true(screen_has(&t.canvas, "Verify later"));
}

static void test_trouble_with_the_head_stands_on_top(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	t.desk->answer.answer.household.head_status = MC_HEAD_DEAD;
	happen(MC_EVENT_TICK);
	assert_non_null(strstr(screen_row(&t.canvas, 2), "! The head is"));
	assert_non_null(strstr(screen_row(&t.canvas, 2), "Nguyễn Đình Lộc"));
	assert_true(screen_has(&t.canvas, "The members choose a new head"));
}

/* Each head who cannot simply be called in is shown as such, with what to do about it. */
static void head_is(enum mc_head_status status, const char *golden)
{
	ask_by_card();
	fake_found(&t.desk->answer);
	t.desk->answer.answer.household.head_status = status;
	happen(MC_EVENT_TICK);
	screen_is_golden(&t.canvas, golden);
}

#define HEAD(name, status)                                     \
	static void test_head_##name(void **state)             \
	{                                                      \
		(void)state;                                   \
		head_is(MC_HEAD_##status, "head_" #name);      \
	}
HEAD(dead, DEAD)
HEAD(elsewhere, ELSEWHERE)
HEAD(absent, ABSENT)
HEAD(unknown, UNKNOWN)

static void test_no_match(void **state)
{
	(void)state;
	ask_by_card();
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	happen(MC_EVENT_TICK);
	screen_is_golden(&t.canvas, "ask_no_match");
	assert_string_equal(top(), "ask");
}

static void test_service_failure(void **state)
{
	(void)state;
	ask_by_card();
	t.desk->answer.answer.outcome = MC_OUTCOME_FAILURE;
	t.desk->answer.answer.cause = MC_E_NO_ANSWER;
	happen(MC_EVENT_TICK);
	screen_is_golden(&t.canvas, "ask_failure");
}

/* The head who cannot simply be called in stands at the top; everybody is reached by scrolling. */
static void test_large_household(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	fake_large_household(&t.desk->answer.answer.household, MC_HEAD_ABSENT);
	happen(MC_EVENT_TICK);
	screen_is_golden(&t.canvas, "household");
	for (int i = 0; i < 20; i++) {
		press(MC_KEY_PGDN);
	}
	screen_is_golden(&t.canvas, "household_end");
	assert_true(screen_has(&t.canvas, "Trần Mẫu Thứ 30"));
}

static void test_other_ways_before_any_paper(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	press(MC_KEY_UP);
	press(MC_KEY_F(3));
	t.desk->answer.answer.outcome = MC_OUTCOME_FAILURE;
	t.desk->answer.answer.cause = MC_E_LINK_DOWN;
	MC_COPY(t.desk->answer.evidence_id, "e1");
	happen(MC_EVENT_TICK);
	press(MC_KEY_DOWN);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	for (int way = 0; way < 3; way++) {
		press(13);
		assert_string_equal(top(), "pick");
		for (int i = 0; i < 3 + way; i++) {
			press(MC_KEY_DOWN);
		}
		press(13);
		assert_true(screen_has(&t.canvas, way < 2 ? "no paper may be asked for yet"
							  : "a paper may be asked for."));
	}
	screen_is_golden(&t.canvas, "ask_ways");
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT); /* the record, then the paper */
	press(13);
	assert_string_equal(top(), "pick");
	screen_is_golden(&t.canvas, "ask_paper");
	press(13);
	assert_string_equal(top(), "pick"); /* the deadline depends on how the dossier came */
	assert_true(screen_has(&t.canvas, "Online: the slip within 8 working hours"));
	press(MC_KEY_DOWN);
	press(13);
	assert_true(t.desk->asked_online);
	assert_string_equal(t.desk->asked_paper, "identity_card");
	assert_true(screen_has(&t.canvas, "The slip is at the printer, copy 1."));
	/* one that was cut: refused, and by which text */
	press(13);
	for (int i = 0; i < 3; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	assert_int_equal(t.desk->slips, 1);
	assert_true(screen_has(&t.canvas, "66.7/2025"));
	assert_true(screen_has(&t.canvas, "[RES-02]"));
	press(MC_KEY_LEFT);
	press(13);
	assert_string_equal(top(), "evidence");
}

/* From home: the register knows the person but no residence. */
static void find_no_residence(void)
{
	ask_by_card();
	fake_found(&t.desk->answer);
	memset(&t.desk->answer.answer.person.permanent, 0, sizeof(struct mc_address));
	memset(&t.desk->answer.answer.household, 0, sizeof(struct mc_household));
	MC_COPY(t.desk->answer.evidence_id, "e1");
	happen(MC_EVENT_TICK);
}

/* No dead end: the other ways stand where the answer stands, and the paper only behind them. */
static void test_found_without_a_residence(void **state)
{
	(void)state;
	find_no_residence();
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, ">[ Another way ]"));
	assert_false(screen_has(&t.canvas, "[ Paper slip ]"));
	screen_is_golden(&t.canvas, "ask_no_residence");
	for (int way = 0; way < 3; way++) {
		press(13);
		for (int i = 0; i < 3 + way; i++) {
			press(MC_KEY_DOWN);
		}
		press(13);
	}
	assert_true(screen_has(&t.canvas, "a paper may be asked for."));
	assert_true(screen_has(&t.canvas, "[ Paper slip ]"));
	press(MC_KEY_LEFT); /* and the dossier goes on, whatever comes of it */
	press(13);
	assert_string_equal(top(), "person");
	assert_true(screen_has(&t.canvas, "! The register knows no residence of this person."));
	screen_is_golden(&t.canvas, "person_no_residence");
	esc();
	assert_string_equal(top(), "home");
}

static void test_another_way_shows_the_residence(void **state)
{
	(void)state;
	find_no_residence();
	press(13);
	press(13);
	assert_string_equal(top(), "prompt");
	type("soos 5 ddaij looj\r\r");
	assert_true(screen_has(&t.canvas, "no paper is needed"));
	assert_true(screen_has(&t.canvas, ">[ Go on with this person ]"));
	press(13);
	assert_string_equal(top(), "person");
	press(13);
	press(13);
	press(13);
	assert_string_equal(top(), "form");
	assert_string_equal(t.desk->stated, "e2"); /* it goes along */
}

/* Asked again: who was found before is not gone on with by mistake. */
static void test_asked_again_forgets_the_person(void **state)
{
	(void)state;
	find_no_residence();
	press(MC_KEY_F(3));
	assert_int_equal(t.desk->asked, 2);
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	happen(MC_EVENT_TICK);
	assert_false(screen_has(&t.canvas, "Go on with this person"));
	assert_true(screen_has(&t.canvas, "[ Another way ]"));
}

static void test_other_way_takes_the_address_shown(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	press(MC_KEY_UP);
	press(MC_KEY_F(3));
	esc(); /* not waited for: there are other ways */
	assert_int_equal(t.desk->cancelled, 1);
	press(MC_KEY_DOWN);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(top(), "pick");
	press(13);
	assert_string_equal(top(), "prompt");
	assert_true(screen_has(&t.canvas, "Số 112, thôn Cây Xoài"));
	esc(); /* thought better of it: nothing is stated */
	assert_true(screen_has(&t.canvas, "[ Another way ]"));
	assert_false(screen_has(&t.canvas, "[ Show the record ]"));
	type("\r\r");
	press(MC_KEY_CTRL('U'));
	type("xax Hoaf Phus\r\r");
	assert_string_equal(t.desk->address, "xã Hòa Phú");
	assert_true(screen_has(&t.canvas, "no paper is needed"));
	assert_true(screen_has(&t.canvas, "[ Show the record ]"));
}

static void test_other_way_is_the_proof_of_the_person(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	press(MC_KEY_RIGHT);
	press(13); /* verify */
	t.desk->answer.answer.outcome = MC_OUTCOME_FAILURE;
	t.desk->answer.answer.cause = MC_E_LINK_DOWN;
	happen(MC_EVENT_TICK);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	type("\r\r"); /* the first other way; its address is the register's */
	assert_true(screen_has(&t.canvas, "xã Hòa Phú Đông, tỉnh Đắk Lắk"));
	type("\r\r");
	esc();
	assert_string_equal(top(), "person");
	assert_true(screen_has(&t.canvas, ">[ Open a dossier ]"));
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(top(), "evidence");
}

static void test_asking_without_an_officer_asks_who(void **state)
{
	(void)state;
	t.desk->begin_code = MC_E_OFFICER;
	start();
	type(CARD "\r");
	press(13);
	assert_string_equal(top(), "officer");
	esc();
	assert_string_equal(top(), "ask");
}

static void test_refused_answer_keeps_waiting(void **state)
{
	(void)state;
	ask_by_card();
	t.desk->poll_code = MC_E_SIGNATURE;
	happen(MC_EVENT_TICK);
	assert_true(screen_has(&t.canvas, "[KEY-04]"));
	assert_true(mc_shell_ticks(&t.ui));
}

static void test_esc_cancels(void **state)
{
	(void)state;
	ask_by_card();
	esc();
	assert_int_equal(t.desk->cancelled, 1);
	assert_string_equal(top(), "ask");
	assert_false(mc_shell_ticks(&t.ui));
	esc();
	assert_string_equal(top(), "home");
	assert_int_equal(t.desk->cancelled, 1);
}

static void test_leaving_while_waiting_cancels(void **state)
{
	(void)state;
	ask_by_card();
	mc_shell_close(&t.ui);
	assert_int_equal(t.desk->cancelled, 1);
}

/* Ctrl-N as the button: whoever was just looked up is in the dossier. */
static void test_new_dossier_of_this_person(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	assert_string_equal(top(), "person");
	press(MC_KEY_CTRL('N'));
	assert_string_equal(top(), "pick");
	press(13); /* the procedure */
	press(13); /* who the person is in it */
	assert_string_equal(top(), "form");
	screen_is_golden(&t.canvas, "form_filled"); /* as by the button */
}

/* Without a look-up, too: what the card showed goes along, and the citizen's name is not asked again. */
static void test_new_dossier_before_it_is_asked(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	assert_string_equal(top(), "ask");
	press(MC_KEY_CTRL('N'));
	assert_string_equal(top(), "pick");
	press(13); /* the procedure */
	press(13); /* who the person is in it */
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->asked, 0);
	assert_true(screen_has(&t.canvas, "Trần Thị Kim Oanh"));
	assert_int_equal(t.desk->card_sex, MC_SEX_FEMALE); /* all that stands on it */
	assert_false(screen_has(&t.canvas, "waits for the link"));
	esc();
	assert_string_equal(top(), "home");
}

static void test_begin_fails(void **state)
{
	(void)state;
	t.desk->begin_code = MC_E_GATEWAY_UNSET;
	start();
	type(CARD "\r");
	press(13);
	assert_true(screen_has(&t.canvas, "[CONF-04]"));
	assert_false(mc_shell_ticks(&t.ui));
}

static void test_proof(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	fake_found(&t.desk->answer);
	MC_COPY(t.desk->answer.evidence_id, "e1");
	press(MC_KEY_RIGHT);
	press(13); /* verify the residence: asked at once, everything is known */
	assert_int_equal(t.desk->asked, 2);
	assert_int_equal(t.desk->query.kind, MC_QUERY_VERIFY);
	happen(MC_EVENT_TICK);
	assert_string_equal(top(), "evidence");
	screen_is_golden(&t.canvas, "evidence");
	esc();
	assert_string_equal(top(), "person");
	assert_true(screen_has(&t.canvas, "[ Residence proof ]"));
	assert_true(screen_has(&t.canvas, ">[ Open a dossier ]")); /* the next step */
	press(MC_KEY_LEFT);
	press(13);
	assert_string_equal(top(), "pick");
}

static void test_dossier_with_the_person_in_it(void **state)
{
	(void)state;
	ask_by_card();
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	press(13);
	assert_string_equal(top(), "pick");
	press(13);
	assert_true(screen_has(&t.canvas, "Who is this person in the dossier?"));
	assert_true(screen_has(&t.canvas, "> Mother  (female, 30 years old)")); /* and says why */
	press(13);
	assert_string_equal(top(), "form");
	screen_is_golden(&t.canvas, "form_filled");
}

/* ---- with the link down: what was shown is taken, and verified when the link is back */

static void fail_for_the_link(void)
{
	t.desk->answer.answer.outcome = MC_OUTCOME_FAILURE;
	t.desk->answer.answer.cause = MC_E_LINK_DOWN;
	happen(MC_EVENT_TICK);
}

/* From the card to the form, without a link. */
static void begin_without_link(void)
{
	ask_by_card();
	fail_for_the_link();
	assert_true(screen_has(&t.canvas, "[ Verify later ]"));
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(13);
	assert_true(screen_has(&t.canvas, "Who is this person in the dossier?"));
	assert_int_equal(t.desk->created, 0); /* thought better of it: nothing was begun */
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->created, 1);
	assert_int_equal(t.desk->verifying, 1);
	press(MC_KEY_UP); /* into the fields of the mother */
}

static void answer_comes(enum mc_outcome outcome, int to_settle)
{
	t.desk->verification.outcome = outcome;
	t.desk->verification.ended_at = FAKE_NOW;
	t.desk->verification.differences = t.desk->verification.to_settle = to_settle;
	t.desk->status.verifying = 0;
	t.desk->changed = MC_WATCH_ANSWER;
	fake_found(&t.desk->answer);
	happen(MC_EVENT_CHANGED);
}

static void test_card_is_provisional(void **state)
{
	(void)state;
	begin_without_link();
	assert_true(screen_has(&t.canvas, "| Verify: 1"));
	screen_is_golden(&t.canvas, "form_provisional");
	assert_string_equal(t.desk->shown.number, "054196278545");
	assert_int_equal(t.desk->form->values[1].from, MC_FROM_CARD);
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "nobody has to stay"));
	esc();
	answer_comes(MC_OUTCOME_FOUND, 0);
	assert_true(screen_has(&t.canvas, "Mother: verified by the register."));
	assert_false(screen_has(&t.canvas, "provisional"));
	assert_int_equal(t.desk->form->values[1].from, MC_FROM_REGISTER);
}

/* Named: what, by whom, and what to do. */
static void test_what_the_card_got_wrong(void **state)
{
	(void)state;
	begin_without_link();
	answer_comes(MC_OUTCOME_FOUND, 1);
	screen_is_golden(&t.canvas, "form_contradicted");
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "on the card \"Trần Thị Kim Anh\""));
	screen_is_golden(&t.canvas, "help_contradicted");
}

static void test_no_such_person_afterwards(void **state)
{
	(void)state;
	begin_without_link();
	answer_comes(MC_OUTCOME_NO_MATCH, 0);
	assert_true(screen_has(&t.canvas, "the register knows no such person"));
	assert_true(screen_has(&t.canvas, "! not in the register: F1"));
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Compare all three with the card"));
}

static void test_no_answer_in_time(void **state)
{
	(void)state;
	begin_without_link();
	answer_comes(MC_OUTCOME_FAILURE, 0);
	assert_true(screen_has(&t.canvas, "no answer came in time"));
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "F3 asks again"));
}

/* What somebody is typing is not taken from under the fingers. */
static void test_answer_waits_for_the_line_in_hand(void **state)
{
	(void)state;
	begin_without_link();
	press(MC_KEY_UP);
	press(MC_KEY_CTRL('U'));
	type("Mooj");
	answer_comes(MC_OUTCOME_FOUND, 0);
	assert_false(t.desk->taken);
	assert_true(screen_has(&t.canvas, "Mộ"));
	press(MC_KEY_DOWN);
	assert_true(t.desk->taken);
	assert_int_equal(t.desk->form->values[1].from, MC_FROM_TYPED); /* both are kept */
	assert_string_equal(t.desk->form->values[1].register_text, "Trần Thị Kim Oanh");
}

static void test_edited_card_is_typed(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	press(MC_KEY_UP);
	press(MC_KEY_UP);
	press(MC_KEY_UP);
	press(MC_KEY_UP); /* the birth date */
	press(MC_KEY_CTRL('U'));
	type("1996");
	press(MC_KEY_F(3));
	fail_for_the_link();
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(13);
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->form->values[1].from, MC_FROM_TYPED);
}

/* In a form the verification is of the person whose fields they are. */
static void test_from_a_form(void **state)
{
	(void)state;
	begin_without_link();
	t.desk->verification.role[0] = '\0';
	press(MC_KEY_F(3));
	assert_string_equal(top(), "ask");
	fail_for_the_link();
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->verifying, 2);
	assert_int_equal(t.desk->created, 1);
	assert_true(screen_has(&t.canvas, "provisional: verification waits"));
}

/* Never for a no: then the link is not what is missing. */
static void test_no_match_waits_for_nothing(void **state)
{
	(void)state;
	ask_by_card();
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	happen(MC_EVENT_TICK);
	assert_false(screen_has(&t.canvas, "[ Verify later ]"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_scan_only_fills_in),
		T(test_preselected_procedure),
		T(test_pasted_card_needs_its_enter),
		T(test_bad_scans),
		T(test_mrz_comes_in_three_lines),
		T(test_number_asks_for_the_rest),
		T(test_half_a_number_lists_those_that_begin_so),
		T(test_name_searches_the_list),
		T(test_waiting_and_found),
		T(test_waiting_for_a_gateway_that_rests),
		T(test_waiting_without_a_link),
		T(test_trouble_with_the_head_stands_on_top),
		T(test_head_dead),
		T(test_head_elsewhere),
		T(test_head_absent),
		T(test_head_unknown),
		T(test_no_match),
		T(test_service_failure),
		T(test_large_household),
		T(test_other_ways_before_any_paper),
		T(test_found_without_a_residence),
		T(test_another_way_shows_the_residence),
		T(test_asked_again_forgets_the_person),
		T(test_other_way_takes_the_address_shown),
		T(test_other_way_is_the_proof_of_the_person),
		T(test_asking_without_an_officer_asks_who),
		T(test_refused_answer_keeps_waiting),
		T(test_esc_cancels),
		T(test_leaving_while_waiting_cancels),
		T(test_new_dossier_of_this_person),
		T(test_new_dossier_before_it_is_asked),
		T(test_begin_fails),
		T(test_proof),
		T(test_dossier_with_the_person_in_it),
		T(test_card_is_provisional),
		T(test_what_the_card_got_wrong),
		T(test_no_such_person_afterwards),
		T(test_no_answer_in_time),
		T(test_answer_waits_for_the_line_in_hand),
		T(test_edited_card_is_typed),
		T(test_from_a_form),
		T(test_no_match_waits_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
