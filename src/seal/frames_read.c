/* SPDX-License-Identifier: MPL-2.0 */
/*
 * frames_read.c - reading a file of pieces that may be damaged anywhere.
 *
 * A frame is taken when its mark is right and it fits into the file. When another mark (or
 * the end) does not follow where it says, it is delivered all the same, since the damage
 * may be the follower's, and the search for the next mark begins inside it.
 *
 * A file that was made to have many marks costs no more than one that has few: it is searched
 * once, and the pieces that end nowhere have an end together.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/mem.h"
#include "motcua/seal/frames.h"
#include "motcua/seal/hash.h"

enum {
	WINDOW = 65536,
	DOUBTFUL = 4, /* times the file: the bytes of pieces that no mark follows */
};

struct mc_frames_reader {
	int fd;
	int64_t size, next; /* next: where the next frame is looked for */
	int64_t at, left;   /* of the piece being read */
	int64_t doubtful;   /* bytes that pieces without a follower may still have */
	char *window;	    /* of what is being searched */
	int64_t window_at;
	size_t window_len;
	char mark[MC_FRAMES_MARK + 1];
};

/* As much as there is; what the medium does not give back is an error. */
static enum mc_code read_at(struct mc_frames_reader *r, int64_t at, void *to, size_t size,
			    size_t *ret_len, struct mc_err *why)
{
	size_t have = 0;

	while (have < size) {
		ssize_t n = pread(r->fd, (char *)to + have, size - have, at + (int64_t)have);

		if (n < 0 && errno != EINTR) {
			return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
		}
		if (n == 0) {
			break;
		}
		have += n > 0 ? (size_t)n : 0;
	}
	*ret_len = have;
	return MC_OK;
}

/* The window shows the file from `from` on; what it shows already is not read again. */
static enum mc_code look_at(struct mc_frames_reader *r, int64_t from, struct mc_slice *ret,
			    struct mc_err *why)
{
	int64_t into = from - r->window_at;
	enum mc_code code = MC_OK;

	if (into < 0 || into + MC_FRAMES_MARK > (int64_t)r->window_len) {
		code = read_at(r, from, r->window, WINDOW, &r->window_len, why);
		r->window_len = code ? 0 : r->window_len;
		r->window_at = from;
		into = 0;
	}
	*ret = (struct mc_slice){r->window + into, r->window_len - (size_t)into};
	return code;
}

/* Where the mark stands at or behind `from`; the file's size when nowhere. */
static enum mc_code find_mark(struct mc_frames_reader *r, int64_t from, int64_t *ret,
			      struct mc_err *why)
{
	*ret = r->size;
	while (from < r->size) {
		struct mc_slice seen;
		const char *found;
		enum mc_code code = look_at(r, from, &seen, why);

		if (code || seen.len < MC_FRAMES_MARK) {
			return code;
		}
		found = memmem(seen.data, seen.len, r->mark, MC_FRAMES_MARK);
		if (found) {
			*ret = from + (found - (const char *)seen.data);
			return MC_OK;
		}
		from += (int64_t)(seen.len - MC_FRAMES_MARK + 1);
	}
	return MC_OK;
}

static bool mark_is_at(struct mc_frames_reader *r, int64_t at)
{
	char mark[MC_FRAMES_MARK];
	size_t len = 0;

	return !read_at(r, at, mark, sizeof(mark), &len, NULL) && len == sizeof(mark) &&
	       !memcmp(mark, r->mark, sizeof(mark));
}

enum mc_code mc_frames_open(const char *path, const char *mark, struct mc_frames_reader **ret,
			    struct mc_err *why)
{
	struct mc_frames_reader *r = mc_calloc(1, sizeof(*r));
	struct stat st;
	enum mc_code code = MC_OK;

	(void)MC_COPY(r->mark, mark);
	r->window = mc_calloc(1, WINDOW);
	r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (r->fd < 0 || fstat(r->fd, &st)) {
		code = mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		code = mc_fail(why, MC_E_FILE_READ, "not a file");
	}
	if (!code) {
		r->size = st.st_size;
		r->doubtful = r->size > INT64_MAX / DOUBTFUL ? INT64_MAX : r->size * DOUBTFUL;
		code = find_mark(r, 0, &r->next, why);
	}
	if (!code && r->next == r->size) {
		code = mc_fail(why, MC_E_BUNDLE_SHAPE, NULL);
	}
	if (code) {
		mc_frames_close(r);
		return code;
	}
	*ret = r;
	return MC_OK;
}

