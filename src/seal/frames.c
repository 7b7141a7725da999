/* SPDX-License-Identifier: MPL-2.0 */
/* frames.c - writing a file of pieces, and believing it only after it was read back. */
#include "motcua/seal/frames.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"

enum { PIECE = 65536 };

struct mc_frames_writer {
	int fd;
	char *dir, *temp;
	char mark[MC_FRAMES_MARK + 1];
	crypto_hash_sha256_state hash; /* of all that was written */
	int64_t bytes, due;	       /* due: of the piece that was begun */
};

static enum mc_code fail_errno(struct mc_err *why, int error)
{
	return mc_fail(why,
		       error == ENOSPC || error == EDQUOT || error == EFBIG ? MC_E_DISK_FULL :
									      MC_E_FILE_WRITE,
		       "%s", strerror(error));
}

static void free_writer(struct mc_frames_writer *w)
{
	if (w->fd >= 0) {
		close(w->fd);
	}
	free(w->dir);
	free(w->temp);
	free(w);
}

void mc_frames_abort(struct mc_frames_writer *w)
{
	if (w) {
		(void)unlink(w->temp);
		free_writer(w);
	}
}

/* Between our open() and our lock the one who held it may have given the file its name: then what
 * we hold is a finished bundle, and must not be cut off. */
static bool is_still_there(int fd, const char *path)
{
	struct stat ours, there;

	return !fstat(fd, &ours) && !lstat(path, &there) && ours.st_dev == there.st_dev &&
	       ours.st_ino == there.st_ino;
}

enum mc_code mc_frames_create(const char *dir, const char *temp, const char *mark,
			      struct mc_frames_writer **ret, struct mc_err *why)
{
	struct mc_frames_writer *w = mc_calloc(1, sizeof(*w));
	enum mc_code code = MC_OK;

	w->dir = mc_strdup(dir);
	w->temp = mc_path_join(dir, temp);
	(void)MC_COPY(w->mark, mark);
	crypto_hash_sha256_init(&w->hash);
	w->fd = open(w->temp, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->fd < 0) {
		code = fail_errno(why, errno);
	} else if (flock(w->fd, LOCK_EX | LOCK_NB) || !is_still_there(w->fd, w->temp)) {
		code = mc_fail(why, MC_E_STORE_BUSY, "another one writes here");
	} else if (ftruncate(w->fd, 0)) {
		code = fail_errno(why, errno);
	}
	if (code) {
		free_writer(w); /* the temporary may be another one's */
		return code;
	}
	*ret = w;
	return MC_OK;
}

static enum mc_code put(struct mc_frames_writer *w, const void *data, size_t len,
			struct mc_err *why)
{
	const unsigned char *from = data;

	crypto_hash_sha256_update(&w->hash, from, len);
	w->bytes += (int64_t)len;
	while (len) {
		ssize_t n = write(w->fd, from, len);

		if (n < 0 && errno != EINTR) {
			return fail_errno(why, errno);
		}
		if (n > 0) {
			from += n;
			len -= (size_t)n;
		}
	}
	return MC_OK;
}

enum mc_code mc_frames_begin(struct mc_frames_writer *w, char kind, int64_t length,
			     struct mc_err *why)
{
	unsigned char head[MC_FRAMES_HEAD];

	if (w->due) {
		return mc_fail(why, MC_E_INTERNAL, "a piece is not complete");
	}
	memcpy(head, w->mark, MC_FRAMES_MARK);
	head[MC_FRAMES_MARK] = (unsigned char)kind;
	for (int i = 0; i < 8; i++) {
		head[MC_FRAMES_MARK + 1 + i] = (unsigned char)((uint64_t)length >> (56 - 8 * i));
	}
	w->due = length;
	return put(w, head, sizeof(head), why);
}

enum mc_code mc_frames_add(struct mc_frames_writer *w, struct mc_slice bytes, struct mc_err *why)
{
	if ((int64_t)bytes.len > w->due) {
		return mc_fail(why, MC_E_INTERNAL, "more than the piece was to hold");
	}
	w->due -= (int64_t)bytes.len;
	return put(w, bytes.data, bytes.len, why);
}

enum mc_code mc_frames_piece(struct mc_frames_writer *w, char kind, struct mc_slice bytes,
			     struct mc_err *why)
{
	enum mc_code code = mc_frames_begin(w, kind, (int64_t)bytes.len, why);

	return code ? code : mc_frames_add(w, bytes, why);
}

/* ---- the end */

static enum mc_code put_end(struct mc_frames_writer *w, struct mc_err *why)
{
	crypto_hash_sha256_state before = w->hash;
	uint8_t digest[MC_SHA256_LEN];
	enum mc_code code;

	crypto_hash_sha256_final(&before, digest);
	code = mc_frames_begin(w, MC_FRAMES_END, sizeof(digest), why);
	code = code ? code : mc_frames_add(w, (struct mc_slice){digest, sizeof(digest)}, why);
	if (!code && fsync(w->fd)) {
		code = fail_errno(why, errno);
	}
	return code;
}

static int hash_all(int fd, int64_t *ret_bytes, uint8_t ret[MC_SHA256_LEN])
{
	unsigned char *piece = mc_calloc(1, PIECE);
	crypto_hash_sha256_state state;
	ssize_t got;

	*ret_bytes = 0;
	crypto_hash_sha256_init(&state);
	while ((got = read(fd, piece, PIECE)) != 0 && (got > 0 || errno == EINTR)) {
		if (got > 0) {
			crypto_hash_sha256_update(&state, piece, (size_t)got);
			*ret_bytes += got;
		}
	}
	crypto_hash_sha256_final(&state, ret);
	free(piece);
	return got < 0 ? -1 : 0;
}

/* From the medium, not from memory: a stick may take bytes and lose them. */
static enum mc_code read_back(struct mc_frames_writer *w, struct mc_err *why)
{
	uint8_t written[MC_SHA256_LEN], found[MC_SHA256_LEN];
	int64_t bytes;
	int fd, failed;

	crypto_hash_sha256_final(&w->hash, written);
	(void)posix_fadvise(w->fd, 0, 0, POSIX_FADV_DONTNEED);
	fd = open(w->temp, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		return mc_fail(why, MC_E_READ_BACK, "%s", strerror(errno));
	}
	failed = hash_all(fd, &bytes, found);
	close(fd);
	if (failed || bytes != w->bytes || memcmp(found, written, sizeof(found)) != 0) {
		return mc_fail(why, MC_E_READ_BACK, NULL);
	}
	return MC_OK;
}

enum mc_code mc_frames_finish(struct mc_frames_writer *w, const char *name, int64_t *ret_bytes,
			      struct mc_err *why)
{
	char *path = mc_path_join(w->dir, name);
	enum mc_code code = put_end(w, why);

	code = code ? code : read_back(w, why);
	code = code ? code : mc_file_commit(w->temp, path, why);
	if (code) {
		mc_frames_abort(w);
	} else {
		*ret_bytes = w->bytes;
		free_writer(w);
	}
	free(path);
	return code;
}
