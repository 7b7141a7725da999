/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_file.c - the age v1 envelope from file to file.
 *
 * A name is given only to a whole file that is on the disk. No detail names a
 * path: people name files after citizens.
 */
#include "motcua/seal/age.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/seal/hash.h"
#include "seal/age_stream.h"

/* One side of the work: a descriptor and what went through it. */
struct side {
	int fd;
	int64_t size;
	crypto_hash_sha256_state hash;
};

struct work {
	struct side in, out;
	char *temp; /* the output's name while it is not whole */
};

static enum mc_code write_failed(struct mc_err *why)
{
	bool full = errno == ENOSPC || errno == EDQUOT;

	return mc_fail(why, full ? MC_E_DISK_FULL : MC_E_FILE_WRITE, "%s", strerror(errno));
}

static void passed(struct side *side, const void *bytes, size_t len)
{
	crypto_hash_sha256_update(&side->hash, bytes, len);
	side->size += (int64_t)len;
}

static enum mc_code file_pull(void *ctx, void *to, size_t want, size_t *ret_got, struct mc_err *why)
{
	struct work *w = ctx;
	size_t have = 0;

	while (have < want) {
		ssize_t got = read(w->in.fd, (char *)to + have, want - have);

		if (got < 0 && errno != EINTR) {
			return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
		}
		if (!got) {
			break;
		}
		have += got > 0 ? (size_t)got : 0;
	}
	passed(&w->in, to, have);
	*ret_got = have;
	return MC_OK;
}

static enum mc_code file_push(void *ctx, const void *bytes, size_t len, struct mc_err *why)
{
	struct work *w = ctx;
	size_t done = 0;

	while (done < len) {
		ssize_t put = write(w->out.fd, (const char *)bytes + done, len - done);

		if (put < 0 && errno != EINTR) {
			return write_failed(why);
		}
		done += put > 0 ? (size_t)put : 0;
	}
	passed(&w->out, bytes, len);
	return MC_OK;
}

/* Not blocking, so that a FIFO in the place of a scan cannot stop the desk. */
static enum mc_code open_input(struct side *in, const char *from, struct mc_err *why)
{
	struct stat st;

	in->fd = open(from, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (in->fd < 0 || fstat(in->fd, &st)) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
	}
	if (!S_ISREG(st.st_mode)) {
		return mc_fail(why, MC_E_FILE_READ, "not a regular file");
	}
	return MC_OK;
}

static enum mc_code begin(struct work *w, const char *from, struct mc_err *why)
{
	enum mc_code code;

	crypto_hash_sha256_init(&w->in.hash);
	crypto_hash_sha256_init(&w->out.hash);
	code = open_input(&w->in, from, why);
	if (code) {
		return code;
	}
	w->out.fd = mkostemp(w->temp, O_CLOEXEC);
	return w->out.fd < 0 ? write_failed(why) : MC_OK;
}

/* The bytes and the mode are on the disk before any name points at them. */
static enum mc_code settle(struct work *w, mode_t mode, struct mc_err *why)
{
	int fd = w->out.fd;

	if (fchmod(fd, mode) || fsync(fd)) {
		return write_failed(why);
	}
	w->out.fd = -1;
	return close(fd) ? write_failed(why) : MC_OK;
}

/* After a failure nothing is left behind. */
static void end(struct work *w, enum mc_code code)
{
	if (w->in.fd >= 0) {
		close(w->in.fd);
	}
	if (w->out.fd >= 0) {
		close(w->out.fd);
	}
	if (code) {
		unlink(w->temp);
	}
	free(w->temp);
}

static void digest(struct side *side, char ret[MC_SHA256_HEX])
{
	uint8_t bytes[MC_SHA256_LEN];

	crypto_hash_sha256_final(&side->hash, bytes);
	mc_hex_encode(bytes, sizeof(bytes), ret);
}

static void describe(struct side *sealed, struct side *plain, struct mc_age_file *ret)
{
	digest(sealed, ret->sealed_sha256);
	digest(plain, ret->plain_sha256);
	ret->sealed_size = sealed->size;
	ret->plain_size = plain->size;
}

static enum mc_code commit_as(struct work *w, const char *dir, const char *name, struct mc_err *why)
{
	char *path = mc_path_join(dir, name);
	enum mc_code code = mc_file_commit(w->temp, path, why);

	free(path);
	return code;
}

enum mc_code mc_age_seal_file(const struct mc_seal_key *recipients, int count, const char *from,
			      const char *dir, struct mc_age_file *ret, struct mc_err *why)
{
	struct work w = {.in = {.fd = -1}, .out = {.fd = -1}};
	const struct mc_age_io io = {file_pull, file_push, &w};
	struct mc_age_file made = {.sealed_size = 0};
	enum mc_code code;

	w.temp = mc_path_join(dir, ".sealing-XXXXXX");
	code = begin(&w, from, why);
	if (!code) {
		code = mc_age_stream_seal(recipients, count, &io, why);
	}
	if (!code) {
		code = settle(&w, 0660, why);
	}
	if (!code) {
		describe(&w.out, &w.in, &made);
		code = commit_as(&w, dir, made.sealed_sha256, why);
	}
	end(&w, code);
	if (!code) {
		*ret = made;
	}
	return code;
}

enum mc_code mc_age_open_file(const struct mc_open_key *key, const char *from, const char *to,
			      struct mc_age_file *ret, struct mc_err *why)
{
	struct work w = {.in = {.fd = -1}, .out = {.fd = -1}};
	const struct mc_age_io io = {file_pull, file_push, &w};
	struct mc_age_file made = {.sealed_size = 0};
	enum mc_code code;

	if (asprintf(&w.temp, "%s.XXXXXX", to) < 0) {
		return mc_fail(why, MC_E_INTERNAL, "%s", strerror(errno));
	}
	code = begin(&w, from, why);
	if (!code) {
		code = mc_age_stream_open(key, &io, why);
	}
	if (!code) {
		code = settle(&w, 0600, why);
	}
	if (!code) {
		describe(&w.in, &w.out, &made);
		code = mc_file_commit(w.temp, to, why);
	}
	end(&w, code);
	if (!code) {
		*ret = made;
	}
	return code;
}
