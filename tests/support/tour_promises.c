/* SPDX-License-Identifier: MPL-2.0 */
/* tour_promises.c - what the journal of a tour says of what was promised, and when. */
#include <sqlite3.h>
#include <unistd.h>

#include "motcua/seal/lean.h"
#include "support/tour.h"
#include "support/world.h"

enum { FILES = 7 /* three bundles, a return file for each, and the first one of them again */ };

/* ---- what stood at the end */
static void read_records(struct tour *tour)
{
	struct mc_desk_options options = {.data_dir = world_path("desk"), .officer = OFFICER};
	struct mc_desk *opened;
	struct mc_str manifest;

	assert_ok(mc_desk_open(&options, &opened, NULL));
	assert_int_equal(MC_COPY(tour->terminal, opened->keys.id), 0);
	for (int i = 0; i < TOUR_ITEMS; i++) {
		struct tour_dossier *dossier = &tour->dossiers[i];

		mc_str_init(&dossier->record, MC_JWS_MAX);
		mc_str_init(&manifest, MC_MANIFEST_MAX);
		assert_ok(mc_mail_item_record(opened->mail, dossier->id, &dossier->record,
					      &manifest, NULL));
		(void)snprintf(dossier->sealed, sizeof(dossier->sealed), "%.80s", manifest.data);
		mc_str_done(&manifest);
	}
	mc_desk_close(opened);
}

static int take_word(void *ctx, int count, char **values, char **names)
{
	struct tour_word *word = mc_vec_push(ctx);

	(void)count;
	(void)names;
	*word = (struct tour_word){.outer = mc_strdup(values[0]), .said = TOUR_NEVER};
	return 0;
}

static void read_words(struct tour *tour)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(world_path("gateway/gateway.db"), &db,
					 SQLITE_OPEN_READWRITE, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "SELECT outer FROM receipt UNION SELECT outer FROM event"
				      " WHERE outer IS NOT NULL UNION SELECT outer FROM tombstone"
				      " UNION SELECT outer FROM supplement",
				      take_word, &tour->words, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
}

/* ---- since when */
/* "SHA256 NAME" */
static void take_file(struct tour *tour, const char *text, long event)
{
	struct tour_file *file;
	char sha256[MC_SHA256_HEX];

	snprintf(sha256, sizeof(sha256), "%.64s", text);
	text += strlen(sha256) + 1;
	MC_VEC_EACH (&tour->files, struct tour_file, known) {
		if (!strcmp(known->name, text) && !strcmp(known->sha256, sha256)) {
			return;
		}
	}
	file = mc_vec_push(&tour->files);
	assert_non_null(file);
	snprintf(file->name, sizeof(file->name), "%s", text);
	strcpy(file->sha256, sha256);
	file->said = event;
}

static void take_mark(struct tour *tour, const char *text, long event)
{
	struct {
		const char *word;
		long *single;
		size_t offset;
	} words[] = {
		{"founded", &tour->founded, 0},
		{"opened", &tour->opened, 0},
		{"imported", &tour->imported, 0},
		{"later", &tour->later, 0},
		{"drafted", NULL, offsetof(struct tour_dossier, drafted)},
		{"submitted", NULL, offsetof(struct tour_dossier, submitted)},
		{"returned", NULL, offsetof(struct tour_dossier, returned)},
		{"withdrawing", NULL, offsetof(struct tour_dossier, withdrawing)},
		{"withdrawn", NULL, offsetof(struct tour_dossier, withdrawn)},
	};
	int which = atoi(strchr(text, ' ') + 1);

	if (!strncmp(text, "stick ", 6)) {
		take_file(tour, text + 6, event);
		return;
	}
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (strncmp(text, words[i].word, strlen(words[i].word))) {
			continue;
		}
		if (words[i].single) {
			*words[i].single = event;
		} else {
			*(long *)(void *)((char *)&tour->dossiers[which] + words[i].offset) = event;
		}
	}
}

static bool contains(const struct disk_event *event, const char *text)
{
	return memmem(cut_disk_bytes(event), event->len, text, strlen(text)) != NULL;
}

/* The gateway answers lean (docs/FORMATS.md 14) whoever reads that. */
static bool contains_lean(const struct disk_event *event, const char *text)
{
	const char *bytes = cut_disk_bytes(event);
	const char *blank = memmem(bytes, event->len, "\r\n\r\n", 4);
	const char *body = blank ? blank + 4 : bytes; /* the head went before it */
	struct mc_str plain;
	bool found;

	mc_str_init(&plain, MC_JSON_MAX);
	found = !mc_unlean((struct mc_slice){body, event->len - (size_t)(body - bytes)}, &plain,
			   NULL) &&
		strstr(plain.data, text);
	mc_str_done(&plain);
	return found;
}

static void take_sent(struct tour *tour, const struct disk_event *event, long at)
{
	if (!strcmp(event->program, "motcua-courier")) {
		for (int i = 0; i < TOUR_ITEMS; i++) {
			struct tour_dossier *dossier = &tour->dossiers[i];

			if (dossier->told == TOUR_NEVER && contains(event, dossier->sealed)) {
				dossier->told = at;
			}
		}
	} else if (!strcmp(event->program, "motcua-gateway")) {
		MC_VEC_EACH (&tour->words, struct tour_word, word) {
			if (word->said == TOUR_NEVER && (contains(event, word->outer) ||
							 contains_lean(event, word->outer))) {
				word->said = at;
			}
		}
	}
}

/* None of what has to be promised in the tour was overlooked. */
static void check_promises(const struct tour *tour)
{
	int said = 0;

	assert_true(tour->founded < tour->opened && tour->opened < tour->imported);
	assert_true(tour->imported < tour->later);
	for (int i = 0; i < TOUR_ITEMS; i++) {
		assert_true(tour->dossiers[i].drafted < tour->dossiers[i].submitted);
		assert_true(tour->dossiers[i].submitted < tour->events);
	}
	assert_true(tour->dossiers[0].told < tour->events);
	assert_true(tour->dossiers[1].told < tour->events);
	assert_true(tour->dossiers[5].told < tour->events);
	assert_true(tour->dossiers[2].returned < tour->events);
	assert_true(tour->dossiers[TOUR_WITHDRAWN].withdrawing < tour->events);
	assert_true(tour->dossiers[TOUR_SUPPLEMENT].told < tour->events);
	assert_true(tour->dossiers[TOUR_SUPPLEMENT_BY_STICK].returned < tour->events);
	assert_true(tour->dossiers[TOUR_WITHDRAWN_LATER].withdrawn < tour->events);
	MC_VEC_EACH (&tour->words, struct tour_word, word) {
		said += word->said < tour->events;
	}
	assert_true(said >= 8); /* two receipts, two forwarded, one withdrawn; twice asked, one
				 * supplement received */
	assert_int_equal(tour->files.len, FILES);
}

void tour_promises(struct tour *tour)
{
	struct cut_disk *disk;
	const struct disk_event *event;
	char text[400];

	read_records(tour);
	read_words(tour);
	disk = tour_disk(tour);
	while ((event = cut_disk_next(disk)) != NULL) {
		if (event->call == DISK_MARK && event->len) {
			snprintf(text, sizeof(text), "%.*s", (int)event->len,
				 (const char *)cut_disk_bytes(event));
			take_mark(tour, text, cut_disk_at(disk));
		} else if (event->call == DISK_SENT) {
			take_sent(tour, event, cut_disk_at(disk));
		}
	}
	cut_disk_close(disk);
	check_promises(tour);
}
