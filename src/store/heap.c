/* SPDX-License-Identifier: MPL-2.0 */
/*
 * heap.c - small pieces of memory for SQLite, by size.
 *
 * To read the schemas and prepare the first screen's statements SQLite asks for 2,500 small pieces and
 * gives back half of them. What it has to be quick at this, Debian's is built without
 * (OMIT_LOOKASIDE), and malloc() takes 130 instructions for each: a twentieth of a start. Here a
 * piece is cut off a block, and one that was given back waits in a list for the next of its size.
 * Larger ones are malloc()'s. A block is kept to the end, as the pages of SQLite's cache are.
 *
 * SQLite's memory methods have no context, so the lists are the process's.
 */
#include "store/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
enum { WATCHED = 1 }; /* it has to see each piece itself */
#else
enum { WATCHED = 0 };
#endif
enum { GRAIN = 16, SMALL = 512, BLOCK = 16 * 1024, SIZES = SMALL / GRAIN + 1 };

/* In front of what SQLite gets, which is aligned to 8 as it asks. */
struct head {
	uint64_t size; /* of the whole piece, head included: a multiple of the grain */
};

struct piece {
	struct head head;
	struct piece *next; /* while nobody has it */
};

static struct {
	struct piece *free[SIZES];
	char *rest; /* of the newest block */
	size_t left;
} heap;

static size_t whole_size(int size)
{
	return ((size_t)size + sizeof(struct head) + GRAIN - 1) / GRAIN * GRAIN;
}

static struct head *head_of(void *memory)
{
	return (struct head *)memory - 1;
}

/* What is left of the block before is cut into no more pieces: half a piece at most. */
static struct head *cut(size_t size)
{
	struct head *head;

	if (heap.left < size) {
		heap.rest = malloc(BLOCK);
		heap.left = heap.rest ? BLOCK : 0;
		if (!heap.rest) {
			return NULL;
		}
	}
	head = (struct head *)(void *)heap.rest;
	heap.rest += size;
	heap.left -= size;
	return head;
}

static void *heap_malloc(int size)
{
	size_t whole = whole_size(size);
	struct piece *piece = whole <= SMALL ? heap.free[whole / GRAIN] : NULL;
	struct head *head;

	if (piece) {
		heap.free[whole / GRAIN] = piece->next;
		return &piece->next;
	}
	head = whole <= SMALL ? cut(whole) : malloc(whole);
	if (!head) {
		return NULL;
	}
	head->size = whole;
	return head + 1;
}

static void heap_free(void *memory)
{
	struct head *head = head_of(memory);
	struct piece *piece = (struct piece *)head;

	if (head->size > SMALL) {
		free(head);
		return;
	}
	piece->next = heap.free[head->size / GRAIN];
	heap.free[head->size / GRAIN] = piece;
}

static int heap_size(void *memory)
{
	return (int)(head_of(memory)->size - sizeof(struct head));
}

static void *resize_large(struct head *head, size_t whole)
{
	head = realloc(head, whole);
	if (head) {
		head->size = whole;
	}
	return head ? head + 1 : NULL;
}

static void *heap_realloc(void *memory, int size)
{
	struct head *head = head_of(memory);
	size_t whole = whole_size(size);
	int before = heap_size(memory);
	void *moved;

	if (whole == head->size) {
		return memory;
	}
	if (whole > SMALL && head->size > SMALL) {
		return resize_large(head, whole);
	}
	moved = heap_malloc(size);
	if (moved) {
		memcpy(moved, memory, (size_t)(before < size ? before : size));
		heap_free(memory);
	}
	return moved;
}

static int heap_roundup(int size)
{
	return (int)(whole_size(size) - sizeof(struct head));
}

static int heap_init(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void heap_shutdown(void *data)
{
	(void)data;
}

const sqlite3_mem_methods *mc_heap(void)
{
	static const sqlite3_mem_methods methods = {
		heap_malloc, heap_free, heap_realloc, heap_size, heap_roundup, heap_init, heap_shutdown,
		NULL,
	};

	return WATCHED ? NULL : &methods;
}
