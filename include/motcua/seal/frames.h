/* SPDX-License-Identifier: MPL-2.0 */
/*
 * frames.h - a file of pieces that no single damage takes as a whole (FORMATS 7).
 *
 * Each piece begins with the same 16-byte mark, so that a reader finds the next good one
 * behind a damaged one; the last piece is the SHA-256 over everything before it. Pieces
 * are read and written as streams: memory is constant whatever they hold. What a piece
 * says is proven by its own signature or digest, never by standing in the file.
 */
#ifndef MOTCUA_SEAL_FRAMES_H
#define MOTCUA_SEAL_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

#define MC_FRAMES_MARK 16
#define MC_FRAMES_HEAD (MC_FRAMES_MARK + 1 + 8) /* mark, kind, u64 length */
#define MC_FRAMES_END 'z'			/* the last piece's kind */
#define MC_FRAMES_TAIL (MC_FRAMES_HEAD + 32)	/* bytes of the last piece */

/* ---- writing */

struct mc_frames_writer;

/*
 * Begin dir/temp; what an interrupted run left there is taken over. MC_E_STORE_BUSY when
 * another one writes it now. mark: 16 characters.
 */
enum mc_code mc_frames_create(const char *dir, const char *temp, const char *mark,
			      struct mc_frames_writer **ret, struct mc_err *why) MC_CHECKED;
/* A piece's head; then exactly length bytes by mc_frames_add(). */
enum mc_code mc_frames_begin(struct mc_frames_writer *w, char kind, int64_t length,
			     struct mc_err *why) MC_CHECKED;
enum mc_code mc_frames_add(struct mc_frames_writer *w, struct mc_slice bytes,
			   struct mc_err *why) MC_CHECKED;
enum mc_code mc_frames_piece(struct mc_frames_writer *w, char kind, struct mc_slice bytes,
			     struct mc_err *why) MC_CHECKED;
/*
 * The end piece, fsync, then all of it read back from the medium and compared; only then
 * it gets its name (rename, fsync of the folder). MC_E_READ_BACK. On failure nothing stays.
 * Frees w either way.
 */
enum mc_code mc_frames_finish(struct mc_frames_writer *w, const char *name, int64_t *ret_bytes,
			      struct mc_err *why) MC_CHECKED;
/* Leaves nothing behind; w may be NULL. */
void mc_frames_abort(struct mc_frames_writer *w);

/* ---- reading */

struct mc_frames_reader;

struct mc_frame {
	char kind; /* '\0': the file's end */
	int64_t length;
};

/* MC_E_FILE_READ; MC_E_BUNDLE_SHAPE when nothing in it bears the mark. */
enum mc_code mc_frames_open(const char *path, const char *mark, struct mc_frames_reader **ret,
			    struct mc_err *why) MC_CHECKED;
void mc_frames_close(struct mc_frames_reader *r);
/* Ended as it was written, not a byte changed. Reads the whole file. */
bool mc_frames_whole(struct mc_frames_reader *r);
/* The next piece whose frame is sound, whatever of the last one was read. */
enum mc_code mc_frames_next(struct mc_frames_reader *r, struct mc_frame *ret,
			    struct mc_err *why) MC_CHECKED;
/* Append the piece to ret; MC_E_FILE_TOO_LARGE past ret->max. */
enum mc_code mc_frames_read(struct mc_frames_reader *r, struct mc_str *ret,
			    struct mc_err *why) MC_CHECKED;
/* At most size bytes of the piece; *ret_len 0 at its end. */
enum mc_code mc_frames_some(struct mc_frames_reader *r, void *to, size_t size, size_t *ret_len,
			    struct mc_err *why) MC_CHECKED;

#endif
