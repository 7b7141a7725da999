/* SPDX-License-Identifier: MPL-2.0 */
/*
 * input.c - fuzz target: any bytes from a terminal, cut anywhere. Only keys that there are come
 * out, whatever is half ends when nothing comes, and the reader never gets stuck.
 */
#include "fuzz/fuzz.h"

#include <string.h>

#include "motcua/text/utf8.h"
#include "ui/input.h"

static void is_a_key(uint32_t key)
{
	char bytes[4];

	FUZZ_CHECK(key <= MC_KEY_LAST);
	FUZZ_CHECK(key >= MC_KEY_UP || mc_utf8_encode(key, bytes));
}

static size_t take_keys(struct mc_input *input)
{
	size_t before = input->len - input->at;
	uint32_t key;

	while (mc_input_key(input, &key)) {
		is_a_key(key);
		FUZZ_CHECK(input->at <= input->len);
	}
	return before - (input->len - input->at);
}

/* What is left waits for its rest: no more than a sequence, or most of a letter. */
static void is_short(const struct mc_input *input)
{
	FUZZ_CHECK(input->len - input->at <= 64);
}

static void arrive(struct mc_input *input, struct fuzz_bytes *bytes, size_t count)
{
	size_t size;
	char *room = mc_input_room(input, &size);

	FUZZ_CHECK(size >= count);
	for (size_t i = 0; i < count; i++) {
		room[i] = (char)fuzz_byte(bytes);
	}
	mc_input_read(input, count);
	take_keys(input);
	is_short(input);
}

static void give_up(struct mc_input *input)
{
	for (int i = 0; mc_input_half(input); i++) {
		FUZZ_CHECK(i < 64);
		mc_input_give_up(input);
		take_keys(input);
	}
	FUZZ_CHECK(input->len - input->at <= 3); /* a letter may be half for ever */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = {data, data + size};
	static struct mc_input input; /* large */
	unsigned ways = fuzz_byte(&bytes);

	mc_input_init(&input);
	input.mouse = ways & 1;
	if (ways & 2) { /* keys of an old terminal */
		input.own[input.own_count++] = (struct mc_key_sequence){"\001@\r", MC_KEY_F(1)};
	}
	while (bytes.at < bytes.end) {
		unsigned act = fuzz_byte(&bytes);

		if (act < 16) {
			give_up(&input);
		} else {
			arrive(&input, &bytes, 1 + act % 24);
		}
	}
	give_up(&input);
	return 0;
}
