/* SPDX-License-Identifier: MPL-2.0 */
/* edit.c - the line editor. Every letter goes through the typing engine, on or off. */
#include "ui/edit.h"

#include <string.h>
#include <strings.h>

#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

void mc_edit_init(struct mc_edit *edit, enum mc_edit_use use, size_t letters,
		  const struct mc_typing_mode *mode)
{
	*edit = (struct mc_edit){.use = use, .letters = letters, .mode = mode};
	mc_str_init(&edit->text, letters * 4 + 256); /* room for a word on its way back to keys */
	mc_typing_init(&edit->typing, MC_TYPING_OFF, mode->style);
}

void mc_edit_done(struct mc_edit *edit)
{
	mc_str_wipe(&edit->text);
	mc_typing_reset(&edit->typing);
}

void mc_edit_set(struct mc_edit *edit, const char *text)
{
	size_t max = edit->text.max, needed = strlen(text) + 256;

	max = max > needed ? max : needed; /* what stands there is longer: it stays whole */
	mc_str_wipe(&edit->text);
	mc_str_init(&edit->text, max);
	mc_str_puts(&edit->text, text);
	edit->at = edit->text.len;
	mc_typing_reset(&edit->typing);
}

static bool refuse(struct mc_edit *edit, enum mc_code why)
{
	edit->why = why;
	edit->refused++;
	return false;
}

/* Replace bytes from..to by text, in NFC; refused as a whole when it grows too long, or brings a
 * mark that makes no letter. */
static bool splice(struct mc_edit *edit, size_t from, size_t to, const char *text)
{
	struct mc_str raw, now;
	size_t at;
	bool fits, whole;

	mc_str_init(&raw, edit->text.max);
	mc_str_init(&now, edit->text.max);
	mc_str_add(&raw, edit->text.data, from);
	mc_str_puts(&raw, text);
	mc_text_nfc(raw.data, raw.len, &now);
	at = now.len;
	mc_str_puts(&now, edit->text.data + to);
	fits = !raw.full && !now.full && (mc_utf8_count(now.data) <= edit->letters || to > from);
	/* what stood there before, from a register, may stay */
	whole = !fits || mc_text_loose_marks(now.data) <= mc_text_loose_marks(edit->text.data);
	mc_str_wipe(&raw);
	if (!fits || !whole) {
		mc_str_wipe(&now);
		return refuse(edit, fits ? MC_E_TEXT_MARK : MC_E_TEXT_LONG);
	}
	mc_str_wipe(&edit->text);
	edit->text = now;
	edit->at = at;
	return true;
}

static void apply(struct mc_edit *edit, const struct mc_typing_edit *change)
{
	size_t from = edit->at;

	for (int i = 0; i < change->erase; i++) {
		from = mc_utf8_prev(edit->text.data, from);
	}
	if ((from < edit->at || change->insert[0]) &&
	    !splice(edit, from, edit->at, change->insert)) {
		mc_typing_reset(&edit->typing);
	}
}

bool mc_edit_types(const struct mc_edit *edit)
{
	if (!edit->mode->on || edit->mode->method == MC_TYPING_OFF ||
	    edit->use == MC_EDIT_CODES || edit->use == MC_EDIT_DIGITS) {
		return false;
	}
	return edit->use == MC_EDIT_WORDS || (!strpbrk(edit->text.data, "0123456789|/") &&
					      strncasecmp(edit->text.data, "T-", 2) != 0);
}

/* A mark behind its letter, as some keyboards send it, becomes one with it: for the engine that
 * would be two. */
static void mark(struct mc_edit *edit, uint32_t key)
{
	char bytes[5] = "";

	mc_utf8_encode(key, bytes);
	mc_typing_reset(&edit->typing);
	splice(edit, edit->at, edit->at, bytes);
}

static void letter(struct mc_edit *edit, uint32_t key)
{
	enum mc_typing_method method = mc_edit_types(edit) ? edit->mode->method : MC_TYPING_OFF;
	struct mc_typing_edit change;

	if (!mc_text_columns(key)) {
		mark(edit, key);
		return;
	}

	if (edit->typing.method != method || edit->typing.style != edit->mode->style) {
		mc_typing_init(&edit->typing, method, edit->mode->style);
	}
	mc_typing_key(&edit->typing, key, &change);
	if (mc_utf8_count(edit->text.data) >= edit->letters && change.erase == 0) {
		mc_typing_reset(&edit->typing);
		refuse(edit, MC_E_TEXT_LONG);
		return;
	}
	apply(edit, &change);
}

