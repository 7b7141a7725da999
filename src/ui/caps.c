/* SPDX-License-Identifier: MPL-2.0 */
/* caps.c - the only file that knows terminfo. */
#include "ui/caps.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "motcua/base/mem.h"

/* terminfo's attributes that a colour may exclude, as no_color_video counts them. */
enum { NCV_UNDERLINE = 2, NCV_BOLD = 32 };

/* terminfo has NULL for what is not there, and (char *)-1 for what was taken away. */
static const char *text_of(const char *cap)
{
	return cap && cap != (const char *)-1 ? cap : "";
}

static void take_strings(struct mc_caps *caps)
{
	caps->cup = text_of(cursor_address);
	caps->hpa = text_of(column_address);
	caps->vpa = text_of(row_address);
	caps->cub = text_of(parm_left_cursor);
	caps->cuf = text_of(parm_right_cursor);
	caps->cub1 = text_of(cursor_left);
	caps->cuf1 = text_of(cursor_right);
	caps->cud1 = text_of(cursor_down);
	caps->cuu1 = text_of(cursor_up);
	caps->cr = text_of(carriage_return);
	caps->clear = text_of(clear_screen);
	caps->el = text_of(clr_eol);
	caps->ech = text_of(erase_chars);
	caps->smcup = text_of(enter_ca_mode);
	caps->rmcup = text_of(exit_ca_mode);
	caps->smkx = text_of(keypad_xmit);
	caps->rmkx = text_of(keypad_local);
	caps->rev = text_of(enter_reverse_mode);
	caps->bold = text_of(enter_bold_mode);
	caps->smul = text_of(enter_underline_mode);
	caps->setaf = text_of(set_a_foreground);
	caps->op = text_of(orig_pair);
	caps->sgr0 = text_of(exit_attribute_mode);
}

static void take_numbers(struct mc_caps *caps)
{
	int ncv = no_color_video > 0 ? no_color_video : 0;

	caps->rows = tigetnum("lines");
	caps->cols = tigetnum("cols");
	caps->colours = *caps->setaf ? max_colors : 0;
	caps->no_bold = ncv & NCV_BOLD;
	caps->no_underline = ncv & NCV_UNDERLINE;
	caps->corner_scrolls = auto_right_margin > 0 && eat_newline_glitch <= 0;
	caps->mouse = *text_of(key_mouse);
}

/* "Plain" of most terminals also leaves line drawing, which nobody here enters: three bytes of
 * six, at each change of looks. Where plain is not ECMA's it may leave the colour as it is. */
static void make_plain(struct mc_caps *caps)
{
	const char *leaves = text_of(exit_alt_charset_mode);
	size_t len = strcspn(leaves, "$");
	const char *at = len ? memmem(caps->sgr0, strlen(caps->sgr0), leaves, len) : NULL;
	int head = at ? (int)(at - caps->sgr0) : (int)strlen(caps->sgr0);
	char plain[sizeof(caps->plain)];

	snprintf(plain, sizeof(plain), "%.*s%s", head, caps->sgr0, at ? at + len : "");
	snprintf(caps->plain, sizeof(caps->plain), "%s%s",
		 strncmp(plain, "\033[", 2) == 0 ? "" : caps->op, plain);
}

enum mc_code mc_caps_load(struct mc_caps *ret, struct mc_err *why)
{
	struct mc_caps caps = { 0 };
	int known = 0;

	if (setupterm(NULL, STDOUT_FILENO, &known) != OK) {
		return mc_fail(why, MC_E_TERMINAL, "TERM is not known");
	}
	caps.entry = cur_term;
	take_strings(&caps);
	take_numbers(&caps);
	make_plain(&caps);
	if (!*caps.cup) {
		mc_caps_done(&caps);
		return mc_fail(why, MC_E_TERMINAL, "TERM cannot move its cursor");
	}
	*ret = caps;
	return MC_OK;
}

void mc_caps_done(struct mc_caps *caps)
{
	if (caps->entry) {
		del_curterm(caps->entry);
		*caps = (struct mc_caps){ 0 };
	}
}

/* ---- numbers put in */

static size_t digits(int number, char *ret)
{
	size_t len = 1;

	for (int rest = number; rest >= 10; rest /= 10) {
		len++;
	}
	for (size_t i = len; i > 0; number /= 10) {
		ret[--i] = (char)('0' + number % 10);
	}
	return len;
}

/* terminfo's language is a stack machine; what nearly all terminals need of it is "%i", "%p1"
 * and "%d". False for anything else. */
static bool format_plainly(const char *cap, int first, int second, char *ret, size_t size)
{
	int number[2] = { first, second }, now = 0;
	size_t len = 0;

	for (; *cap && len + 12 < size; cap++) {
		if (*cap != '%') {
			ret[len++] = *cap;
		} else if (*++cap == 'i') {
			number[0]++;
			number[1]++;
		} else if (*cap == 'p' && (cap[1] == '1' || cap[1] == '2')) {
			now = number[*++cap - '1'];
		} else if (*cap == 'd') {
			len += digits(now, ret + len);
		} else {
			return false;
		}
	}
	ret[len] = '\0';
	return !*cap;
}

void mc_caps_format(const char *cap, int first, int second, char *ret, size_t size)
{
	if (!format_plainly(cap, first, second, ret, size)) {
		mc_copy(ret, size, text_of(tiparm(cap, first, second)));
	}
}

/* ---- padding */

/* tputs() knows no context. */
static struct mc_str *padded;

static int put_padded(int c)
{
	mc_str_putc(padded, (char)c);
	return c;
}

void mc_caps_put(struct mc_str *out, const char *text)
{
	if (!strstr(text, "$<")) {
		mc_str_puts(out, text);
		return;
	}
	padded = out;
	tputs(text, 1, put_padded);
}

/* ---- keys */

size_t mc_caps_keys(struct mc_key_sequence ret[MC_CAPS_KEYS_MAX])
{
	const struct mc_key_sequence all[] = {
		{ key_up, MC_KEY_UP }, { key_down, MC_KEY_DOWN }, { key_left, MC_KEY_LEFT },
		{ key_right, MC_KEY_RIGHT }, { key_home, MC_KEY_HOME }, { key_end, MC_KEY_END },
		{ key_ll, MC_KEY_END }, { key_ppage, MC_KEY_PGUP }, { key_npage, MC_KEY_PGDN },
		{ key_ic, MC_KEY_INSERT }, { key_dc, MC_KEY_DELETE },
		{ key_backspace, MC_KEY_BACKSPACE }, { key_enter, MC_KEY_ENTER },
		{ key_btab, MC_KEY_BACKTAB }, { key_f1, MC_KEY_F(1) }, { key_f2, MC_KEY_F(2) },
		{ key_f3, MC_KEY_F(3) }, { key_f4, MC_KEY_F(4) }, { key_f5, MC_KEY_F(5) },
		{ key_f6, MC_KEY_F(6) }, { key_f7, MC_KEY_F(7) }, { key_f8, MC_KEY_F(8) },
		{ key_f9, MC_KEY_F(9) }, { key_f10, MC_KEY_F(10) }, { key_f11, MC_KEY_F(11) },
		{ key_f12, MC_KEY_F(12) },
	};
	size_t count = 0;

	_Static_assert(MC_COUNT(all) <= MC_CAPS_KEYS_MAX, "room for each");
	for (size_t i = 0; i < MC_COUNT(all); i++) {
		if (*text_of(all[i].bytes)) {
			ret[count++] = all[i];
		}
	}
	return count;
}
