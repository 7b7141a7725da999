/* SPDX-License-Identifier: MPL-2.0 */
/*
 * every_view.h - a walk through all screens: every view is opened, its states are shown
 * and keys are pressed in it. What has to hold on all of them is checked at each step.
 */
#ifndef TESTS_UI_EVERY_VIEW_H
#define TESTS_UI_EVERY_VIEW_H

#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/wire/message.h"
#include "ui/desk_under_test.h"
#include "ui/listed.h"

#define WALK_CARD "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

/* Told after every step: where the walk is, and what it pressed. */
static void (*walk_look)(const char *step);
static char walk_seen[1024]; /* names of the views that were on top */

static void look(const char *step)
{
	char name[64];

	snprintf(name, sizeof(name), " %s ", top());
	if (!strstr(walk_seen, name)) {
		strncat(walk_seen, name, sizeof(walk_seen) - strlen(walk_seen) - 1);
	}
	walk_look(step);
}

static void go(uint32_t raw)
{
	char name[16];

	press(raw);
	mc_key_name(raw, name);
	look(name);
}

static void back(void)
{
	bool question = strcmp(top(), "confirm") == 0;

	esc();
	look("Esc Esc");
	if (!question && strcmp(top(), "confirm") == 0) { /* what was typed is dropped */
		go(MC_KEY_TAB);
		go(13);
	}
}

static void write_text(const char *text)
{
	size_t len = strlen(text);

	while (len) {
		uint32_t c = 0;
		size_t n = mc_utf8_decode(text, len, &c);

		go(c);
		text += n;
		len -= n;
	}
}

static void wake(enum mc_event_kind kind)
{
	t.desk->changed = kind == MC_EVENT_CHANGED ? MC_WATCH_OUTBOX : 0;
	happen(kind);
	look("woken");
}

/* Every key that moves, in every place; none of them leaves the view. */
static void move_about(void)
{
	static const uint32_t keys[] = {
		MC_KEY_DOWN,	MC_KEY_DOWN,  MC_KEY_UP,   MC_KEY_PGDN, MC_KEY_PGUP,
		MC_KEY_END,	MC_KEY_HOME,  9,	   9,		9,
		MC_KEY_BACKTAB, MC_KEY_RIGHT, MC_KEY_LEFT,
	};

	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		go(keys[i]);
	}
}

static void walk_procedure(void)
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

static void walk_row(enum mc_state state, int64_t seq, int64_t due)
{
	struct mc_dossier_row *row = &t.desk->rows[t.desk->row_count++];

	*row = (struct mc_dossier_row){.id = "id",
				       .local_number = "T-7K3M9Q-X4T2BC-5",
				       .procedure = "2.002621",
				       .subject = "Nguyễn Thị Trúc Vân",
				       .state = state,
				       .seq = seq,
				       .sealed_at = FAKE_NOW,
				       .state_at = FAKE_NOW,
				       .attempts = 12,
				       .next_try = seq == 7 ? FAKE_NOW + MC_DAY : 0,
				       .cause = seq == 7 ? MC_E_LINK_DOWN : MC_OK,
				       .sent_bytes = 12000,
				       .total_bytes = 34000};
	row->progress.open = due != 0;
	row->progress.reached = MC_STATE_RECEIPTED;
	row->progress.due_at = due ? FAKE_NOW + due : 0;
}

static void walk_rows(void)
{
	walk_row(MC_STATE_SEALED, 7, 0);
	walk_row(MC_STATE_HELD, 6, 0);
	walk_row(MC_STATE_UPLOADING, 5, 0);
	walk_row(MC_STATE_RETURNED, 4, -3 * MC_DAY);
	walk_row(MC_STATE_RECEIPTED, 3, 8 * MC_HOUR);
	walk_row(MC_STATE_NEEDS_SUPPLEMENT, 2, 60 * MC_DAY);
	t.desk->rows[5].progress.stopped = 5;
	t.desk->ledger = (struct mc_queue_ledger){.created = 1234,
						  .received = 1200,
						  .rejected = 4,
						  .waiting = 20,
						  .held = 5,
						  .bundled = 3,
						  .withdrawn = 2,
						  .balanced = true};
	t.desk->status.waiting = 20;
	t.desk->status.held = 5;
	t.desk->status.link = MC_DESK_LINK_DOWN;
	t.desk->status.link_since = FAKE_NOW - MC_DAY;
	t.desk->late = 1;
	t.desk->today = 1;
}

/* ---- the walk, in parts that begin and end at home */

static void walk_start(void)
{
	struct mc_officer officer = t.desk->officer;

	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	t.desk->first_run = true;
	start();
	look("start");
	move_about();
	back();
	move_about();
	back();
	t.desk->officer = officer;
}

static void walk_menus(void)
{
	go(MC_KEY_F(10));
	move_about();
	for (int i = 0; i < 4; i++) {
		go(MC_KEY_DOWN);
	}
	go(13);
	move_about();
	go(MC_KEY_DOWN);
	go(13); /* the settings */
	for (int i = 0; i < 13; i++) {
		go(MC_KEY_DOWN);
	}
	back();
	go(MC_KEY_F(10));
	for (int i = 0; i < 5; i++) {
		go(MC_KEY_DOWN);
	}
	go(13); /* what this screen can */
	move_about();
	back();
	go(MC_KEY_CTRL('Q'));
	move_about();
	back();
	go(MC_KEY_F(1));
	move_about();
	back();
	go(MC_KEY_CTRL('G'));
	move_about();
	go(MC_KEY_F(1));
	back();
	back(); /* it stays */
	write_text("123\r");
	write_text(t.desk->officer.number);
	go(13);
}

