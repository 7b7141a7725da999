/* SPDX-License-Identifier: MPL-2.0 */
/*
 * minimal.c - the least that an ncurses program with one text field can be: the anchor
 * that `make bench` compares with.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>
#include <wchar.h>

#define FIELD 76

int main(void)
{
	wchar_t text[FIELD + 1] = L"";
	int len = 0;
	wint_t key;

	setlocale(LC_ALL, "");
	initscr();
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	mvaddstr(0, 1, "A minimal program");
	mvaddstr(1, 1, "One field:");
	for (;;) {
		mvhline(2, 2, ' ', FIELD);
		mvaddwstr(2, 2, text);
		refresh();
		if (get_wch(&key) != OK || key == 27) {
			break;
		}
		if (len < FIELD) {
			text[len++] = (wchar_t)key;
			text[len] = L'\0';
		}
	}
	endwin();
	return 0;
}
