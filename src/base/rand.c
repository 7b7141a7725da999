/* SPDX-License-Identifier: MPL-2.0 */
/* rand.c - the kernel's random bytes, and UUIDv7. */
#include "motcua/base/rand.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"

/*
 * RFC 9562, 6.2, method 2: after the 48 bits of time come 42 bits that only
 * rise within a millisecond, by a random step, then 32 fresh random bits.
 */
enum { COUNTER_BITS = 42 };

void mc_rand_bytes(void *to, size_t len)
{
	unsigned char *p = to;

	while (len) {
		ssize_t n = getrandom(p, len, 0);

		if (n < 0 && errno != EINTR) {
			abort(); /* no kernel we run on lacks it; guessable ids would be worse */
		}
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
}

uint32_t mc_rand_below(uint32_t bound)
{
	/* the 2^32 mod bound lowest values would make some results likelier */
	uint32_t skip = -bound % bound, value;

	do {
		mc_rand_bytes(&value, sizeof(value));
	} while (value < skip);
	return value % bound;
}

/* A new millisecond's counter: its top bit is clear, so there is room to rise. */
static uint64_t first_count(void)
{
	uint64_t value;

	mc_rand_bytes(&value, sizeof(value));
	return value >> (64 - (COUNTER_BITS - 1));
}

static void next_count(int64_t *ret_ms, uint64_t *ret_count)
{
	static int64_t ms;
	static uint64_t count;
	int64_t now = mc_clock_now();
	uint32_t step;

	mc_rand_bytes(&step, sizeof(step));
	count += UINT64_C(1) + step;
	/* a clock that was set back does not take ms with it */
	if (now > ms || count >> COUNTER_BITS) {
		ms = now > ms ? now : ms + 1;
		count = first_count();
	}
	*ret_ms = ms;
	*ret_count = count;
}

static void put_be(unsigned char *to, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--) {
		to[i] = (unsigned char)value;
		value >>= 8;
	}
}

void mc_uuid7(char ret[MC_UUID_LEN])
{
	static const int group_bytes[] = {4, 2, 2, 2, 6};
	unsigned char id[16];
	const unsigned char *from = id;
	uint64_t count;
	int64_t ms;

	next_count(&ms, &count);
	put_be(id, (uint64_t)ms, 6);
	put_be(id + 6, UINT64_C(0x7000) | count >> 30, 2);
	put_be(id + 8, UINT64_C(0x80000000) | (count & 0x3fffffff), 4);
	mc_rand_bytes(id + 12, 4);
	for (int g = 0; g < 5; g++) {
		mc_hex_encode(from, (size_t)group_bytes[g], ret);
		from += group_bytes[g];
		ret += 2 * group_bytes[g];
		*ret++ = g < 4 ? '-' : '\0';
	}
}

bool mc_uuid_valid(const char *text)
{
	if (!text || strnlen(text, MC_UUID_LEN) != MC_UUID_LEN - 1) {
		return false;
	}
	for (int i = 0; i < MC_UUID_LEN - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !strchr("0123456789abcdef", text[i])) {
			return false;
		}
	}
	return true;
}
