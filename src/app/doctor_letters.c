/* SPDX-License-Identifier: MPL-2.0 */
/*
 * doctor_letters.c - can this terminal show Vietnamese?
 *
 * A Linux console tells which code points its font has. Any other terminal draws with
 * fonts of its own and tells nobody: there only the encoding can be known.
 */
#include <fcntl.h>
#include <linux/kd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/doctor.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

enum { LACK_MAX = 1024, UNIMAP_MAX = 65535 };

static bool among(const uint16_t *shown, size_t count, uint32_t letter)
{
	for (size_t i = 0; i < count; i++) {
		if (shown[i] == letter) {
			return true;
		}
	}
	return false;
}

int doctor_lacking(const uint16_t *shown, size_t count, struct mc_str *ret)
{
	const char *at = mc_text_letters();
	int lacking = 0;

	while (*at) {
		uint32_t letter;
		size_t len = mc_utf8_decode(at, strlen(at), &letter);

		if (!among(shown, count, letter)) {
			mc_str_add(ret, at, len);
			lacking++;
		}
		at += len;
	}
	return lacking;
}

/* The code points of the console's font; NULL when fd is no Linux console. */
static uint16_t *console_letters(int fd, size_t *ret_count)
{
	struct unimapdesc map = {0};
	uint16_t *shown = NULL;
	char kind;

	if (ioctl(fd, KDGKBTYPE, &kind)) {
		return NULL;
	}
	map.entry_ct = UNIMAP_MAX;
	map.entries = mc_calloc(map.entry_ct, sizeof(*map.entries));
	if (!ioctl(fd, GIO_UNIMAP, &map)) {
		shown = mc_calloc(map.entry_ct + 1u, sizeof(*shown));
		for (size_t i = 0; i < map.entry_ct; i++) {
			shown[i] = map.entries[i].unicode;
		}
		*ret_count = map.entry_ct;
	}
	free(map.entries);
	return shown;
}

static void say_console(struct doctor *doctor, const uint16_t *shown, size_t count)
{
	struct mc_str detail;
	int lacking;

	mc_str_init(&detail, LACK_MAX);
	mc_str_puts(&detail, _("this console's font lacks (run 'setupcon motcua', or "
			       "'dpkg-reconfigure motcua' for good): "));
	lacking = doctor_lacking(shown, count, &detail);
	doctor_say(doctor, lacking ? MARK_WARN : MARK_OK, "letters", MC_OK,
		   lacking ? detail.data : _("the console's font has all 134 Vietnamese letters"));
	mc_str_done(&detail);
}

/* What the session was started with; the program itself always speaks UTF-8. */
static bool says_other_encoding(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < MC_COUNT(variables); i++) {
		const char *value = getenv(variables[i]);

		if (value && *value) {
			return !strcasestr(value, "utf-8") && !strcasestr(value, "utf8");
		}
	}
	return false;
}

static void say_other(struct doctor *doctor)
{
	if (says_other_encoding()) {
		doctor_say(doctor, MARK_WARN, "letters", MC_OK,
			   _("this session is not UTF-8: start with LANG=C.UTF-8"));
	} else {
		doctor_say(doctor, MARK_OK, "letters", MC_OK,
			   _("UTF-8; this terminal has fonts of its own: Ậ ặ Ễ ở Ữ ỵ đ must be "
			     "readable here"));
	}
}

void doctor_letters(struct doctor *doctor)
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	uint16_t *shown = NULL;
	size_t count = 0;

	if (tty >= 0) {
		shown = console_letters(tty, &count);
		close(tty);
	}
	if (shown) {
		say_console(doctor, shown, count);
	} else {
		say_other(doctor);
	}
	free(shown);
}
