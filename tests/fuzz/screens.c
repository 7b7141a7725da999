/* SPDX-License-Identifier: MPL-2.0 */
/*
 * screens.c - fuzz target: any events into the whole of the screens, over the fake desk.
 * Keys, pastes, scans, news, ticks, other sizes of the terminal, refusals of the desk. After
 * each of them the screen can be drawn, the cursor stands on it, and it says where one is.
 */
#include "fuzz/fuzz.h"

#include <string.h>

/* What a test expects of the views need not hold under random keys. */
#define assert_string_equal(a, b) ((void)(a), (void)(b))
#define assert_int_equal(a, b) ((void)(a), (void)(b))
#include "ui/fake_desk.c"
#undef assert_string_equal
#undef assert_int_equal

#include "motcua/base/i18n.h"
#include "motcua/text/utf8.h"
#include "ui/focus.h"
#include "ui/shell.h"

struct screens {
	struct mc_desk *desk;
	struct mc_ui ui;
	struct mc_canvas canvas;
	struct mc_keys keys;
};

/* ---- what has to hold after each event */

static void check_cells(const struct mc_canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++) {
		for (int col = 0; col < canvas->cols; col++) {
			const struct mc_cell *cell = mc_canvas_at(canvas, row, col);
			char bytes[4];

			FUZZ_CHECK(cell->style < MC_STYLE_COUNT);
			/* 0 is the second half of a wide letter */
			FUZZ_CHECK(cell->c ? cell->c >= 0x20 && mc_utf8_encode(cell->c, bytes)
					   : col > 0);
		}
	}
}

static bool is_blank(const struct mc_canvas *canvas, int row)
{
	for (int col = 0; col < canvas->cols; col++) {
		if (mc_canvas_at(canvas, row, col)->c != ' ') {
			return false;
		}
	}
	return true;
}

static void check_screen(struct screens *s)
{
	struct mc_canvas *canvas = &s->canvas;
	const struct mc_edit *edit;

	if (s->ui.quit) {
		return;
	}
	FUZZ_CHECK(s->ui.top);
	fuzz_at = s->ui.top->ops->name;
	mc_shell_draw(&s->ui, canvas);
	check_cells(canvas);
	FUZZ_CHECK(canvas->cursor_row >= 0 && canvas->cursor_row < canvas->rows);
	FUZZ_CHECK(canvas->cursor_col >= 0 && canvas->cursor_col < canvas->cols);
	if (canvas->rows >= MC_UI_ROWS && canvas->cols >= MC_UI_COLS) {
		FUZZ_CHECK(!is_blank(canvas, 0) && !is_blank(canvas, canvas->rows - 1));
		FUZZ_CHECK(focus_is_right(&s->ui, canvas));
	}
	edit = s->ui.top->ops->edit ? s->ui.top->ops->edit(s->ui.top) : NULL;
	if (edit) {
		FUZZ_CHECK(mc_utf8_valid(edit->text.data, edit->text.len));
		FUZZ_CHECK(edit->at <= edit->text.len);
	}
	FUZZ_CHECK(s->desk->open_count >= 0 && s->desk->open_count <= 1);
}

/* ---- events */

static void give(struct screens *s, const struct mc_event *event)
{
	if (!s->ui.quit) {
		mc_shell_event(&s->ui, event);
	}
}

static void press(struct screens *s, uint32_t raw)
{
	struct mc_event events[2];
	int count = mc_keys_feed(&s->keys, raw, events);

	for (int i = 0; i < count; i++) {
		give(s, &events[i]);
	}
}

