/* SPDX-License-Identifier: MPL-2.0 */
/* log.c - one line, one write(2): lines of several processes do not mix. */
#include "motcua/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"

enum { LINE_MAX_BYTES = 1000 }; /* prefix and newline included */

static enum mc_log_level most_level = MC_LOG_INFO;

void mc_log_level(enum mc_log_level most)
{
	most_level = most;
}

/* No line may be forged, and no terminal steered, by what is logged. C1 is two bytes: c2 80..9f. */
static void replace_controls(char *text)
{
	for (unsigned char *p = (unsigned char *)text; *p; p++) {
		if (*p < 0x20 || *p == 0x7f) {
			*p = '?';
		} else if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) {
			p[0] = p[1] = '?';
		}
	}
}

void mc_log(enum mc_log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES + 1];
	int saved = errno, head;
	size_t len;
	ssize_t written;
	va_list args;

	if (level > most_level) {
		return;
	}
	/* the number is for the journal; a person need not see it */
	head = isatty(STDERR_FILENO) ? 0 : snprintf(line, sizeof(line), "<%d>", (int)level);
	va_start(args, fmt);
	errno = saved; /* for %m */
	if (vsnprintf(line + head, LINE_MAX_BYTES - (size_t)head, fmt, args) < 0) {
		line[head] = '\0';
	}
	va_end(args);
	len = mc_bytes_whole(line, strlen(line));
	line[len] = '\0';
	replace_controls(line + head);
	line[len] = '\n';
	/* a log that cannot be written must not stop the work */
	do {
		written = write(STDERR_FILENO, line, len + 1);
	} while (written < 0 && errno == EINTR);
	errno = saved;
}