static void ask(void)
{
	int before = t.desk->asked;

	for (int i = 0; i < 20 && t.desk->asked == before; i++) {
		go(13);
	}
	assert_true(t.desk->asked > before);
}

static void walk_look_up(void)
{
	write_text("Traanf");
	move_about();
	go(13);
	move_about();
	back();
	paste(WALK_CARD "\n");
	look("card");
	go(13);
	move_about();
	go(MC_KEY_F(1));
	back();
	ask();
	go('x');
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	wake(MC_EVENT_TICK);
	move_about();
	back();
	back();
}

static void walk_person(void)
{
	paste(WALK_CARD "\n");
	go(13);
	ask();
	fake_found(&t.desk->answer);
	fake_large_household(&t.desk->answer.answer.household, MC_HEAD_ABSENT);
	MC_COPY(t.desk->answer.evidence_id, "e1");
	wake(MC_EVENT_TICK);
	go(MC_KEY_RIGHT);
	go(13); /* the proof */
	move_about();
	back();
	move_about();
	go(MC_KEY_F(1));
	back();
	back();
	back();
}

static void walk_nothing(void)
{
	go(MC_KEY_F(6));
	move_about();
	back();
	go(MC_KEY_CTRL('B'));
	move_about();
	back();
	go(MC_KEY_CTRL('F'));
	write_text("Khong ai");
	move_about();
	back();
}

static void walk_form(void)
{
	go(MC_KEY_CTRL('N'));
	move_about();
	go(13);
	move_about();
	for (int i = 0; i < 120; i++) {
		go(i % 7 ? MC_KEY_DOWN : MC_KEY_F(1));
		if (i % 7 == 0) {
			back();
		}
	}
	for (int i = 0; i < 12; i++) {
		go(MC_KEY_PGUP);
	}
	go(MC_KEY_F(4));
	move_about();
	back();
	go(MC_KEY_F(3));
	write_text("12345\t");
	go(MC_KEY_F(9));
	move_about();
	back();
	go(MC_KEY_F(8));
	move_about();
	back();
	go(MC_KEY_F(2));
	back();
	while (strcmp(top(), "home") != 0) {
		back();
	}
}

/* The whole form, up to the question, and the declarations that it makes. */
static void walk_send(void)
{
	fill_in_listed();
	go(MC_KEY_CTRL('N'));
	go(13);
	go(MC_KEY_F(9));
	move_about();
	back();
	go(MC_KEY_F(9));
	go(MC_KEY_LEFT);
	go(13);
	move_about();
	go(MC_KEY_F(1));
	back();
	while (strcmp(top(), "home") != 0) {
		back();
	}
}

static void walk_queue(void)
{
	go(MC_KEY_F(6));
	move_about();
	for (int i = 0; i < 8; i++) {
		go(13);
		move_about();
		go(MC_KEY_F(1));
		back();
		back();
		go(MC_KEY_DOWN);
	}
	write_text("Truc");
	move_about();
	write_text("q");
	back();
	go(MC_KEY_HOME);
	go(13);
	fake_linked(&t.desk->linked);
	wake(MC_EVENT_CHANGED);
	move_about();
	t.desk->linked.count = 0;
	back();
	go(MC_KEY_F(4));
	write_text("/media/cut\r\r");
	move_about();
	go(MC_KEY_F(1));
	back();
	back();
	go(MC_KEY_F(2));
	write_text("/media/half\r\r");
	move_about();
	back();
	go(MC_KEY_F(8));
	move_about();
	back();
	back();
}

static void walk_due(void)
{
	go(MC_KEY_CTRL('B'));
	move_about();
	write_text("tru");
	move_about();
	write_text("q"); /* nobody */
	back();
	go(MC_KEY_F(2));
	write_text("30/11/2026\t");
	move_about();
	back();
	back();
	go(MC_KEY_CTRL('F'));
	write_text("Truc");
	move_about();
	go(MC_KEY_F(4));
	move_about();
	back();
	back();
}

/* Every view there is has been on top. */
static void expect_all_seen(void)
{
	static const char *const names[] = {
#define MC_VIEW(id, ops) #ops,
#include "ui/views.def"
#undef MC_VIEW
	};

	for (size_t i = 0; i < MC_COUNT(names); i++) {
		char name[64];

		snprintf(name, sizeof(name), " %s ", names[i] + strlen("mc_view_"));
		if (!strstr(walk_seen, name)) {
			fail_msg("never seen:%s(seen:%s)", name, walk_seen);
		}
	}
}

/* language: as in LANGUAGE; "en" needs no catalogue. */
__attribute__((unused)) static void walk(const char *language, void (*see)(const char *step))
{
	walk_look = see;
	walk_seen[0] = '\0';
	setenv("LANGUAGE", language, 1);
	mc_i18n_init(language);
	walk_procedure();
	walk_start();
	walk_menus();
	walk_look_up();
	walk_person();
	walk_nothing();
	walk_form();
	walk_send();
	walk_rows();
	wake(MC_EVENT_CHANGED);
	walk_queue();
	walk_due();
	expect_all_seen();
}

#endif
