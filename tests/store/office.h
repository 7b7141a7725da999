/* SPDX-License-Identifier: MPL-2.0 */
/* office.h - a data folder with both stores open, for the store's tests. */
#ifndef TESTS_STORE_OFFICE_H
#define TESTS_STORE_OFFICE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/store/mail.h"
#include "motcua/store/store.h"
#include "support/check.h"

#define EPOCH "00112233445566aa"
#define NOW INT64_C(1795417500123) /* 2026-11-23, with milliseconds */

struct office {
	char *dir;
	struct mc_paths paths;
	struct mc_vault *vault;
	struct mc_store *store;
	struct mc_mail *mail;
};

static inline void office_open(struct office *o)
{
	assert_ok(mc_store_open(&o->paths, o->vault, &o->store, NULL));
	assert_ok(mc_mail_open(&o->paths, &o->mail, NULL));
}

static inline void office_shut(struct office *o)
{
	mc_store_close(o->store);
	mc_mail_close(o->mail);
	o->store = NULL;
	o->mail = NULL;
}

static inline void office_init(struct office *o)
{
	static const uint8_t key[32] = "the office's key, for tests....";

	*o = (struct office){.dir = test_dir()};
	assert_ok(mc_seal_init(NULL));
	mc_paths_init(&o->paths, o->dir);
	assert_ok(mc_paths_make(&o->paths, NULL));
	o->vault = mc_vault_new(key);
	office_open(o);
	assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
}

static inline void office_done(struct office *o)
{
	office_shut(o);
	mc_vault_free(o->vault);
	mc_paths_done(&o->paths);
	free(o->dir);
}

/* Ids and digests that tell which they are. */
static inline const char *id_of(int n)
{
	static char ring[8][MC_UUID_LEN];
	static int next;
	char *id = ring[next++ % 8];

	snprintf(id, MC_UUID_LEN, "%08x-0000-7000-8000-%012x", 0xa0000000u + (unsigned)n, (unsigned)n);
	return id;
}

static inline const char *digest_of(int n)
{
	static char ring[8][MC_DIGEST_LEN];
	static int next;
	char *digest = ring[next++ % 8];

	snprintf(digest, MC_DIGEST_LEN, "%064x", (unsigned)n);
	return digest;
}

/* A draft; the local number is only as unique as n. */
static inline struct mc_draft draft_of(int n)
{
	struct mc_draft draft = {.state = MC_STATE_DRAFT, .created_at = NOW, .updated_at = NOW};

	(void)MC_COPY(draft.id, id_of(n));
	mc_local_number_format("7K3M9Q", (uint32_t)n, draft.local_number);
	(void)MC_COPY(draft.procedure, "2.002621");
	(void)MC_COPY(draft.version, "2026-11-01");
	(void)MC_COPY(draft.subject, "Hồ Thị Mẫu");
	return draft;
}

/* Seal item n without parts. */
static inline void seal_one(struct mc_mail *mail, int n)
{
	struct mc_seal_head head;
	struct mc_sealed sealed = {.id = id_of(n),
				   .digest = digest_of(n),
				   .record = mc_slice_text(id_of(n)),
				   .manifest = mc_slice_text("age-encryption.org/v1 sealed"),
				   .now = NOW};

	assert_ok(mc_mail_seal_begin(mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(mail, &sealed, NULL));
}

static inline enum mc_code happen(struct mc_mail *mail, int n, enum mc_happening happening,
				  const char *outer)
{
	struct mc_happened what = {.now = NOW + 1000, .outer = mc_slice_text(outer ? outer : "")};

	return mc_mail_happen(mail, id_of(n), happening, &what, NULL);
}

static inline enum mc_state state_of(struct mc_mail *mail, int n)
{
	struct mc_item item;

	assert_ok(mc_mail_item(mail, id_of(n), &item, NULL));
	return item.state;
}

static inline enum mc_code save_values(struct mc_store *store, const char *id,
				       const struct mc_draft_value *values, int count, int64_t now)
{
	struct mc_draft_change change = {.values = values, .count = count};

	return mc_draft_save(store, id, &change, now, NULL);
}

#endif
