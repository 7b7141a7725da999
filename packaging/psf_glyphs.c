/* SPDX-License-Identifier: MPL-2.0 */
/*
 * psf_glyphs.c - put glyphs of our own into a console font, at build time.
 *
 *   psf_glyphs GLYPHS <FONT.psf >NEW.psf
 *
 * FONT is a PSF version 1 font, 8 wide, with a Unicode table (psfutils' format): a
 * header of 4 bytes, the bitmaps, then for each glyph its code points as 16 bits,
 * little end first, ended by FFFF. GLYPHS says which glyph takes the slot of which
 * (data/fonts/motcua16.glyphs). Status 1 and a word about it when anything is wrong.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODE_512 = 1, MODE_TABLE = 2, HEADER = 4, GLYPHS = 512, FONT_MAX = 256 * 1024, END = 0xFFFF,
       SEQUENCE = 0xFFFE };

struct font {
	unsigned char bytes[FONT_MAX];
	size_t len, table; /* where the Unicode table begins */
	int height;        /* rows, and bytes, of a glyph */
};

static void fail(const char *what, const char *of)
{
	fprintf(stderr, "psf_glyphs: %s: %s\n", of, what);
	exit(1);
}

static unsigned code_at(const struct font *font, size_t at)
{
	return font->bytes[at] | (unsigned)font->bytes[at + 1] << 8;
}

static void read_font(struct font *font, FILE *from)
{
	font->len = fread(font->bytes, 1, FONT_MAX, from);
	if (font->len < HEADER || font->bytes[0] != 0x36 || font->bytes[1] != 0x04) {
		fail("no PSF font, version 1", "standard input");
	}
	font->height = font->bytes[3];
	font->table = HEADER + (size_t)GLYPHS * (size_t)font->height;
	if ((font->bytes[2] & (MODE_512 | MODE_TABLE)) != (MODE_512 | MODE_TABLE) ||
	    font->len <= font->table || (font->len - font->table) % 2) {
		fail("not 512 glyphs with a Unicode table", "standard input");
	}
}

/* The glyph that shows this code point alone, and where in the table its entry begins. */
static int find(const struct font *font, unsigned code, size_t *ret_at)
{
	size_t start = font->table;
	int glyph = 0;

	for (size_t at = font->table; at + 1 < font->len; at += 2) {
		if (code_at(font, at) == END) {
			start = at + 2;
			glyph++;
		} else if (code_at(font, at) == code && at == start && glyph < GLYPHS) {
			*ret_at = start;
			return glyph;
		}
	}
	return -1;
}

/* The entry at start becomes this code point and nothing else. */
static void rename_entry(struct font *font, size_t start, unsigned code)
{
	size_t end = start;

	while (code_at(font, end) != END) {
		if (code_at(font, end) < SEQUENCE && end > start) {
			fail("the slot shows other letters too", "GLYPHS");
		}
		end += 2;
	}
	memmove(font->bytes + start + 2, font->bytes + end, font->len - end);
	font->len -= end - start - 2;
	font->bytes[start] = (unsigned char)code;
	font->bytes[start + 1] = (unsigned char)(code >> 8);
}

static unsigned char read_row(const char *line)
{
	unsigned char row = 0;

	if (strspn(line, ".#") != 8 || (line[8] != '\n' && line[8] != '\0')) {
		fail("a row is 8 of '.' and '#'", line);
	}
	for (int i = 0; i < 8; i++) {
		row = (unsigned char)(row << 1 | (line[i] == '#'));
	}
	return row;
}

static void place(struct font *font, unsigned code, unsigned over, FILE *from)
{
	char line[128];
	size_t at;
	int glyph = find(font, over, &at);

	if (glyph < 0 || code >= SEQUENCE) {
		fail("no such slot", "GLYPHS");
	}
	for (int row = 0; row < font->height; row++) {
		if (!fgets(line, sizeof(line), from)) {
			fail("a glyph ends too early", "GLYPHS");
		}
		font->bytes[HEADER + glyph * font->height + row] = read_row(line);
	}
	rename_entry(font, at, code);
}

static void place_all(struct font *font, FILE *from)
{
	char line[128];
	unsigned code, over;

	while (fgets(line, sizeof(line), from)) {
		if (sscanf(line, "glyph U+%x over U+%x", &code, &over) == 2) {
			place(font, code, over, from);
		} else if (line[0] != '#' && line[0] != '\n') {
			fail("a line that is no glyph", line);
		}
	}
}

int main(int argc, char **argv)
{
	static struct font font;
	FILE *glyphs = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (!glyphs) {
		fail("cannot be read", argc == 2 ? argv[1] : "GLYPHS");
	}
	read_font(&font, stdin);
	place_all(&font, glyphs);
	fclose(glyphs);
	if (fwrite(font.bytes, 1, font.len, stdout) != font.len || fflush(stdout)) {
		fail("cannot be written", "standard output");
	}
	return 0;
}
