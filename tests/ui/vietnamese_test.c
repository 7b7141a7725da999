/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The screens as an officer sees them: in Vietnamese, with the real procedure, on a
 * console whose font has 512 glyphs. Nothing that is to be read is cut off.
 */
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/wire/message.h"
#include "ui/desk_under_test.h"
#include "ui/glyphs.h"

#define CARD "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

static void read_procedure(void)
{
	struct mc_str json;

	mc_str_init(&json, 1 << 20);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/procedures/2.002621.json", &json, NULL));
	mc_form_free(t.desk->form);
	mc_procedure_free(t.desk->procedure);
	assert_ok(mc_procedure_parse(mc_slice_of(&json), &t.desk->procedure, NULL));
	t.desk->catalog[0].procedure = t.desk->procedure;
	t.desk->form = mc_form_new(t.desk->procedure);
	mc_str_done(&json);
}

static int vietnamese(void **state)
{
	setup(state);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("LANGUAGE", "vi", 1);
	mc_i18n_init("vi");
	read_procedure();
	t.desk->training = true;
	return 0;
}

static void expect_keys_in_the_bar(const struct mc_view_key *keys)
{
	for (; keys && keys->key; keys++) {
		char name[16], item[80];

		if (keys->label) {
			mc_key_name(keys->key, name);
			snprintf(item, sizeof(item), "%s %s", name, _(keys->label));
			if (!strstr(screen_row(&t.canvas, 23), item)) {
				fail_msg("not in the key bar: %s", item);
			}
		}
	}
}

/* cut_from: the column from which values, and the help of a field, may be cut. */
static void see(const char *name, int cut_from)
{
	screen_is_golden(&t.canvas, name);
	for (int row = 0; row < t.canvas.rows; row++) {
		for (int col = 0; col < t.canvas.cols; col++) {
			uint32_t c = mc_canvas_at(&t.canvas, row, col)->c;

			if (!has_glyph(c)) {
				fail_msg("%s: no console font has U+%04X", name, (unsigned)c);
			}
			if (c == 0x2026 && (col < cut_from || row == 0 || row > 21)) {
				fail_msg("%s: cut off: %s", name, screen_row(&t.canvas, row));
			}
		}
	}
	expect_keys_in_the_bar(t.ui.top->keys);
}

#define WHOLE 80 /* nothing may be cut */
#define FORM 31  /* where a form's values begin */

static void found(void)
{
	type(CARD "\r");
	press(13);
	fake_found(&t.desk->answer);
	MC_COPY(t.desk->answer.evidence_id, "e1");
	happen(MC_EVENT_TICK);
	assert_string_equal(top(), "person");
}

static void test_start(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	see("vi_officer", WHOLE);
	press(13);
	see("vi_home", WHOLE);
	press(MC_KEY_F(10));
	see("vi_menu", WHOLE);
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	assert_string_equal(top(), "menu");
	see("vi_menu_desk", WHOLE);
}

static void test_read_only_disk(void **state)
{
	(void)state;
	t.desk->training = false;
	t.desk->read_only = true;
	start();
	see("vi_read_only", WHOLE);
}

static void test_settings(void **state)
{
	(void)state;
	t.desk->training = false;
	t.desk->first_run = true;
	start();
	see("vi_settings_first", WHOLE);
	esc();
	press(MC_KEY_F(10));
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	press(MC_KEY_DOWN);
	press(13);
	see("vi_settings", WHOLE);
	for (int i = 0; i < 11; i++) { /* the help below is whole for each of them */
		press(MC_KEY_DOWN);
		assert_false(screen_has(&t.canvas, "…"));
	}
}

static void test_look_up(void **state)
{
	(void)state;
	start();
	paste(CARD "\n");
	press(13);
	see("vi_ask", WHOLE);
	press(13);
	see("vi_waiting", WHOLE);
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	happen(MC_EVENT_TICK);
	see("vi_no_match", WHOLE);
}

/* The card alone, the verification in the queue; and what it contradicts when it comes. */
static void test_without_the_link(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	press(13);
	t.desk->answer.answer.outcome = MC_OUTCOME_FAILURE;
	t.desk->answer.answer.cause = MC_E_LINK_DOWN;
	happen(MC_EVENT_TICK);
	see("vi_link_down", WHOLE);
	press(MC_KEY_RIGHT);
	press(MC_KEY_RIGHT);
	press(13);
	for (int i = 0; i < 4 && !t.desk->verifying; i++) { /* the mother, in the list of roles */
		press(i ? 13 : MC_KEY_DOWN);
	}
	assert_string_equal(top(), "form");
	for (int i = 0; i < 40 && !screen_has(&t.canvas, "-- Mẹ --"); i++) {
		press(MC_KEY_PGDN);
	}
	see("vi_provisional", FORM);
	t.desk->verification.outcome = MC_OUTCOME_FOUND;
	t.desk->verification.differences = t.desk->verification.to_settle = 1;
	t.desk->changed = MC_WATCH_ANSWER;
	t.desk->status.verifying = 0;
	fake_found(&t.desk->answer);
	happen(MC_EVENT_CHANGED);
	see("vi_contradicted", FORM);
}

