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

/* Reads fd to its end; -1 with errno set. */
static int hash_fd(int fd, uint8_t ret[MC_SHA256_LEN])
{
	crypto_hash_sha256_state state;
	uint8_t piece[16384];
	ssize_t got;

	crypto_hash_sha256_init(&state);
	while ((got = read(fd, piece, sizeof(piece))) != 0) {
		if (got > 0) {
			crypto_hash_sha256_update(&state, piece, (size_t)got);
		} else if (errno != EINTR) {
			return -1;
		}
	}
	crypto_hash_sha256_final(&state, ret);
	return 0;
}

/* The detail leaves the path out: people name files after citizens. */
enum mc_code mc_sha256_file(const char *path, char ret[MC_SHA256_HEX], struct mc_err *why)
{
	uint8_t digest[MC_SHA256_LEN];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int failed, number;

	if (fd < 0) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
	}
	failed = hash_fd(fd, digest);
	number = errno;
	close(fd);
	if (failed) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(number));
	}
	mc_hex_encode(digest, sizeof(digest), ret);
	return MC_OK;
}
