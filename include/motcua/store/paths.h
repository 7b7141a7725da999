/* SPDX-License-Identifier: MPL-2.0 */
/* paths.h - where things stand in a data folder (docs/FORMATS.md 10). */
#ifndef MOTCUA_STORE_PATHS_H
#define MOTCUA_STORE_PATHS_H

#include "motcua/base/err.h"

struct mc_paths {
	char *dir;           /* the data folder, absolute */
	char *store_db;      /* store.db */
	char *keys;          /* keys/terminal.keys */
	char *gateway_keys;  /* keys/gateway.keys: the newest list that the desk took over */
	char *evidence;      /* evidence/ */
	char *mail;          /* mail/ */
	char *mail_db;       /* mail/mail.db */
	char *parts;         /* mail/parts/ */
	char *spool;         /* mail/spool/ */
	char *ballast;       /* mail/ballast */
	char *run;           /* mail/run/ */
	char *desk_sock;     /* mail/run/desk.sock: datagrams to the desk */
	char *courier_sock;  /* mail/run/courier.sock: datagrams to the courier */
	char *courier_lease; /* mail/run/courier.lock: OFD lock of the one sender */
	char *courier_log;   /* mail/courier.log */
	char *arrived;       /* mail/packs/: of the catalogue, as the courier got them */
	char *arrived_keys;  /* mail/gateway.keys: the newest list that the courier got */
	char *packs;         /* packs/: what the desk took over of them */
	char *gateway;       /* gateway/: training only */
};

/* Absolute paths below dir; nothing is made. */
void mc_paths_init(struct mc_paths *paths, const char *dir);
void mc_paths_done(struct mc_paths *paths);
/* Make the folders of the desk: 0700, mail/ and below 2770; those of packs come with the
 * first pack. */
enum mc_code mc_paths_make(const struct mc_paths *paths, struct mc_err *why) MC_CHECKED;
/* dir given, else MOTCUA_DATA, else /var/lib/motcua when it is ours to write, else
 * $XDG_DATA_HOME/motcua (~/.local/share/motcua). The caller frees. */
char *mc_paths_default(const char *given);

#endif
