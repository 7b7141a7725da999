/* SPDX-License-Identifier: MPL-2.0 */
/* po_test.c - what a translator writes can be drawn: NFC, and only what the console font has. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"
#include "support/check.h"
#include "text/vn.h"

/* The four complete Vietnamese console fonts have these beside the 134 letters; no ₫, √ or ✓. */
static const char signs[] = "–—“”…←→↑↓█░▒■▲▼●☐☑";

static bool drawable(uint32_t c)
{
	size_t used;

	if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F) || mc_vn_find(c)) {
		return true;
	}
	for (const char *at = signs; *at; at += used) {
		uint32_t sign;

		used = mc_utf8_decode(at, strlen(at), &sign);
		if (sign == c) {
			return true;
		}
	}
	return false;
}

/* 0, or the first character that no console could show. */
static uint32_t first_undrawable(const char *text)
{
	size_t len = strlen(text), used;
	uint32_t c;

	for (size_t at = 0; at < len; at += used) {
		used = mc_utf8_decode(text + at, len - at, &c);
		if (!used || !drawable(c)) {
			return used ? c : 0xFFFD;
		}
	}
	return 0;
}

static bool is_nfc(const char *text)
{
	struct mc_str composed;
	bool same;

	mc_str_init(&composed, strlen(text) + 1);
	same = mc_text_nfc(text, strlen(text), &composed) && strcmp(composed.data, text) == 0;
	mc_str_done(&composed);
	return same;
}

static void each_line_of(const char *name,
			 void (*check)(const char *name, int number, const char *line))
{
	char *path = mc_path_join(MC_SOURCE_DIR, name), *rest, *line;
	struct mc_str text;
	int number = 0;

	mc_str_init(&text, 4 * 1024 * 1024);
	assert_ok(mc_file_read(path, &text, NULL));
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		check(name, ++number, line);
	}
	assert_true(number > 20);
	mc_str_done(&text);
	free(path);
}

static void check_nfc(const char *name, int number, const char *line)
{
	if (!mc_utf8_valid(line, strlen(line)) || !is_nfc(line)) {
		fail_msg("%s:%d is not NFC", name, number);
	}
}

static void check_drawable(const char *name, int number, const char *line)
{
	uint32_t c = first_undrawable(line);

	if (c) {
		fail_msg("%s:%d: the console font has no U+%04X", name, number, (unsigned)c);
	}
}

static void translations_are_nfc(void **state)
{
	(void)state;
	each_line_of("po/vi.po", check_nfc);
	each_line_of("po/glossary-vi.tsv", check_nfc);
}

static void translations_can_be_drawn(void **state)
{
	(void)state;
	each_line_of("po/vi.po", check_drawable);
	each_line_of("po/glossary-vi.tsv", check_drawable);
}

static void planted_faults_are_found(void **state)
{
	static const struct {
		const char *text;
		bool nfc;
		uint32_t undrawable;
	} rows[] = {
		{"Nguyễn Văn Dũng – “ABC” … ↓", true, 0},
		{"Nguye\u0302\u0303n", false, 0x0302},
		{"\u00EA\u0301", false, 0x0301},
		{"25.000 \u20AB", true, 0x20AB},
		{"\u2713 xong", true, 0x2713},
		{"a\u00A0b", true, 0x00A0},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(is_nfc(rows[i].text), rows[i].nfc);
		assert_int_equal(first_undrawable(rows[i].text), rows[i].undrawable);
	}
	assert_int_equal(first_undrawable("a\xFF"), 0xFFFD);
}

/* ---- the words of the glossary */

enum { WORDS_MAX = 60000 };

/* A text as words: without marks, by which it is found, and with its tones, by which it is told. */
struct words {
	struct mc_str bare, toned;
	const char *bare_at[WORDS_MAX], *toned_at[WORDS_MAX];
	int count;
};

static int split(struct mc_str *text, const char *ret[WORDS_MAX])
{
	char *rest = text->data, *word;
	int count = 0;

	while ((word = strsep(&rest, " ")) && count < WORDS_MAX) {
		if (*word) {
			ret[count++] = word;
		}
	}
	return count;
}

static void words_of(const char *text, struct words *ret)
{
	struct mc_str apart;

	mc_str_init(&apart, 1 << 21);
	for (; *text; text++) { /* no term goes over a full stop */
		mc_str_add(&apart, ispunct((unsigned char)*text) ? " . " : text,
			   ispunct((unsigned char)*text) ? 3 : 1);
	}
	mc_str_init(&ret->bare, 1 << 21);
	mc_str_init(&ret->toned, 1 << 21);
	assert_true(mc_fold_bare(apart.data, &ret->bare) &&
		    mc_fold_tonepos(apart.data, &ret->toned));
	mc_str_done(&apart);
	ret->count = split(&ret->bare, ret->bare_at);
	assert_int_equal(split(&ret->toned, ret->toned_at), ret->count);
}

static void words_done(struct words *words)
{
	mc_str_done(&words->bare);
	mc_str_done(&words->toned);
}

