/* SPDX-License-Identifier: MPL-2.0 */
/* spool_mail.c - the spool beside mail.db: copied from it, compared with it. */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/spool.h"
#include "store/mail_db.h"

enum { RECORD_MAX = 256 * 1024, LIST_MAX = 1 << 22 };

struct place {
	int64_t n;
	char id[MC_UUID_LEN];
	struct mc_spooled at;
};

static enum mc_code push_place(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct place *place = mc_vec_push(ctx);

	if (!place) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more items");
	}
	place->n = sqlite3_column_int64(row, 0);
	place->at.seq = sqlite3_column_int64(row, 3);
	place->at.withdrawn = sqlite3_column_int(row, 4) != 0;
	return MC_COL(row, 1, place->id) && MC_COL(row, 2, place->at.epoch) ?
		       MC_OK :
		       mc_db_corrupt(why, "item: a value of the wrong shape");
}

/* Withdrawn by the officer alone: no word of the gateway goes with it. */
#define PLACE                                                                                \
	"SELECT n, id, epoch, iif(dossier IS NULL, seq, 0), state = 'WITHDRAWN' AND NOT EXISTS"                       \
	" (SELECT 1 FROM statement s WHERE s.item = item.id AND s.kind = 'withdrawn')"       \
	" FROM item "

/* ---- copying */

static enum mc_code keep(struct mc_mail *mail, const struct mc_paths *paths,
			 const struct place *place, struct mc_err *why)
{
	struct mc_str record, manifest;
	enum mc_code code;

	mc_str_init(&record, RECORD_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	code = mc_mail_item_record(mail, place->id, &record, &manifest, why);
	if (!code) {
		code = mc_spool_keep(paths, place->at.epoch, place->at.seq, mc_slice_of(&record),
				     mc_slice_of(&manifest), why);
	}
	if (!code && place->at.withdrawn) {
		code = mc_spool_withdraw(paths, place->at.epoch, place->at.seq, why);
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
	return code;
}

enum mc_code mc_mail_spool(struct mc_mail *mail, const struct mc_paths *paths, int limit,
			   int64_t *n, bool *ret_more, struct mc_err *why)
{
	struct mc_vec places;
	enum mc_code code;

	mc_vec_init(&places, sizeof(struct place), (size_t)limit);
	code = mc_db_each(&mail->db, PLACE "WHERE n > ?1 ORDER BY n LIMIT ?2",
			  MC_BINDS(mc_bind_int(*n), mc_bind_int(limit)), push_place, &places, why);
	for (size_t i = 0; !code && i < places.len; i++) {
		const struct place *place = mc_vec_at(&places, i);

		code = keep(mail, paths, place, why);
		if (mc_error_info(code)->grade == MC_GRADE_ITEM) {
			code = MC_OK; /* this row is damaged; the doctor names it */
		}
		*n = code ? *n : place->n;
	}
	*ret_more = places.len == (size_t)limit;
	mc_vec_done(&places);
	return code;
}

/* ---- comparing */

static bool is_same(struct mc_mail *mail, const struct mc_paths *paths, const struct place *place)
{
	struct mc_str record[2], manifest[2];
	bool same;

	for (int i = 0; i < 2; i++) {
		mc_str_init(&record[i], RECORD_MAX);
		mc_str_init(&manifest[i], MC_MANIFEST_MAX);
	}
	same = !mc_mail_item_record(mail, place->id, &record[0], &manifest[0], NULL) &&
	       !mc_spool_read(paths, place->at.epoch, place->at.seq, &record[1], &manifest[1],
			      NULL) &&
	       mc_slice_equal(mc_slice_of(&record[0]), mc_slice_of(&record[1])) &&
	       mc_slice_equal(mc_slice_of(&manifest[0]), mc_slice_of(&manifest[1]));
	for (int i = 0; i < 2; i++) {
		mc_str_done(&record[i]);
		mc_str_done(&manifest[i]);
	}
	return same;
}

static int order(const struct mc_spooled *a, const struct mc_spooled *b)
{
	int epochs = !a->seq != !b->seq ? !a->seq - !b->seq : strcmp(a->epoch, b->epoch);

	return epochs ? epochs : a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* One and the same place. A mark that is not there yet is the courier's next step; one that
 * the queue knows nothing of would keep a dossier from being sent after a rebuild. */
static void compare_one(struct mc_mail *mail, const struct mc_paths *paths,
			const struct place *place, const struct mc_spooled *file,
			struct mc_spool_check *ret)
{
	if (!is_same(mail, paths, place) || (file->withdrawn && !place->at.withdrawn)) {
		ret->different++;
	} else if (place->at.withdrawn && !file->withdrawn) {
		ret->unspooled++;
	}
}

/* Both lists are in the same order: one walk through the two. paths NULL: the places alone. */
static void compare(struct mc_mail *mail, const struct mc_paths *paths, const struct mc_vec *items,
		    const struct mc_vec *files, struct mc_spool_check *ret)
{
	size_t i = 0, f = 0;

	while (i < items->len || f < files->len) {
		const struct place *place = mc_vec_at(items, i);
		const struct mc_spooled *file = mc_vec_at(files, f);
		int cmp = !place ? 1 : !file ? -1 : order(&place->at, file);

		ret->unspooled += cmp < 0;
		ret->unknown += cmp > 0;
		if (cmp == 0 && paths) {
			compare_one(mail, paths, place, file, ret);
		}
		i += cmp <= 0;
		f += cmp >= 0;
	}
}

/* The files before the items: a file has had its item before it all its life. */
static enum mc_code compare_all(struct mc_mail *mail, const struct mc_paths *paths, bool bytes,
				struct mc_spool_check *ret, struct mc_err *why)
{
	struct mc_vec items, files;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct place), LIST_MAX);
	mc_vec_init(&files, sizeof(struct mc_spooled), LIST_MAX);
	code = mc_spool_list(paths, &files, why);
	if (!code) {
		code = mc_db_each(&mail->db, PLACE "ORDER BY dossier IS NOT NULL, epoch, seq", NULL,
				  push_place, &items, why);
	}
	if (!code) {
		*ret = (struct mc_spool_check){.items = (int64_t)items.len};
		compare(mail, bytes ? paths : NULL, &items, &files, ret);
	}
	mc_vec_done(&items);
	mc_vec_done(&files);
	return code;
}

enum mc_code mc_mail_spool_check(struct mc_mail *mail, const struct mc_paths *paths,
				 struct mc_spool_check *ret, struct mc_err *why)
{
	return compare_all(mail, paths, true, ret, why);
}

enum mc_code mc_mail_spool_unknown(struct mc_mail *mail, const struct mc_paths *paths,
				   int64_t *ret, struct mc_err *why)
{
	struct mc_spool_check check = {.unknown = 0};
	enum mc_code code = compare_all(mail, paths, false, &check, why);

	*ret = check.unknown;
	return code;
}
