/* SPDX-License-Identifier: MPL-2.0 */
/* scanner.c - bytes of a serial line, put together into scans. */
#include "ui/scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"

enum { SCAN_MAX = 4096 }; /* bytes; the longest QR code holds 2,953 */

struct mc_scanner {
	int fd;
	struct mc_str bytes; /* of the scan that is being read */
};

/* No line discipline: every byte as it comes, no echo, no signals. The speed means
 * nothing to USB; 9600 is what real serial scanners start with. */
static bool make_raw(int fd)
{
	struct termios line;

	if (tcgetattr(fd, &line)) {
		return false;
	}
	cfmakeraw(&line);
	line.c_cflag |= CLOCAL | CREAD;
	cfsetspeed(&line, B9600);
	return tcsetattr(fd, TCSANOW, &line) == 0;
}

enum mc_code mc_scanner_open(const char *device, struct mc_scanner **ret, struct mc_err *why)
{
	int fd = open(device, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	/* alone: two desks would each get half of a card */
	if (fd < 0 || !make_raw(fd) || ioctl(fd, TIOCEXCL)) {
		enum mc_code code = mc_fail(why, MC_E_SCANNER, "%s: %s", device, strerror(errno));

		if (fd >= 0) {
			close(fd);
		}
		return code;
	}
	*ret = mc_calloc(1, sizeof(**ret));
	(*ret)->fd = fd;
	mc_str_init(&(*ret)->bytes, SCAN_MAX);
	return MC_OK;
}

void mc_scanner_close(struct mc_scanner *scanner)
{
	if (scanner) {
		(void)ioctl(scanner->fd, TIOCNXCL);
		close(scanner->fd);
		mc_str_wipe(&scanner->bytes);
		free(scanner);
	}
}

int mc_scanner_fd(const struct mc_scanner *scanner)
{
	return scanner->fd;
}

/* The end of a line has come. */
static enum mc_scan finish(struct mc_scanner *scanner, struct mc_str *ret)
{
	struct mc_str *bytes = &scanner->bytes;
	bool good = !bytes->full &&
		    mc_text_clean(bytes->data, bytes->len, false, ret, NULL) == MC_OK;
	bool empty = !bytes->full && bytes->len == 0;

	mc_str_wipe(bytes);
	mc_str_init(bytes, SCAN_MAX);
	if (!good) {
		return MC_SCAN_BAD;
	}
	return empty || !ret->len ? MC_SCAN_NONE : MC_SCAN_TEXT; /* LF after CR is no scan */
}

enum mc_scan mc_scanner_read(struct mc_scanner *scanner, struct mc_str *ret)
{
	char c;
	ssize_t got;

	mc_str_reset(ret);
	while ((got = read(scanner->fd, &c, 1)) == 1) {
		if (c == '\r' || c == '\n') {
			enum mc_scan scan = finish(scanner, ret);

			if (scan != MC_SCAN_NONE) {
				return scan;
			}
		} else {
			mc_str_putc(&scanner->bytes, c);
		}
	}
	return got < 0 && (errno == EAGAIN || errno == EINTR) ? MC_SCAN_NONE : MC_SCAN_GONE;
}
