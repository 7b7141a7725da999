/* SPDX-License-Identifier: MPL-2.0 */
/* Drafts: kept, found by any unique name, moved only where the table leads. */
#include "store/office.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static void create(struct office *o, int n)
{
	struct mc_draft draft = draft_of(n);

	assert_ok(mc_draft_create(o->store, &draft, NULL));
}

static struct mc_draft_value value_of(const char *field, const char *text)
{
	struct mc_draft_value value = {.field = ""};

	(void)MC_COPY(value.field, field);
	mc_str_init(&value.bytes, 1000);
	mc_str_puts(&value.bytes, text);
	return value;
}

static void a_number_is_given_once(void **state)
{
	struct office *o = *state;
	struct mc_draft draft = draft_of(1), other = draft_of(2), got;

	assert_ok(mc_draft_create(o->store, &draft, NULL));
	(void)MC_COPY(other.local_number, draft.local_number);
	assert_code(mc_draft_create(o->store, &other, NULL), MC_E_NUMBER_TAKEN);
	assert_code(mc_draft_load(o->store, other.id, &got, NULL), MC_E_DOSSIER_UNKNOWN);
}

static void comes_back(void **state)
{
	struct office *o = *state;
	struct mc_draft draft = draft_of(1), back;

	(void)MC_COPY(draft.replaces, id_of(9));
	assert_ok(mc_draft_create(o->store, &draft, NULL));
	office_shut(o);
	office_open(o);
	assert_ok(mc_draft_load(o->store, draft.id, &back, NULL));
	assert_string_equal(back.id, draft.id);
	assert_string_equal(back.local_number, draft.local_number);
	assert_string_equal(back.replaces, draft.replaces);
	assert_string_equal(back.procedure, draft.procedure);
	assert_string_equal(back.version, draft.version);
	assert_string_equal(back.subject, draft.subject);
	assert_int_equal(back.state, MC_STATE_DRAFT);
	assert_int_equal(back.created_at, NOW);
	assert_ok(mc_draft_subject(o->store, draft.id, "Y Moan Ênuôl", NULL, NULL));
	assert_ok(mc_draft_load(o->store, draft.id, &back, NULL));
	assert_string_equal(back.subject, "Y Moan Ênuôl");
	assert_code(mc_draft_subject(o->store, id_of(2), "x", NULL, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_code(mc_draft_load(o->store, id_of(2), &back, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_code(mc_draft_create(o->store, &draft, NULL), MC_E_NUMBER_TAKEN);
}

static void found_by_name(void **state)
{
	struct office *o = *state;
	struct mc_draft a = draft_of(1), b = draft_of(2), got;
	char text[64];

	assert_ok(mc_draft_create(o->store, &a, NULL));
	assert_ok(mc_draft_find(o->store, "T-7K3M9Q", &got, NULL)); /* the only one yet */
	assert_ok(mc_draft_create(o->store, &b, NULL));
	assert_ok(mc_draft_find(o->store, a.id, &got, NULL));
	assert_string_equal(got.id, a.id);
	assert_ok(mc_draft_find(o->store, b.local_number, &got, NULL));
	assert_string_equal(got.id, b.id);
	assert_ok(mc_draft_find(o->store, "a0000002", &got, NULL)); /* 8 characters of an id */
	assert_string_equal(got.id, b.id);
	assert_ok(mc_draft_find(o->store, "A0000002-0000", &got, NULL));
	assert_string_equal(got.id, b.id);
	snprintf(text, sizeof(text), "t-7k3m9q-00000%c", a.local_number[14]);
	assert_ok(mc_draft_find(o->store, text, &got, NULL));
	assert_string_equal(got.id, a.id);
}

static void not_found_by_name(void **state)
{
	static const char *const names[] = {
		"T-7K3M9Q", /* two begin so */
		"a000000",  /* too short, though unique would be */
		"",	    "a0000003", "%", "a0000001-0000-7000-8000-000000000001x", "'; DROP TABLE draft",
		"a0000001-0000-7000-8000-000000000001-and-much-more-than-any-name-can-have",
		"\xff\xfe\xfd\xff\xfe\xfd\xff\xfe",
	};
	struct office *o = *state;
	struct mc_draft got;

	create(o, 1);
	create(o, 2);
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		assert_code(mc_draft_find(o->store, names[i], &got, NULL), MC_E_DOSSIER_UNKNOWN);
	}
}

static void listed_by_pages(void **state)
{
	struct office *o = *state;
	struct mc_vec page;

	for (int n = 1; n <= 5; n++) {
		create(o, n);
	}
	mc_vec_init(&page, sizeof(struct mc_draft), 10);
	assert_ok(mc_draft_list(o->store, 0, 2, &page, NULL));
	assert_ok(mc_draft_list(o->store, 2, 2, &page, NULL));
	assert_ok(mc_draft_list(o->store, 4, 2, &page, NULL));
	assert_ok(mc_draft_list(o->store, 6, 2, &page, NULL));
	assert_int_equal(page.len, 5);
	for (int n = 1; n <= 5; n++) {
		assert_string_equal(((struct mc_draft *)mc_vec_at(&page, (size_t)(5 - n)))->id, id_of(n));
	}
	mc_vec_done(&page);
	mc_vec_init(&page, sizeof(struct mc_draft), 1);
	assert_code(mc_draft_list(o->store, 0, 2, &page, NULL), MC_E_INTERNAL);
	assert_int_equal(page.len, 0);
	mc_vec_done(&page);
}

static void moves(void **state)
{
	struct office *o = *state;
	struct mc_draft got;

	create(o, 1);
	assert_code(mc_draft_move(o->store, id_of(1), MC_STATE_DRAFT, MC_STATE_SEALED, NOW, NULL),
		    MC_E_DOSSIER_STATE);
	assert_ok(mc_draft_move(o->store, id_of(1), MC_STATE_DRAFT, MC_STATE_READY, NOW + 5, NULL));
	assert_code(mc_draft_move(o->store, id_of(1), MC_STATE_DRAFT, MC_STATE_READY, NOW, NULL),
		    MC_E_DOSSIER_STATE);
	assert_ok(mc_draft_move(o->store, id_of(1), MC_STATE_READY, MC_STATE_SEALED, NOW + 9, NULL));
	assert_ok(mc_draft_load(o->store, id_of(1), &got, NULL));
	assert_int_equal(got.state, MC_STATE_SEALED);
	assert_int_equal(got.updated_at, NOW + 9);
	assert_code(mc_draft_move(o->store, id_of(2), MC_STATE_DRAFT, MC_STATE_READY, NOW, NULL),
		    MC_E_DOSSIER_UNKNOWN);
}

static void values(void **state)
{
	struct office *o = *state;
	struct mc_draft_value two[] = {value_of("mother.full_name", "H'Hen Niê"), value_of("note", "")};
	struct mc_vec back;
	struct mc_draft draft;
	struct mc_draft_value *first;

	create(o, 1);
	assert_ok(save_values(o->store, id_of(1), two, 2, NOW + 7));
	mc_str_reset(&two[0].bytes);
	mc_str_puts(&two[0].bytes, "Y Moan Ênuôl");
	assert_ok(save_values(o->store, id_of(1), two, 1, NOW + 8));
	mc_vec_init(&back, sizeof(struct mc_draft_value), 100);
	assert_ok(mc_draft_values(o->store, id_of(1), &back, NULL));
	assert_int_equal(back.len, 2);
	first = mc_vec_at(&back, 0);
	assert_string_equal(first->field, "mother.full_name");
	assert_string_equal(first->bytes.data, "Y Moan Ênuôl");
	assert_int_equal(((struct mc_draft_value *)mc_vec_at(&back, 1))->bytes.len, 0);
	mc_draft_values_done(&back);
	assert_ok(mc_draft_load(o->store, id_of(1), &draft, NULL));
	assert_int_equal(draft.updated_at, NOW + 8);
	assert_code(save_values(o->store, id_of(2), two, 2, NOW), MC_E_DOSSIER_UNKNOWN);
	mc_str_done(&two[0].bytes);
	mc_str_done(&two[1].bytes);
}

/* One commit: where a part of it cannot be, nothing is. */
static void a_change_is_whole(void **state)
{
	struct office *o = *state;
	struct mc_draft_value value = value_of("mother.full_name", "H'Hen Niê");
	struct mc_draft_change change = {.values = &value, .count = 1, .subject = "H'Hen Niê",
					 .people = "", .from = MC_STATE_READY,
					 .to = MC_STATE_DRAFT};
	struct mc_draft draft;
	struct mc_vec back;

	create(o, 1);
	assert_code(mc_draft_save(o->store, id_of(1), &change, NOW + 7, NULL), MC_E_DOSSIER_STATE);
	mc_vec_init(&back, sizeof(value), 100);
	assert_ok(mc_draft_values(o->store, id_of(1), &back, NULL));
	assert_int_equal(back.len, 0);
	assert_ok(mc_draft_move(o->store, id_of(1), MC_STATE_DRAFT, MC_STATE_READY, NOW, NULL));
	assert_ok(mc_draft_save(o->store, id_of(1), &change, NOW + 8, NULL));
	assert_ok(mc_draft_values(o->store, id_of(1), &back, NULL));
	assert_int_equal(back.len, 1);
	assert_ok(mc_draft_load(o->store, id_of(1), &draft, NULL));
	assert_int_equal(draft.state, MC_STATE_DRAFT);
	assert_string_equal(draft.subject, "H'Hen Niê");
	mc_draft_values_done(&back);
	mc_str_done(&value.bytes);
}

/* What was sealed is what was signed: it does not change under it. */
static void sealed_stays(void **state)
{
	struct office *o = *state;
	struct mc_draft_value value = value_of("f", "v");
	struct mc_vec back;

	create(o, 1);
	assert_ok(mc_draft_attach(o->store, id_of(1), digest_of(1), mc_slice_text("{}"), NULL));
	assert_ok(mc_draft_move(o->store, id_of(1), MC_STATE_DRAFT, MC_STATE_READY, NOW, NULL));
	assert_ok(mc_draft_move(o->store, id_of(1), MC_STATE_READY, MC_STATE_SEALED, NOW, NULL));
	assert_code(save_values(o->store, id_of(1), &value, 1, NOW), MC_E_DOSSIER_STATE);
	assert_code(mc_draft_attach(o->store, id_of(1), digest_of(2), mc_slice_text("{}"), NULL),
		    MC_E_DOSSIER_STATE);
	assert_code(mc_draft_detach(o->store, id_of(1), digest_of(1), NULL), MC_E_DOSSIER_STATE);
	mc_vec_init(&back, sizeof(struct mc_draft_value), 100);
	assert_ok(mc_draft_values(o->store, id_of(1), &back, NULL));
	assert_int_equal(back.len, 0);
	mc_draft_values_done(&back);
	mc_str_done(&value.bytes);
}

static void attachments(void **state)
{
	struct office *o = *state;
	struct mc_vec back;
	struct mc_draft_value *first;

	create(o, 1);
	assert_ok(mc_draft_attach(o->store, id_of(1), digest_of(1), mc_slice_text("{\"a\":1}"), NULL));
	assert_ok(mc_draft_attach(o->store, id_of(1), digest_of(2), mc_slice_text("{\"a\":2}"), NULL));
	assert_ok(mc_draft_detach(o->store, id_of(1), digest_of(1), NULL));
	assert_code(mc_draft_detach(o->store, id_of(1), digest_of(1), NULL), MC_E_NOT_FOUND);
	assert_code(mc_draft_attach(o->store, id_of(1), "../../etc/passwd", mc_slice_text(""), NULL),
		    MC_E_STORE);
	mc_vec_init(&back, sizeof(struct mc_draft_value), 100);
	assert_ok(mc_draft_attachments(o->store, id_of(1), &back, NULL));
	assert_int_equal(back.len, 1);
	first = mc_vec_at(&back, 0);
	assert_string_equal(first->field, digest_of(2));
	assert_string_equal(first->bytes.data, "{\"a\":2}");
	mc_draft_values_done(&back);
}

static void settings(void **state)
{
	struct office *o = *state;
	struct mc_str text;

	mc_str_init(&text, 100);
	mc_str_puts(&text, "before");
	assert_ok(mc_store_get(o->store, "officer", &text, NULL));
	assert_string_equal(text.data, "");
	assert_ok(mc_store_set(o->store, "officer", "Trần Văn Cán", NULL));
	assert_ok(mc_store_set(o->store, "officer", "Lò Thị Bộ", NULL));
	assert_ok(mc_store_get(o->store, "officer", &text, NULL));
	assert_string_equal(text.data, "Lò Thị Bộ");
	mc_str_done(&text);
	mc_str_init(&text, 3);
	assert_code(mc_store_get(o->store, "officer", &text, NULL), MC_E_FILE_TOO_LARGE);
	assert_int_equal(text.len, 0);
	mc_str_done(&text);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(comes_back), CASE(found_by_name), CASE(not_found_by_name), CASE(listed_by_pages),
		CASE(a_number_is_given_once), CASE(found_by_name), CASE(not_found_by_name), CASE(listed_by_pages),
		CASE(moves),	  CASE(values),	       CASE(sealed_stays),	CASE(attachments),
		CASE(settings),	  CASE(a_change_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
