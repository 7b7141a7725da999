/* SPDX-License-Identifier: MPL-2.0 */
/*
 * stick.h - the queue's way when there is no link: a bundle out, the gateway's answers in.
 *
 * The same bytes as on the wire, so both ways may deliver the same dossier: the gateway
 * takes it once, and gives the same receipt to both.
 */
#ifndef MOTCUA_DESK_STICK_H
#define MOTCUA_DESK_STICK_H

#include "motcua/desk/desk.h"
#include "motcua/base/vec.h"
#include "motcua/wire/batch.h"

/* An item that was not taken, and why. id "" when it has no readable name. */
struct mc_stick_skipped {
	char id[MC_UUID_LEN];
	enum mc_code code;
};

/* Why nothing can be written to a medium. */
enum mc_stick_unfit { MC_STICK_FIT, MC_STICK_PROTECTED, MC_STICK_FORBIDDEN, MC_STICK_NO_ROOM };

/* A medium that is plugged in, or a file on one. */
struct mc_stick_place {
	char path[512];
	int64_t room; /* bytes that are free on it; of a file: its size */
	int64_t at;   /* of a file: when it was written, s */
	enum mc_stick_unfit unfit;
	bool removable;
};
#define MC_STICK_PLACES 64
/* What is mounted below /media, /run/media and /mnt; struct mc_stick_place: first what can be
 * pulled out again and written to, last what cannot be written to. mounts: a table like
 * /proc/self/mounts, which NULL is. */
void mc_stick_places(const char *mounts, struct mc_vec *ret);
/* The device, or the one that it is a part of, says so, or hangs on USB. sys: like /sys, which NULL
 * is. */
bool mc_stick_removable(const char *sys, unsigned major, unsigned minor);
/* The return files in the first folder of each, the newest first. */
void mc_stick_returns(const struct mc_vec *places, struct mc_vec *ret);

/*
 * Told before each item, after each piece of a large one, and once more behind the last. Who
 * answers false stops it there, MC_E_STICK_STOPPED: an export leaves nothing behind and
 * changes nothing; what an import took in stays taken in. NULL: nobody looks.
 */
struct mc_stick_progress {
	int item, items;       /* item 1 to items; behind the last: items + 1 */
	int64_t bytes, total;
};
struct mc_stick_watch {
	bool (*step)(void *ctx, const struct mc_stick_progress *progress);
	void *ctx;
};

struct mc_stick_export {
	char *file;	      /* the path; NULL: nothing waits, nothing was written */
	int64_t bytes;
	struct mc_vec items;   /* struct mc_bundle_item: what is in the file */
	struct mc_vec skipped; /* struct mc_stick_skipped: papers damaged on our own disk */
	int64_t left;	       /* waiting ones beyond what one file takes */
};
void mc_stick_export_done(struct mc_stick_export *exported);
/*
 * What waits, into one new file in dir. Only when the file was read back from the medium
 * and found whole, the items become BUNDLED. One that is taken back while it is written is
 * not in the file. MC_E_STICK_WRITE, MC_E_STICK_FULL, MC_E_READ_BACK: they wait as before, but
 * behind MC_E_READ_BACK they count as attempted.
 */
enum mc_code mc_queue_export(struct mc_desk *desk, const char *dir,
			     const struct mc_stick_watch *watch, struct mc_stick_export *ret,
			     struct mc_err *why) MC_CHECKED;

struct mc_stick_import {
	bool whole;		/* the file is as it was written */
	int64_t receipts, rejected, withdrawn;
	int64_t known;		/* were closed by the same statement before */
	int keys_version;	/* of the newer list of the gateway's keys that it brought; 0 = none */
	struct mc_vec skipped;	/* struct mc_stick_skipped */
};
void mc_stick_import_done(struct mc_stick_import *imported);
/*
 * A return file: each statement verified as one from the wire, then taken. Those that are
 * not about a dossier of ours, or not the gateway's word, are listed and change nothing.
 * MC_E_BUNDLE_SHAPE, MC_E_FILE_READ, MC_E_KEYS_MISSING.
 */
enum mc_code mc_queue_import(struct mc_desk *desk, const char *file,
			     const struct mc_stick_watch *watch, struct mc_stick_import *ret,
			     struct mc_err *why) MC_CHECKED;

#endif