static void backspace(struct mc_edit *edit)
{
	struct mc_typing_edit change;

	mc_typing_backspace(&edit->typing, &change);
	apply(edit, &change);
}

static void move(struct mc_edit *edit, size_t to)
{
	edit->at = to;
	mc_typing_reset(&edit->typing);
}

static void left(struct mc_edit *edit)
{
	move(edit, mc_utf8_prev(edit->text.data, edit->at));
}

static void right(struct mc_edit *edit)
{
	move(edit, mc_utf8_next(edit->text.data, edit->at));
}

static void home(struct mc_edit *edit)
{
	move(edit, 0);
}

static void end(struct mc_edit *edit)
{
	move(edit, edit->text.len);
}

static void delete_next(struct mc_edit *edit)
{
	mc_typing_reset(&edit->typing);
	splice(edit, edit->at, mc_utf8_next(edit->text.data, edit->at), "");
}

static void cut_end(struct mc_edit *edit)
{
	mc_typing_reset(&edit->typing);
	splice(edit, edit->at, edit->text.len, "");
}

static void cut_start(struct mc_edit *edit)
{
	mc_typing_reset(&edit->typing);
	edit->at = splice(edit, 0, edit->at, "") ? 0 : edit->at;
}

static void raw_keys(struct mc_edit *edit)
{
	struct mc_typing_edit change;

	mc_typing_raw(&edit->typing, &change);
	apply(edit, &change);
}

void mc_edit_keyed(const struct mc_edit *edit, struct mc_str *ret)
{
	struct mc_typing typing = edit->typing;
	struct mc_typing_edit change;
	size_t from = edit->at;

	mc_typing_raw(&typing, &change);
	for (int i = 0; i < change.erase; i++) {
		from = mc_utf8_prev(edit->text.data, from);
	}
	mc_str_add(ret, edit->text.data, from);
	mc_str_puts(ret, change.insert);
	mc_str_puts(ret, edit->text.data + edit->at);
	explicit_bzero(&typing, sizeof(typing));
	explicit_bzero(&change, sizeof(change));
}

static const struct {
	uint32_t key;
	void (*act)(struct mc_edit *edit);
} bindings[] = {
	{MC_KEY_LEFT, left}, {MC_KEY_RIGHT, right}, {MC_KEY_HOME, home}, {MC_KEY_END, end},
	{MC_KEY_BACKSPACE, backspace}, {MC_KEY_DELETE, delete_next},
	{MC_KEY_CTRL('A'), home}, {MC_KEY_CTRL('E'), end}, {MC_KEY_CTRL('K'), cut_end},
	{MC_KEY_CTRL('U'), cut_start}, {MC_KEY_CTRL('R'), raw_keys},
};

bool mc_edit_key(struct mc_edit *edit, uint32_t key)
{
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
		if (bindings[i].key == key) {
			bindings[i].act(edit);
			return true;
		}
	}
	if (key == MC_KEY_INSERT) { /* no overtyping here (R13) */
		return true;
	}
	if (!mc_key_is_text(key)) {
		return false;
	}
	letter(edit, key);
	return true;
}

bool mc_edit_paste(struct mc_edit *edit, const char *text)
{
	mc_typing_reset(&edit->typing);
	return splice(edit, edit->at, edit->at, text);
}

void mc_edit_leave(struct mc_edit *edit)
{
	struct mc_typing_edit change;

	mc_typing_end(&edit->typing, &change);
	apply(edit, &change);
	mc_typing_reset(&edit->typing);
}

void mc_edit_draw(const struct mc_edit *edit, struct mc_canvas *canvas, int row, int col,
		  int width, bool focused)
{
	const char *text = edit->text.data;
	size_t from = 0;
	char before[4096];
	int at;

	mc_canvas_fill(canvas, row, col, 1, width, MC_STYLE_FIELD);
	if (!focused) {
		mc_canvas_text(canvas, row, col, width, MC_STYLE_FIELD, text);
		return;
	}
	for (;;) { /* the cursor needs a column of its own after the last letter */
		size_t len = edit->at - from;

		len = len < sizeof(before) ? len : sizeof(before) - 1;
		memcpy(before, text + from, len);
		before[len] = '\0';
		at = mc_text_width(before);
		if (at < width || from >= edit->at) {
			break;
		}
		from = mc_utf8_next(text, from);
	}
	/* plain: a letter typed at 9600 baud is then that letter, without two changes of style */
	mc_canvas_text(canvas, row, col, width, MC_STYLE_PLAIN, text + from);
	mc_canvas_cursor(canvas, row, col + at);
}
