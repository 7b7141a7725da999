/* SPDX-License-Identifier: MPL-2.0 */
/*
 * secret.c - see secret.h.
 *
 * A guarded region of its own takes a secret of 32 bytes five system calls, four mappings and a
 * locked page, of which a user may have few. So the small ones lie together on one: each in whole
 * cells, and behind it a cell that nobody may have written to when it is given back. Who keeps
 * the page is the process; it has one thread.
 */
#include "seal/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { CELL = 32, CELLS = 64, PAGE = CELL * CELLS, WATCH = 0xa5 };

#if defined(__SANITIZE_ADDRESS__)
enum { SHARED_MAX = 0 }; /* it has to see each secret itself */
#else
enum { SHARED_MAX = 512 };
#endif

static struct {
	unsigned char *page;
	unsigned char length[CELLS]; /* in cells, of the secret that begins there; 0: none does */
	uint64_t taken;		     /* bit n: cell n */
} shared;

/* ---- the page of the small ones */

static uint64_t cells_from(int first, int count)
{
	return (UINT64_MAX >> (CELLS - count)) << first;
}

/* The first cell of so many that nobody has; -1: there are none. */
static int find_cells(int count)
{
	for (int first = 0; first + count <= CELLS; first++) {
		if (!(shared.taken & cells_from(first, count))) {
			return first;
		}
	}
	return -1;
}

static void *take_cells(size_t size)
{
	int count = (int)((size + CELL - 1) / CELL) + 1, first;

	if (!shared.page && !(shared.page = sodium_malloc(PAGE))) {
		return NULL;
	}
	first = find_cells(count);
	if (first < 0) {
		return NULL;
	}
	shared.taken |= cells_from(first, count);
	shared.length[first] = (unsigned char)count;
	memset(shared.page + first * CELL, WATCH, (size_t)count * CELL);
	return shared.page + first * CELL;
}

/* Somebody wrote behind a secret: what he meant to write there is lost, and worse may be near. */
static void check_watch(const unsigned char *cell)
{
	for (int i = 0; i < CELL; i++) {
		if (cell[i] != WATCH) {
			abort();
		}
	}
}

static void give_back(unsigned char *secret)
{
	int first = (int)(secret - shared.page) / CELL, count = shared.length[first];

	check_watch(secret + (count - 1) * CELL);
	sodium_memzero(secret, (size_t)count * CELL);
	shared.taken &= ~cells_from(first, count);
	shared.length[first] = 0;
	if (!shared.taken) {
		sodium_free(shared.page);
		shared.page = NULL;
	}
}

static bool is_shared(const unsigned char *secret)
{
	return shared.page && secret >= shared.page && secret < shared.page + PAGE;
}

/* ---- secrets */

void *mc_secret_new(size_t size)
{
	void *secret = size <= SHARED_MAX ? take_cells(size) : NULL;

	secret = secret ? secret : sodium_malloc(size);
	/* A request that cannot succeed takes the one way out of memory: the hook. */
	return secret ? secret : mc_calloc(SIZE_MAX, size);
}

void mc_secret_free(void *secret)
{
	if (is_shared(secret)) {
		give_back(secret);
	} else {
		sodium_free(secret);
	}
}

void mc_key_text(const uint8_t bytes[32], char ret[MC_KEY_TEXT_LEN])
{
	sodium_bin2base64(ret, MC_KEY_TEXT_LEN, bytes, 32,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool mc_key_bytes(struct mc_slice text, uint8_t ret[32])
{
	uint8_t bytes[32];
	size_t len;
	bool good = !sodium_base642bin(bytes, sizeof(bytes), text.data, text.len, NULL, &len, NULL,
				       sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
		    len == sizeof(bytes);

	for (size_t i = 0; good && i < sizeof(bytes); i++) {
		ret[i] = bytes[i];
	}
	sodium_memzero(bytes, sizeof(bytes));
	return good;
}