static uint32_t pick_raw(struct fuzz_bytes *bytes)
{
	static const uint32_t useful[] = {
		13,
		13,
		13,
		9,
		9,
		27,
		127,
		' ',
		'a',
		'n',
		's',
		'w',
		'd',
		'C',
		'P',
		'R',
		'S',
		'y',
		'1',
		'0',
		'-',
		'|',
		0x1EBF,
		MC_KEY_UP,
		MC_KEY_DOWN,
		MC_KEY_DOWN,
		MC_KEY_LEFT,
		MC_KEY_RIGHT,
		MC_KEY_HOME,
		MC_KEY_END,
		MC_KEY_PGUP,
		MC_KEY_PGDN,
		MC_KEY_INSERT,
		MC_KEY_DELETE,
		MC_KEY_BACKTAB,
		MC_KEY_PASTE_START,
		MC_KEY_PASTE_END,
	};
	unsigned b = fuzz_byte(bytes);

	if (b < 148) {
		return useful[b % MC_COUNT(useful)];
	}
	if (b < 196) {
		return MC_KEY_F(1 + b % 12);
	}
	if (b < 228) {
		return b - 196; /* control characters */
	}
	return b < 250 ? fuzz_byte(bytes)
		       : (fuzz_byte(bytes) << 16 | fuzz_byte(bytes) << 8 | fuzz_byte(bytes)) &
				 0xFFFFF;
}

static const char *pick_text(struct fuzz_bytes *bytes)
{
	static const char *const texts[] = {
		"054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022",
		"IDVNM1962785451054196278545<<7",
		"9611025F3610280VNM<<<<<<<<<<<2",
		"TRAN<<THI<KIM<OANH<<<<<<<<<<<<",
		"054196278545",
		"T-7K3M9Q-X4T2BC-5",
		"Nguyễn Văn Dũng",
		"",
		"|||||||",
		"24/11/2026",
		"一二三四五六七八九十",
		"/tmp/giay chung sinh.pdf",
	};

	return texts[fuzz_byte(bytes) % MC_COUNT(texts)];
}

/* The desk answers otherwise from now on. */
static void change_desk(struct mc_desk *desk, struct fuzz_bytes *bytes)
{
	static const enum mc_code codes[] = {MC_OK, MC_E_LINK_DOWN, MC_E_DISK_FULL, MC_E_NUMBER,
					     MC_E_NOT_FOUND};
	enum mc_code code = codes[fuzz_byte(bytes) % MC_COUNT(codes)];
	unsigned what = fuzz_byte(bytes);
	int row = (int)(what / 16 % MC_COUNT(desk->rows));

	switch (what % 16) {
	case 0:
		desk->begin_code = code;
		break;
	case 1:
		desk->poll_code = code;
		break;
	case 2:
		desk->submit_code = code;
		break;
	case 3:
		desk->attach_code = code;
		break;
	case 4:
		desk->print_code = desk->slip_code = code;
		break;
	case 5:
		desk->postpone_code = desk->stick_code = code;
		break;
	case 6:
		fake_found(&desk->answer);
		MC_COPY(desk->answer.evidence_id, "e1");
		break;
	case 7:
		desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
		break;
	case 8:
		fake_large_household(&desk->answer.answer.household, MC_HEAD_ABSENT);
		break;
	case 9:
		fake_linked(&desk->linked);
		break;
	case 10:
		desk->status.link = what / 16 % 6;
		desk->status.held = row;
		break;
	case 11:
		desk->no_catalog = !desk->no_catalog;
		break;
	case 12:
		desk->sticks = row;
		desk->returns = row / 2;
		break;
	case 13:
		desk->many = desk->many ? 0 : 100 * row;
		break;
	case 14:
		desk->row_count = row;
		break;
	default:
		desk->rows[row].state = 1 + fuzz_byte(bytes) % (MC_STATE_COUNT - 1);
		desk->rows[row].has_receipt = what & 16;
		desk->rows[row].cause = code;
		desk->rows[row].progress.open = what & 32;
		desk->rows[row].progress.due_at = FAKE_NOW + (int64_t)(what - 128) * MC_DAY;
		break;
	}
}

