/* SPDX-License-Identifier: MPL-2.0 */
/* Batch records, their answers and a bundle's head: vectors of FORMATS, and bad input. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/batch.h"

#define DOSSIER "01936b2e-7c00-7d4a-8b5f-0123456789ab"
#define DIGEST "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
#define JWS "aGVhZA.Ym9keQ.c2ln"
#define AT INT64_C(1795417500000) /* 2026-11-23T07:05:00Z */

/* text is a whole line of the document's vectors. */
static void assert_vector(const char *text)
{
	struct mc_str document;
	char *line = mc_calloc(1, strlen(text) + 8);

	mc_str_init(&document, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/docs/FORMATS.md", &document, NULL));
	(void)strcat(strcat(strcpy(line, "\n    "), text), "\n");
	if (!strstr(document.data, line)) {
		fail_msg("not in FORMATS.md: %s", text);
	}
	free(line);
	mc_str_done(&document);
}

static void records_go_there_and_back(void **state)
{
	struct mc_str batch;
	struct mc_slice rest, record, manifest;
	char hex[256];

	(void)state;
	mc_str_init(&batch, 1024);
	mc_batch_add(mc_slice_text(JWS), mc_slice_text("age"), &batch);
	mc_hex_encode(batch.data, batch.len, hex);
	assert_vector(hex);
	mc_batch_add(mc_slice_text("other"), mc_slice_text("bytes"), &batch);
	rest = mc_slice_of(&batch);
	assert_ok(mc_batch_next(&rest, &record, &manifest, NULL));
	assert_true(mc_slice_equal(record, mc_slice_text(JWS)));
	assert_true(mc_slice_equal(manifest, mc_slice_text("age")));
	assert_ok(mc_batch_next(&rest, &record, &manifest, NULL));
	assert_true(mc_slice_equal(record, mc_slice_text("other")));
	assert_int_equal(rest.len, 0);
	mc_str_done(&batch);
}

static void cut_records_are_refused(void **state)
{
	struct mc_str batch;
	struct mc_slice record, manifest;

	(void)state;
	mc_str_init(&batch, 1024);
	mc_batch_add(mc_slice_text(JWS), mc_slice_text("age"), &batch);
	for (size_t len = 0; len < batch.len; len++) {
		struct mc_slice rest = {batch.data, len};

		assert_code(mc_batch_next(&rest, &record, &manifest, NULL), MC_E_JSON_SHAPE);
		assert_int_equal(rest.len, len); /* where it was */
	}
	mc_str_done(&batch);
}

static void lengths_have_limits(void **state)
{
	static const struct {
		size_t record, manifest;
		enum mc_code code;
	} cases[] = {
		{0, 1, MC_E_JSON_SHAPE},
		{1, 0, MC_E_JSON_SHAPE},
		{MC_BATCH_RECORD_MAX, MC_MANIFEST_MAX, MC_OK},
		{MC_BATCH_RECORD_MAX + 1, 1, MC_E_JSON_SHAPE},
		{1, MC_MANIFEST_MAX + 1, MC_E_JSON_SHAPE},
	};
	char *bytes = mc_calloc(1, MC_MANIFEST_MAX + 1);

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_slice rest, record, manifest;
		struct mc_str batch;

		mc_str_init(&batch, 2 * MC_BATCH_ONE_MAX);
		mc_batch_add((struct mc_slice){bytes, cases[i].record},
			     (struct mc_slice){bytes, cases[i].manifest}, &batch);
		rest = mc_slice_of(&batch);
		assert_code(mc_batch_next(&rest, &record, &manifest, NULL), cases[i].code);
		mc_str_done(&batch);
	}
	free(bytes);
}

static void answers_go_there_and_back(void **state)
{
	struct mc_batch_answer answer;
	struct mc_str reply, text;
	struct mc_vec parts, answers;

	(void)state;
	mc_str_init(&reply, 1024);
	mc_str_init(&text, 2048);
	mc_reply_format(JWS, mc_slice_text("age"), &reply);
	mc_batch_answer_format(DOSSIER, 201, mc_slice_of(&reply), &text);
	assert_vector(text.data);
	assert_ok(mc_batch_answer_parse(mc_slice_of(&text), &answer, NULL));
	assert_string_equal(answer.id, DOSSIER);
	assert_int_equal(answer.status, 201);
	assert_string_equal(answer.reply.outer, JWS);
	assert_string_equal(answer.reply.inner.data, "age");
	mc_batch_answer_done(&answer);

	mc_str_reset(&text);
	mc_batch_reply_begin(&text);
	mc_batch_reply_item(&text, true, DOSSIER, 201, mc_slice_of(&reply));
	mc_str_reset(&reply);
	mc_problem_doc_format("bad-request", 400, "", NULL, (struct mc_slice){"", 0}, NULL, &reply);
	mc_batch_reply_item(&text, false, "", 400, mc_slice_of(&reply));
	mc_batch_reply_end(&text);
	assert_vector(text.data);
	assert_ok(mc_batch_reply_parse(mc_slice_of(&text), &answers, NULL));
	assert_int_equal(answers.len, 2);
	assert_string_equal(((struct mc_batch_answer *)mc_vec_at(&answers, 0))->id, DOSSIER);
	assert_string_equal(((struct mc_batch_answer *)mc_vec_at(&answers, 1))->problem.word,
			    "bad-request");
	mc_batch_reply_done(&answers);

	mc_str_reset(&text);
	mc_str_reset(&reply);
	mc_vec_init(&parts, MC_DIGEST_LEN, 1);
	mc_copy(mc_vec_push(&parts), MC_DIGEST_LEN, DIGEST);
	mc_problem_doc_format("parts-missing", 409, "Attachments are missing", NULL,
			      (struct mc_slice){"", 0}, &parts, &reply);
	mc_batch_answer_format(DOSSIER, 409, mc_slice_of(&reply), &text);
	assert_vector(text.data);
	assert_ok(mc_batch_answer_parse(mc_slice_of(&text), &answer, NULL));
	assert_string_equal(answer.problem.word, "parts-missing");
	assert_string_equal((char *)mc_vec_at(&answer.problem.parts, 0), DIGEST);
	mc_batch_answer_done(&answer);
	mc_vec_done(&parts);
	mc_str_done(&reply);
	mc_str_done(&text);
}

