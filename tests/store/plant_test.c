/* SPDX-License-Identifier: MPL-2.0 */
/* A name and a number go through every door of the store; no file may show them. */
#include <ftw.h>
#include <sys/stat.h>

#include "motcua/base/file.h"
#include "store/office.h"

#define NAME "Nguyễn Thị Mẫu"
#define NUMBER "030190000123"
#define CMND "012345678"
#define TEXT "{\"full_name\":\"" NAME "\",\"number\":\"" NUMBER "\",\"cmnd\":\"" CMND "\"}"

static int files, hits, controls;

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	static const char *const planted[] = {NAME, NUMBER, CMND};
	struct mc_str bytes;

	(void)st;
	(void)ftw;
	if (type != FTW_F) {
		return 0;
	}
	mc_str_init(&bytes, 1 << 26);
	assert_ok(mc_file_read(path, &bytes, NULL));
	files++;
	for (size_t i = 0; i < MC_COUNT(planted); i++) {
		hits += memmem(bytes.data, bytes.len, planted[i], strlen(planted[i])) != NULL;
	}
	/* what is known to be in clear must be seen, or the looking is blind */
	controls += memmem(bytes.data, bytes.len, "2.002621", 8) != NULL;
	mc_str_done(&bytes);
	return 0;
}

static void plant_draft(struct office *o)
{
	struct mc_draft draft = draft_of(1);
	struct mc_draft_value value = {.field = "mother.number"};

	(void)MC_COPY(draft.subject, NAME);
	mc_str_init(&value.bytes, 1000);
	mc_str_puts(&value.bytes, TEXT);
	assert_ok(mc_draft_create(o->store, &draft, NULL));
	assert_ok(mc_draft_subject(o->store, draft.id, NAME " " NUMBER, NAME "\n" TEXT, NULL));
	assert_ok(save_values(o->store, draft.id, &value, 1, NOW));
	assert_ok(mc_draft_attach(o->store, draft.id, digest_of(1), mc_slice_text(TEXT), NULL));
	assert_ok(mc_draft_attach(o->store, draft.id, digest_of(2), mc_slice_text(TEXT), NULL));
	assert_ok(mc_draft_detach(o->store, draft.id, digest_of(2), NULL));
	mc_str_done(&value.bytes);
}

static void plant_people(struct office *o)
{
	struct mc_evidence_row row = {.at = NOW, .outcome = MC_OUTCOME_FOUND, .way = MC_WAY_SYSTEM};
	struct mc_str entry;
	char blind[33];

	(void)MC_COPY(row.id, id_of(3));
	assert_ok(mc_store_set(o->store, "officer", TEXT, NULL));
	assert_ok(mc_people_save(o->store,
				 &(struct mc_known_person){NUMBER, CMND, NAME, id_of(1), NOW},
				 mc_slice_text(TEXT), NULL));
	assert_ok(mc_asked_save(o->store, id_of(2), NOW, mc_slice_text(TEXT), NULL));
	assert_ok(mc_evidence_save(o->store, &row, NUMBER, mc_slice_text(TEXT),
				   mc_slice_text("sealed by the caller"), NULL));
	mc_store_blind_hex(o->store, "officer", NUMBER, blind);
	mc_str_init(&entry, 200);
	mc_str_printf(&entry, "{\"officer\":\"%s\"}", blind);
	assert_ok(mc_audit_append(o->store, mc_slice_of(&entry), NULL));
	assert_ok(mc_audit_ask(o->store, mc_slice_of(&entry), id_of(4), NOW, mc_slice_text(TEXT), NULL));
	mc_str_done(&entry);
}

static void search(struct office *o)
{
	files = hits = controls = 0;
	assert_int_equal(nftw(o->dir, look, 16, FTW_PHYS), 0);
	assert_int_equal(hits, 0);
	assert_true(controls > 0);
}

static void no_file_shows_them(void **state)
{
	struct office o;
	struct mc_draft draft;
	struct mc_str answer;

	(void)state;
	office_init(&o);
	plant_draft(&o);
	plant_people(&o);
	seal_one(o.mail, 1);
	assert_code(mc_draft_find(o.store, NUMBER, &draft, NULL), MC_E_DOSSIER_UNKNOWN);
	search(&o);
	assert_true(files >= 6); /* both databases with their journals, evidence */
	mc_str_init(&answer, 1000);
	assert_ok(mc_people_find(o.store, NUMBER, &answer, NULL, NULL));
	assert_string_equal(answer.data, TEXT);
	mc_str_done(&answer);
	office_shut(&o); /* folds the journals into the databases */
	search(&o);
	office_open(&o);
	office_done(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_file_shows_them)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
