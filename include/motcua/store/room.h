/* SPDX-License-Identifier: MPL-2.0 */
/*
 * room.h - the disk's room: new dossiers are refused early, so that what the gateway
 * signed can always be stored; and what nobody needs any more is swept away.
 */
#ifndef MOTCUA_STORE_ROOM_H
#define MOTCUA_STORE_ROOM_H

#include "motcua/store/mail.h"
#include "motcua/store/store.h"

#define MC_ROOM_MIN (INT64_C(16) * 1024 * 1024) /* below it nothing new is sealed */
#define MC_BALLAST (INT64_C(1024) * 1024)

/* Bytes that we may still write at path; -1 when the system does not say. */
int64_t mc_room(const char *path);

/*
 * mail/ballast: a file whose only worth is the room that it gives back. Made when there
 * is room for it; MC_E_DISK_FULL when there is none. mc_mail_happen() gives
 * it up for what the gateway signed.
 */
enum mc_code mc_ballast_make(const struct mc_paths *paths, struct mc_err *why) MC_CHECKED;
bool mc_ballast_there(const struct mc_paths *paths);

/* Temporary files below mail/ that are older than a day: left by a program that was cut
 * off. Returns how many went. By the courier; nothing that has its name yet is touched. */
int mc_sweep_temporaries(const struct mc_paths *paths, int64_t now);
/*
 * Sealed papers that neither a sealed dossier nor a draft names, older than a day. By the
 * desk, which alone knows the drafts. MC_E_OLD_COPY: nothing was removed, the spool or the
 * gateway knows dossiers that this queue does not.
 */
enum mc_code mc_sweep_parts(struct mc_store *store, struct mc_mail *mail,
			    const struct mc_paths *paths, int64_t now, int *ret_count,
			    struct mc_err *why) MC_CHECKED;

#endif