static void bad_answers_are_refused(void **state)
{
	static const char *const texts[] = {
		"", "[]", "{\"v\":1}", "{\"v\":1,\"status\":201}",
		"{\"v\":1,\"status\":201,\"reply\":{\"v\":1}}",
		"{\"v\":1,\"status\":201,\"reply\":\"" JWS "\"}",
		"{\"v\":1,\"status\":999,\"reply\":{\"outer\":\"" JWS "\"}}",
		"{\"v\":1,\"id\":\"x\",\"status\":201,\"reply\":{\"outer\":\"" JWS "\"}}",
		"{\"v\":1,\"status\":409,\"reply\":{\"outer\":\"" JWS "\"}}",
		"{\"status\":201,\"reply\":{\"outer\":\"" JWS "\"}}",
	};
	struct mc_batch_answer answer = {.status = 7};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		assert_true(mc_batch_answer_parse(mc_slice_text(texts[i]), &answer, NULL) != MC_OK);
		assert_int_equal(answer.status, 7);
	}
}

/* One bad answer spoils the reply, as one too many does. */
static void bad_replies_are_refused(void **state)
{
	static const char *const good = "{\"status\":201,\"reply\":{\"outer\":\"" JWS "\"}}";
	struct mc_vec answers = {.len = 7};
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 65536);
	for (int count = MC_BATCH_RECORDS; count <= MC_BATCH_RECORDS + 1; count++) {
		mc_batch_reply_begin(&text);
		for (int i = 0; i < count; i++) {
			mc_str_printf(&text, "%s%s", i ? "," : "", good);
		}
		mc_batch_reply_end(&text);
		if (count == MC_BATCH_RECORDS) {
			struct mc_vec all;

			assert_ok(mc_batch_reply_parse(mc_slice_of(&text), &all, NULL));
			mc_batch_reply_done(&all);
		} else {
			assert_code(mc_batch_reply_parse(mc_slice_of(&text), &answers, NULL),
				    MC_E_JSON_SHAPE);
		}
		mc_str_reset(&text);
	}
	mc_str_printf(&text, "{\"v\":1,\"answers\":[%s,{\"status\":201}]}", good);
	assert_code(mc_batch_reply_parse(mc_slice_of(&text), &answers, NULL), MC_E_JSON_SHAPE);
	assert_int_equal(answers.len, 7); /* as it was */
	mc_str_done(&text);
}

static void heads_go_there_and_back(void **state)
{
	struct mc_bundle_head head, back;
	struct mc_bundle_item *item;
	struct mc_str text;

	(void)state;
	mc_bundle_head_init(&head);
	mc_bundle_head_init(&back);
	MC_COPY(head.terminal, "7K3M9Q");
	head.at = AT;
	item = mc_vec_push(&head.items);
	MC_COPY(item->id, DOSSIER);
	item->seq = 1;
	mc_str_init(&text, 1024);
	mc_bundle_head_format(&head, &text);
	assert_vector(text.data);
	assert_ok(mc_bundle_head_parse(mc_slice_of(&text), &back, NULL));
	assert_string_equal(back.terminal, "7K3M9Q");
	assert_int_equal(back.at, AT);
	assert_int_equal(back.items.len, 1);
	item = mc_vec_at(&back.items, 0);
	assert_string_equal(item->id, DOSSIER);
	assert_int_equal(item->seq, 1);
	text.data[text.len - 4] = '"';
	assert_true(mc_bundle_head_parse(mc_slice_of(&text), &back, NULL) != MC_OK);
	assert_int_equal(back.items.len, 1); /* as it was */
	mc_str_done(&text);
	mc_bundle_head_done(&head);
	mc_bundle_head_done(&back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_go_there_and_back),
		cmocka_unit_test(cut_records_are_refused),
		cmocka_unit_test(lengths_have_limits),
		cmocka_unit_test(answers_go_there_and_back),
		cmocka_unit_test(bad_answers_are_refused),
		cmocka_unit_test(bad_replies_are_refused),
		cmocka_unit_test(heads_go_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