/* The head who cannot simply be called in stands at the top; everybody is reached by scrolling. */
static void test_large_household(void **state)
{
	(void)state;
	start();
	type(CARD "\r");
	press(13);
	fake_found(&t.desk->answer);
	fake_large_household(&t.desk->answer.answer.household, MC_HEAD_ABSENT);
	happen(MC_EVENT_TICK);
	see("vi_household", WHOLE);
	for (int i = 0; i < 20; i++) {
		press(MC_KEY_PGDN);
	}
	see("vi_household_end", WHOLE);
	assert_true(screen_has(&t.canvas, "Trần Mẫu Thứ 30"));
}

/* Each head who cannot simply be called in is shown as such, with what to do about it. */
static void head_is(enum mc_head_status status, const char *golden)
{
	start();
	type(CARD "\r");
	press(13);
	fake_found(&t.desk->answer);
	t.desk->answer.answer.household.head_status = status;
	happen(MC_EVENT_TICK);
	see(golden, WHOLE);
}

#define HEAD(name, status)                                     \
	static void test_head_##name(void **state)             \
	{                                                      \
		(void)state;                                   \
		head_is(MC_HEAD_##status, "vi_head_" #name);   \
	}
HEAD(dead, DEAD)
HEAD(elsewhere, ELSEWHERE)
HEAD(absent, ABSENT)
HEAD(unknown, UNKNOWN)

static void test_person_and_proof(void **state)
{
	(void)state;
	start();
	found();
	see("vi_person", WHOLE);
	press(MC_KEY_RIGHT);
	press(13);
	see("vi_evidence", WHOLE);
	esc();
	assert_string_equal(top(), "person");
}

static void test_form(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	see("vi_form", FORM);
	press(MC_KEY_F(9));
	see("vi_problems", FORM);
}

static void test_a_file_is_chosen(void **state)
{
	(void)state;
	start();
	fake_sticks(t.desk);
	t.desk->sticks = 1;
	press(MC_KEY_CTRL('N'));
	press(13);
	for (int i = 0; i < 200 && strcmp(top(), "prompt") != 0; i++) { /* to the first paper */
		press(MC_KEY_DOWN);
		if (strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Enter để đính kèm")) {
			press(13);
		}
	}
	assert_string_equal(top(), "prompt");
	see("vi_form_path", FORM);
	press(MC_KEY_F(4));
	see("vi_form_places", FORM);
	press(13);
	press(MC_KEY_DOWN);
	press(13);
	see("vi_form_files", FORM);
	fake_sticks(NULL);
}

/* A wrong number, seen again: its cause, its origin and its help on two rows. */
static void test_wrong_number(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	press(MC_KEY_PGDN); /* the requester */
	type("12345\r");
	press(MC_KEY_UP);
	see("vi_problem", FORM);
}

/* F4 on the requester's number: the mother's is in the dossier already. */
static void test_numbers_of_the_dossier(void **state)
{
	(void)state;
	start();
	found();
	type("\r\r"); /* open a dossier; this procedure */
	press(MC_KEY_DOWN);
	press(13); /* she is the mother */
	assert_string_equal(top(), "form");
	press(MC_KEY_PGDN); /* the requester */
	press(MC_KEY_F(4));
	see("vi_numbers", FORM);
	press(13);
	assert_string_equal(mc_form_text(t.desk->form, "requester.number"), "054196278545");
}

static void add_row(enum mc_state state, int64_t seq)
{
	struct mc_dossier_row *row = &t.desk->rows[t.desk->row_count++];

	*row = (struct mc_dossier_row){ .id = "id",
					.local_number = "T-7K3M9Q-X4T2BC-5",
					.procedure = "2.002621",
					.subject = "Nguyễn Thị Trúc Vân",
					.state = state,
					.seq = seq,
					.sealed_at = FAKE_NOW,
					.state_at = FAKE_NOW,
					.next_try = seq == 7 ? FAKE_NOW + MC_DAY : 0,
					.attempts = 12,
					.cause = seq == 7 ? MC_E_LINK_DOWN : MC_OK,
					.sent_bytes = 12000,
					.total_bytes = 34000 };
}

static bool stop_at_second(struct mc_ui *ui)
{
	static int pulses;

	mc_shell_draw(ui, &t.canvas);
	ui->pulsed = 0;
	return ++pulses == 2;
}

static void test_stick_on_the_way(void **state)
{
	(void)state;
	add_row(MC_STATE_SEALED, 7);
	t.desk->ledger = (struct mc_queue_ledger){.created = 1, .waiting = 1, .balanced = true};
	start();
	t.ui.pulse = stop_at_second;
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	type("/media/usb\r");
	mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_KEY, .key = MC_KEY_ENTER});
	see("vi_queue_writing", WHOLE);
}