static bool same_words(const char *const a[], const char *const b[], int count)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(a[i], b[i]) != 0) {
			return false;
		}
	}
	return true;
}

/* Where in the text, from a word on, the term stands in other marks or tones; -1: nowhere. */
static int misspelt_at(const struct words *text, int from, const struct words *term)
{
	for (int i = from; i + term->count <= text->count; i++) {
		if (same_words(&text->bare_at[i], term->bare_at, term->count) &&
		    !same_words(&text->toned_at[i], term->toned_at, term->count)) {
			return i;
		}
	}
	return -1;
}

static struct words translations; /* all of po/vi.po that people read */

static void join(const struct words *text, int at, int count, char *ret, size_t size)
{
	size_t len = 0;

	ret[0] = '\0';
	for (int i = at; i < at + count && len < size; i++) {
		len += (size_t)snprintf(ret + len, size - len, "%s%s", i > at ? " " : "",
					text->toned_at[i]);
	}
}

/* Other words that are written with the same letters. */
static bool is_other_word(const char *toned)
{
	static const char *const others[] = {
		"cân2 bô3",    /* cần bổ sung; cán bộ */
		"sơ tam5",     /* hồ sơ tạm giữ; số tạm */
		"sô1 thư1 tư", /* chữ số thứ tư; số thứ tự */
		"ma2 hô2 sơ",  /* hồ sơ mà hồ sơ này thay thế; mã hồ sơ */
	};

	for (size_t i = 0; i < MC_COUNT(others); i++) {
		if (strcmp(toned, others[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* One syllable alone has too many neighbours. */
static void check_term(const char *name, int number, const char *text)
{
	static struct words term;
	char found[256];
	int at;

	words_of(text, &term);
	at = term.count > 1 ? misspelt_at(&translations, 0, &term) : -1;
	for (; at >= 0; at = misspelt_at(&translations, at + 1, &term)) {
		join(&translations, at, term.count, found, sizeof(found));
		if (!is_other_word(found)) {
			fail_msg("%s:%d \"%s\" is \"%s\" in po/vi.po", name, number, text, found);
		}
	}
	words_done(&term);
}

static int terms;

/* "a; b" are two terms; what stands in brackets or behind a colon explains. */
static void check_terms(const char *name, int number, char *text)
{
	char *term;

	while ((term = strsep(&text, ";,"))) {
		term[strcspn(term, "(:?")] = '\0';
		if (strspn(term, " ") < strlen(term)) {
			terms++;
			check_term(name, number, term);
		}
	}
}

/* English, Vietnamese, where from. */
static void check_tsv(const char *name, int number, const char *line)
{
	const char *tab = *line == '#' ? NULL : strchr(line, '\t');
	char *text = tab ? strndup(tab + 1, strcspn(tab + 1, "\t")) : NULL;

	if (text) {
		check_terms(name, number, text);
	}
	free(text);
}

/* | Vietnamese | ... */
static void check_table(const char *name, int number, const char *line)
{
	char *text = strncmp(line, "| ", 2) == 0 ? strndup(line + 2, strcspn(line + 2, "|")) : NULL;

	if (text && strcmp(text, "Vietnamese ") != 0) {
		check_terms(name, number, text);
	}
	free(text);
}

static struct mc_str read_text;
static bool in_translation;

/* The translations in a row, escapes and formats left out. */
static void collect(const char *name, int number, const char *line)
{
	const char *at = strchr(line, '"');

	(void)name;
	(void)number;
	in_translation = strncmp(line, "msgstr", 6) == 0 || (in_translation && *line == '"');
	if (!in_translation || !at) {
		return;
	}
	for (at++; *at && at[1]; at++) {
		bool escaped = *at == '\\' && at[1] != '\0';

		mc_str_add(&read_text, escaped ? " " : at, 1);
		at += escaped;
	}
	if (strncmp(line, "msgstr", 6) == 0 && at[-1] == '"') {
		mc_str_puts(&read_text, " ");
	}
}

static void glossary_words_are_spelled_as_there(void **state)
{
	(void)state;
	terms = 0;
	mc_str_init(&read_text, 1 << 20);
	each_line_of("po/vi.po", collect);
	words_of(read_text.data, &translations);
	each_line_of("po/glossary-vi.tsv", check_tsv);
	each_line_of("docs/GLOSSARY.md", check_table);
	assert_true(terms > 150);
	words_done(&translations);
	mc_str_done(&read_text);
}

static void planted_misspelling_is_found(void **state)
{
	static struct words text, term;

	(void)state;
	words_of("Đăng ký thuờng trú, tạm trú", &text);
	words_of("thường trú", &term);
	assert_int_equal(misspelt_at(&text, 0, &term), 2);
	words_done(&term);
	words_of("Tạm trú", &term);
	assert_int_equal(misspelt_at(&text, 0, &term), -1);
	words_done(&term);
	words_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(translations_are_nfc),
		cmocka_unit_test(translations_can_be_drawn),
		cmocka_unit_test(planted_faults_are_found),
		cmocka_unit_test(glossary_words_are_spelled_as_there),
		cmocka_unit_test(planted_misspelling_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
