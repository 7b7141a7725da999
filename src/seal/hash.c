/* SPDX-License-Identifier: MPL-2.0 */
/* hash.c - SHA-256, whole and in pieces. */
#include "motcua/seal/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/codec.h"

enum mc_code mc_seal_init(struct mc_err *why)
{
	if (sodium_init() < 0) {
		return mc_fail(why, MC_E_INTERNAL, "libsodium does not start");
	}
	return MC_OK;
}

void mc_sha256(struct mc_slice bytes, uint8_t ret[MC_SHA256_LEN])
{
	crypto_hash_sha256(ret, bytes.data, bytes.len);
}

void mc_sha256_hex(struct mc_slice bytes, char ret[MC_SHA256_HEX])
{
	uint8_t digest[MC_SHA256_LEN];

	mc_sha256(bytes, digest);
	mc_hex_encode(digest, sizeof(digest), ret);
}

/* Reads up to length bytes, or to the end; how many there were, -1 with errno set. */
static int64_t hash_fd(int fd, int64_t length, uint8_t ret[MC_SHA256_LEN])
{
	crypto_hash_sha256_state state;
	uint8_t piece[16384];
	int64_t done = 0;
	ssize_t got = 1;

	crypto_hash_sha256_init(&state);
	while (got && done < length) {
		int64_t most = length - done;

		got = read(fd, piece, most < (int64_t)sizeof(piece) ? (size_t)most : sizeof(piece));
		if (got > 0) {
			crypto_hash_sha256_update(&state, piece, (size_t)got);
			done += got;
		} else if (got && errno != EINTR) {
			return -1;
		}
	}
	crypto_hash_sha256_final(&state, ret);
	return done;
}

/* The detail leaves the path out: people name files after citizens. */
static enum mc_code hash_file(const char *path, int64_t offset, int64_t length, int64_t *ret_len,
			      uint8_t ret[MC_SHA256_LEN], struct mc_err *why)
{
	uint8_t digest[MC_SHA256_LEN];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int64_t len = -1;
	int number;

	if (fd < 0) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
	}
	if (!offset || lseek(fd, offset, SEEK_SET) >= 0) {
		len = hash_fd(fd, length, digest);
	}
	number = errno;
	close(fd);
	if (len < 0) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(number));
	}
	memcpy(ret, digest, sizeof(digest));
	*ret_len = len;
	return MC_OK;
}

enum mc_code mc_sha256_file(const char *path, char ret[MC_SHA256_HEX], struct mc_err *why)
{
	uint8_t digest[MC_SHA256_LEN];
	int64_t len;
	enum mc_code code = hash_file(path, 0, INT64_MAX, &len, digest, why);

	if (!code) {
		mc_hex_encode(digest, sizeof(digest), ret);
	}
	return code;
}

enum mc_code mc_sha256_range(const char *path, int64_t offset, int64_t length,
			     uint8_t ret[MC_SHA256_LEN], struct mc_err *why)
{
	uint8_t digest[MC_SHA256_LEN];
	int64_t len;
	enum mc_code code = hash_file(path, offset, length, &len, digest, why);

	if (!code && len != length) {
		code = mc_fail(why, MC_E_FILE_READ, "too short");
	}
	if (!code) {
		memcpy(ret, digest, sizeof(digest));
	}
	return code;
}
