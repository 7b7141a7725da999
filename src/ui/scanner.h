/* SPDX-License-Identifier: MPL-2.0 */
/*
 * scanner.h - a card scanner that is a serial line (USB-CDC, /dev/ttyACM0), read directly.
 *
 * A scanner that plays a keyboard types US keys: it drops or garbles every Vietnamese
 * letter. One that is a serial line sends the card's UTF-8 as it is, and cannot press
 * keys in a dialog. Each scan ends with CR or LF.
 */
#ifndef MC_UI_SCANNER_H
#define MC_UI_SCANNER_H

#include "motcua/base/err.h"
#include "motcua/base/str.h"

struct mc_scanner;

/* MC_E_SCANNER with the reason when the device is not there, is busy, or is no serial line. */
enum mc_code mc_scanner_open(const char *device, struct mc_scanner **ret,
			     struct mc_err *why) MC_CHECKED;
void mc_scanner_close(struct mc_scanner *scanner); /* wipes what was half read */
int mc_scanner_fd(const struct mc_scanner *scanner); /* poll it for reading */

enum mc_scan {
	MC_SCAN_NONE, /* nothing whole yet */
	MC_SCAN_TEXT, /* ret has one scan: one line, clean, NFC */
	MC_SCAN_BAD,  /* a scan that is not UTF-8 or does not end: thrown away */
	MC_SCAN_GONE, /* pulled out */
};
/* Call until it says NONE. ret is emptied first. */
enum mc_scan mc_scanner_read(struct mc_scanner *scanner, struct mc_str *ret);

#endif