static void test_queue_shows_every_state(void **state)
{
	static const enum mc_state states[] = {
		MC_STATE_SEALED,     MC_STATE_UPLOADING, MC_STATE_COMMITTING,
		MC_STATE_FORWARDED,  MC_STATE_RETURNED,  MC_STATE_HELD,
		MC_STATE_RECEIPTED,
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(states); i++) {
		add_row(states[i], 7 - (int64_t)i);
	}
	t.desk->ledger = (struct mc_queue_ledger){ .created = 1234, .received = 1200,
						   .rejected = 4, .waiting = 20, .held = 5,
						   .bundled = 3, .withdrawn = 2,
						   .balanced = true };
	t.desk->status.waiting = 20;
	t.desk->status.held = 5;
	t.desk->status.link = MC_DESK_LINK_DOWN;
	t.desk->status.link_since = FAKE_NOW - MC_DAY;
	start();
	press(MC_KEY_F(6));
	see("vi_queue", WHOLE);
	press(13);
	see("vi_item", WHOLE);
	fake_linked(&t.desk->linked);
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_PGDN);
	see("vi_item_linked", WHOLE);
	t.desk->linked.count = 0;
	esc();
	t.desk->rows[0].withdrawing = true;
	t.desk->rows[0].state = MC_STATE_REJECTED;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_F(8));
	see("vi_withdraw", WHOLE);
	esc();
	press(13);
	see("vi_item_rejected", WHOLE);
	press('C');
	see("vi_correct", WHOLE);
	esc();
	esc();
	t.desk->rows[0].withdrawing = false;
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	t.desk->rows[0].cause = MC_OK;
	t.desk->status.link = MC_DESK_LINK_UP;
	t.desk->status.news_gap = FAKE_NOW;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	see("vi_queue_news_missing", WHOLE);
	t.desk->rows[0].lost = true;
	t.desk->status.lost = true;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	see("vi_queue_lost", WHOLE);
	t.desk->rows[0].lost = false;
	t.desk->status.lost = false;
	t.desk->status.news_gap = 0;
	t.desk->rows[0].state = MC_STATE_COMPLETED;
	t.desk->rows[0].refused = MC_E_SETTLED;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	see("vi_queue_not_taken_back", WHOLE);
	press(13);
	see("vi_item_not_taken_back", WHOLE);
	esc();
	t.desk->rows[0].refused = MC_OK;
}

/* Each part of the board, and all that may have to be said of a due date. */
static void test_due_dates(void **state)
{
	static const int64_t due[] = {-3 * MC_DAY, 8 * MC_HOUR, MC_DAY, 3 * MC_DAY, 60 * MC_DAY};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(due); i++) {
		struct mc_progress *it = &t.desk->rows[i].progress;

		add_row(i > 2 ? MC_STATE_IN_PROCESS : MC_STATE_RECEIPTED, 7 - (int64_t)i);
		it->reached = MC_STATE_RECEIPTED;
		it->open = true;
		it->due_at = FAKE_NOW + due[i];
	}
	add_row(MC_STATE_NEEDS_SUPPLEMENT, 1);
	t.desk->rows[5].progress.open = true;
	t.desk->rows[5].progress.stopped = 5;
	t.desk->rows[0].progress.promised_at = FAKE_NOW - MC_DAY;
	t.desk->rows[0].progress.was_at = FAKE_NOW - 4 * MC_DAY;
	t.desk->rows[0].progress.provisional = true;
	t.desk->late = 1;
	t.desk->today = 1;
	start();
	see("vi_home_due", WHOLE);
	press(MC_KEY_CTRL('B'));
	see("vi_board", WHOLE);
	press(MC_KEY_F(2));
	see("vi_postpone", WHOLE);
	esc();
	esc();
	press(MC_KEY_CTRL('F'));
	see("vi_find", WHOLE);
	press(MC_KEY_F(4));
	see("vi_find_filter", 0);
	esc();
	t.desk->known = (struct mc_person_row){ .number = "030190000123", .born = {1990, 3, 2},
						.asked_at = FAKE_NOW - MC_DAY };
	MC_COPY(t.desk->known.full_name, "Nguyễn Thị Trúc Vân");
	type("nguyen");
	see("vi_find_person", WHOLE);
}

#define T(name) cmocka_unit_test_setup_teardown(name, vietnamese, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_start),
		T(test_read_only_disk),
		T(test_settings),
		T(test_look_up),
		T(test_without_the_link),
		T(test_large_household),
		T(test_head_dead),
		T(test_head_elsewhere),
		T(test_head_absent),
		T(test_head_unknown),
		T(test_person_and_proof),
		T(test_form),
		T(test_a_file_is_chosen),
		T(test_wrong_number),
		T(test_numbers_of_the_dossier),
		T(test_stick_on_the_way),
		T(test_queue_shows_every_state),
		T(test_due_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