void mc_frames_close(struct mc_frames_reader *r)
{
	if (r) {
		if (r->fd >= 0) {
			close(r->fd);
		}
		free(r->window);
		free(r);
	}
}

static int64_t length_of(const unsigned char head[MC_FRAMES_HEAD])
{
	uint64_t length = 0;

	for (int i = 0; i < 8; i++) {
		length = length << 8 | head[MC_FRAMES_MARK + 1 + i];
	}
	return length > INT64_MAX ? -1 : (int64_t)length;
}

/* Another mark follows it, or the end; or it may be the follower that is damaged. */
static bool is_worth_it(struct mc_frames_reader *r, int64_t length)
{
	int64_t end = r->next + length;

	if (length < 0 || length > r->size - r->next) {
		return false;
	}
	r->at = r->next;
	r->left = length;
	if (end == r->size || mark_is_at(r, end)) {
		r->next = end;
		return true;
	}
	if (length > r->doubtful) {
		return false;
	}
	r->doubtful -= length;
	return true;
}

enum mc_code mc_frames_next(struct mc_frames_reader *r, struct mc_frame *ret, struct mc_err *why)
{
	unsigned char head[MC_FRAMES_HEAD];
	size_t len = 0;

	for (;;) {
		int64_t at;
		enum mc_code code = find_mark(r, r->next, &at, why);

		code = code || at == r->size ? code : read_at(r, at, head, sizeof(head), &len, why);
		if (code) {
			return code;
		}
		if (at == r->size || len < sizeof(head)) {
			r->next = r->size;
			r->left = 0;
			*ret = (struct mc_frame){.kind = '\0'};
			return MC_OK;
		}
		r->next = at + MC_FRAMES_HEAD;
		if (is_worth_it(r, length_of(head))) {
			break;
		}
	}
	*ret = (struct mc_frame){.kind = (char)head[MC_FRAMES_MARK], .length = r->left};
	return MC_OK;
}

enum mc_code mc_frames_some(struct mc_frames_reader *r, void *to, size_t size, size_t *ret_len,
			    struct mc_err *why)
{
	size_t want = r->left < (int64_t)size ? (size_t)r->left : size, len = 0;
	enum mc_code code = read_at(r, r->at, to, want, &len, why);

	if (!code && len < want) {
		code = mc_fail(why, MC_E_FILE_READ, "it grew shorter");
	}
	if (!code) {
		r->at += (int64_t)len;
		r->left -= (int64_t)len;
		*ret_len = len;
	}
	return code;
}

enum mc_code mc_frames_read(struct mc_frames_reader *r, struct mc_str *ret, struct mc_err *why)
{
	char some[4096];
	size_t len = 1, before = ret->len;
	enum mc_code code = MC_OK;

	if (r->left > (int64_t)(ret->max - ret->len)) {
		return mc_fail(why, MC_E_FILE_TOO_LARGE, NULL);
	}
	while (!code && len) {
		code = mc_frames_some(r, some, sizeof(some), &len, why);
		if (!code) {
			mc_str_add(ret, some, len);
		}
	}
	if (code) {
		ret->len = before;
		ret->data[before] = '\0';
	}
	return code;
}

bool mc_frames_whole(struct mc_frames_reader *r)
{
	unsigned char tail[MC_FRAMES_TAIL], digest[MC_SHA256_LEN], some[4096];
	crypto_hash_sha256_state state;
	int64_t end = r->size - MC_FRAMES_TAIL;
	size_t len = 0;

	if (end < 0 || read_at(r, end, tail, sizeof(tail), &len, NULL) || len != sizeof(tail) ||
	    memcmp(tail, r->mark, MC_FRAMES_MARK) != 0 || tail[MC_FRAMES_MARK] != MC_FRAMES_END ||
	    length_of(tail) != MC_SHA256_LEN) {
		return false;
	}
	crypto_hash_sha256_init(&state);
	for (int64_t at = 0; at < end; at += (int64_t)len) {
		size_t want = end - at < (int64_t)sizeof(some) ? (size_t)(end - at) : sizeof(some);

		if (read_at(r, at, some, want, &len, NULL) || len != want) {
			return false;
		}
		crypto_hash_sha256_update(&state, some, len);
	}
	crypto_hash_sha256_final(&state, digest);
	return !memcmp(digest, tail + MC_FRAMES_HEAD, sizeof(digest));
}