static void resize(struct screens *s, struct fuzz_bytes *bytes)
{
	unsigned way = fuzz_byte(bytes);

	if (way % 2) {
		mc_canvas_resize(&s->canvas, MC_UI_ROWS, MC_UI_COLS);
	} else {
		mc_canvas_resize(&s->canvas, 1 + fuzz_byte(bytes) % 70, 1 + fuzz_byte(bytes));
	}
}

static void step(struct screens *s, struct fuzz_bytes *bytes)
{
	struct mc_event event = {.kind = MC_EVENT_TICK};
	struct mc_event events[2];
	unsigned what = fuzz_byte(bytes);

	if (what < 200) {
		press(s, pick_raw(bytes));
		return;
	}
	if (what < 215) {
		event = (struct mc_event){.kind = what & 1 ? MC_EVENT_SCAN : MC_EVENT_PASTE,
					  .text = pick_text(bytes),
					  .lost = what == 214};
	} else if (what < 235) {
		change_desk(s->desk, bytes);
		s->desk->changed = fuzz_byte(bytes);
		event.kind = MC_EVENT_CHANGED;
	} else if (what < 243) {
		resize(s, bytes);
	} else if (what < 247) {
		if (!s->ui.quit && s->canvas.rows >= MC_UI_ROWS && s->canvas.cols >= MC_UI_COLS) {
			event = (struct mc_event){.kind = MC_EVENT_MOUSE,
						  .row = (int)fuzz_byte(bytes) % s->canvas.rows,
						  .col = (int)fuzz_byte(bytes) % s->canvas.cols,
						  .choice = what == 246	  ? 1
							    : what == 245 ? -1
									  : 0};
			mc_shell_mouse(&s->ui, &s->canvas, &event);
		}
		return;
	} else if (what < 250) {
		for (int i = 0, n = mc_keys_timeout(&s->keys, events); i < n; i++) {
			give(s, &events[i]);
		}
	}
	give(s, &event);
}

/* ---- one session */

static void begin(struct screens *s, struct fuzz_bytes *bytes)
{
	unsigned flags = fuzz_byte(bytes);

	mc_clock_freeze(FAKE_NOW);
	setenv("LANGUAGE", flags & 1 ? "vi" : "en", 1);
	mc_i18n_init(NULL);
	s->desk = fake_desk_new();
	fake_sticks(s->desk);
	s->desk->training = flags & 2;
	s->desk->first_run = flags & 4;
	s->desk->printer = flags & 16;
	s->desk->reader = flags & 32;
	if (flags & 8) {
		memset(&s->desk->officer, 0, sizeof(s->desk->officer));
	}
	for (size_t i = 0; i < MC_COUNT(s->desk->rows); i++) {
		MC_COPY(s->desk->rows[i].id, "id");
		MC_COPY(s->desk->rows[i].local_number, NUMBER);
		MC_COPY(s->desk->rows[i].subject, i % 2 ? "Nguyễn Thị Trúc Vân" : "");
		s->desk->rows[i].state = MC_STATE_SEALED;
		s->desk->rows[i].seq = (int64_t)i;
		s->desk->rows[i].sealed_at = s->desk->rows[i].state_at = FAKE_NOW;
	}
	mc_canvas_init(&s->canvas, MC_UI_ROWS, MC_UI_COLS);
	mc_keys_init(&s->keys);
	mc_shell_open(&s->ui, s->desk);
}

static void end(struct screens *s)
{
	mc_shell_close(&s->ui);
	FUZZ_CHECK(s->desk->open_count == 0); /* every dossier was given back */
	mc_keys_done(&s->keys);
	mc_canvas_done(&s->canvas);
	fake_sticks(NULL);
	fake_desk_free(s->desk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = {data, data + (size < 2048 ? size : 2048)};
	struct screens s = {.desk = NULL};

	begin(&s, &bytes);
	check_screen(&s);
	while (bytes.at < bytes.end && !s.ui.quit) {
		step(&s, &bytes);
		check_screen(&s);
	}
	end(&s);
	return 0;
}
