/* SPDX-License-Identifier: MPL-2.0 */
/* heap_test.c - pieces of every size: aligned, apart from each other, given out again. */
#include "store/heap.h"

#include <stdint.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "support/check.h"

enum { PIECES = 400, LARGEST = 3000, ROUNDS = 40000 };

struct piece {
	unsigned char *bytes;
	int size;
	unsigned char mark;
};

static const sqlite3_mem_methods *heap;
static uint64_t seed = 1;

static int chance(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

/* Its whole room: SQLite uses what xSize() says that there is. */
static void fill(struct piece *piece)
{
	piece->mark = (unsigned char)chance(256);
	memset(piece->bytes, piece->mark, (size_t)heap->xSize(piece->bytes));
}

static void expect_whole(const struct piece *piece, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		assert_int_equal(piece->bytes[i], piece->mark);
	}
}

static void take(struct piece *piece, int size)
{
	piece->size = size;
	piece->bytes = heap->xMalloc(size);
	assert_non_null(piece->bytes);
	assert_int_equal((uintptr_t)piece->bytes % 8, 0);
	assert_in_range(heap->xSize(piece->bytes), size, LARGEST * 2);
	assert_int_equal(heap->xSize(piece->bytes), heap->xRoundup(size));
	fill(piece);
}

static void give(struct piece *piece)
{
	expect_whole(piece, heap->xSize(piece->bytes));
	heap->xFree(piece->bytes);
	piece->bytes = NULL;
}

static void resize(struct piece *piece, int size)
{
	int kept = size < piece->size ? size : piece->size;

	piece->bytes = heap->xRealloc(piece->bytes, heap->xRoundup(size));
	assert_non_null(piece->bytes);
	assert_in_range(heap->xSize(piece->bytes), size, LARGEST * 2);
	expect_whole(piece, kept);
	piece->size = size;
	fill(piece);
}

/* Whatever is done to one, the bytes of the others stay. */
static void all_stay_apart(void **state)
{
	static struct piece pieces[PIECES];

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct piece *piece = &pieces[chance(PIECES)];
		int size = 1 + (chance(4) ? chance(600) : chance(LARGEST));

		if (!piece->bytes) {
			take(piece, size);
		} else if (chance(2)) {
			resize(piece, size);
		} else {
			give(piece);
		}
	}
	for (int i = 0; i < PIECES; i++) {
		if (pieces[i].bytes) {
			give(&pieces[i]);
		}
	}
}

/* The last that was given back is the next of its size: no list grows while as many go as come. */
static void given_out_again(void **state)
{
	void *first = heap->xMalloc(100), *other = heap->xMalloc(200);

	(void)state;
	heap->xFree(first);
	assert_ptr_not_equal(heap->xMalloc(10), first);
	assert_ptr_equal(heap->xMalloc(heap->xRoundup(100)), first);
	heap->xFree(first);
	heap->xFree(other);
}

/* SQLite rounds up before it asks: nothing is lost by rounding twice. */
static void rounding_is_stable(void **state)
{
	(void)state;
	for (int size = 1; size <= LARGEST; size++) {
		int rounded = heap->xRoundup(size);

		assert_in_range(rounded, size, size + 15);
		assert_int_equal(rounded % 8, 0);
		assert_int_equal(heap->xRoundup(rounded), rounded);
	}
}

/* A sanitizer keeps watch over every piece itself. */
static void no_heap_of_ours(void **state)
{
	(void)state;
	print_message("SQLite has the sanitizer's memory\n");
	skip();
}

int main(void)
{
	const struct CMUnitTest none[] = {cmocka_unit_test(no_heap_of_ours)};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_stay_apart),
		cmocka_unit_test(given_out_again),
		cmocka_unit_test(rounding_is_stable),
	};

	heap = mc_heap();
	return heap ? cmocka_run_group_tests(tests, NULL, NULL) :
		      cmocka_run_group_tests(none, NULL, NULL);
}
