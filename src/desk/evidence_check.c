/* SPDX-License-Identifier: MPL-2.0 */
/*
 * evidence_check.c - the offline check of a saved proof: a file, the keys, no desk.
 *
 * Saved proofs are sealed to the office. Whoever holds the data folder's key can
 * check them; a bare JWS can be checked by anybody with gateway.keys.
 */

#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/lookup.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/keyring.h"
#include "motcua/seal/terminal.h"
#include "motcua/store/paths.h"
#include "motcua/trust/statement.h"

static const char age_intro[] = "age-encryption.org/v1\n";

struct check {
	struct mc_terminal_keys terminal;
	bool has_terminal;
	struct mc_keyring *keyring;
	struct mc_err keyring_why;
};

/* <data>/evidence/<id>.jws.age -> <data>; NULL when the file stands elsewhere. */
static char *data_of_file(const char *file)
{
	char *real = realpath(file, NULL), *slash, *data = NULL;

	slash = real ? strrchr(real, '/') : NULL;
	if (slash) {
		*slash = '\0';
		slash = strrchr(real, '/');
	}
	if (slash && !strcmp(slash, "/evidence")) {
		data = mc_strndup(real, (size_t)(slash - real));
	}
	free(real);
	return data;
}

static bool load_terminal(struct check *check, const char *dir)
{
	struct mc_paths paths;
	struct mc_err why;
	bool loaded;

	if (!dir) {
		return false;
	}
	mc_paths_init(&paths, dir);
	loaded = mc_file_exists(paths.keys) &&
		 !mc_terminal_keys_load(paths.keys, &check->terminal, &why);
	mc_paths_done(&paths);
	return loaded;
}

/* The folder that the file stands in knows best; then the named or usual one. */
static void find_terminal(struct check *check, const char *file, const char *data_dir)
{
	char *beside = data_of_file(file), *usual = mc_paths_default(data_dir);

	check->has_terminal = load_terminal(check, beside) || load_terminal(check, usual);
	free(beside);
	free(usual);
}

static enum mc_code read_token(struct check *check, const char *file, struct mc_str *ret,
			       struct mc_err *why)
{
	struct mc_str bytes;
	enum mc_code code;

	mc_str_init(&bytes, MC_JSON_MAX);
	code = mc_file_read(file, &bytes, why);
	if (!code && !strncmp(bytes.data, age_intro, strlen(age_intro))) {
		code = check->has_terminal ?
			       mc_age_open(check->terminal.open, mc_slice_of(&bytes), ret, why) :
			       mc_fail(why, MC_E_OFFICE_KEY, "--data names the key's folder");
	} else if (!code) {
		/* people save with a line end */
		while (bytes.len && strchr("\r\n ", bytes.data[bytes.len - 1])) {
			bytes.data[--bytes.len] = '\0';
		}
		mc_str_add(ret, bytes.data, bytes.len);
	}
	mc_str_wipe(&bytes);
	return code;
}

/* The officer's own statement: signed by the terminal whose key we hold. */
static enum mc_code verify_own(struct check *check, const struct mc_evidence_shown *shown,
			       struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code;

	if (!check->has_terminal) {
		return mc_fail(why, MC_E_KEY_UNKNOWN, "the statement of another terminal");
	}
	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_jws_verify(mc_slice_of(&shown->jws), "residence", &check->terminal.verify,
			     &payload, why);
	mc_str_wipe(&payload);
	return code;
}

static enum mc_code verify(struct check *check, const struct mc_evidence_shown *shown,
			   struct mc_err *why)
{
	struct mc_evidence claims;

	if (shown->claims.issuer == MC_ISSUER_TERMINAL) {
		return verify_own(check, shown, why);
	}
	if (!check->keyring) {
		return mc_fail(why, check->keyring_why.code, "%s", check->keyring_why.detail);
	}
	return mc_statement_evidence(check->keyring, mc_slice_of(&shown->jws), &claims, NULL, why);
}

/* Named, or as the configuration says. Without keys the terminal's own statements can be
 * checked all the same. */
static void find_keyring(struct check *check, const char *gateway_keys, const char *data_dir)
{
	struct mc_desk_options options = {.data_dir = data_dir};
	struct mc_err *why = &check->keyring_why;
	char *keys = NULL, *data = NULL;

	if (gateway_keys) {
		keys = mc_strdup(gateway_keys);
		data = mc_paths_default(data_dir);
	} else {
		why->code = mc_desk_keys_path(&options, &keys, &data, why);
	}
	if (!why->code) {
		why->code = mc_desk_keyring_load(keys, data, &check->keyring, why);
	}
	free(keys);
	free(data);
}

/* Read as far as it goes, so that a screen can show what was claimed; then judged. */
static enum mc_code read_claims(struct check *check, const char *file,
				struct mc_evidence_shown *ret, struct mc_err *why)
{
	enum mc_code code = read_token(check, file, &ret->jws, why);

	if (!code) {
		code = mc_jws_kid(mc_slice_of(&ret->jws), "residence", ret->kid, why);
	}
	if (!code) {
		code = mc_jws_peek(mc_slice_of(&ret->jws), "residence", &ret->claims_json, why);
	}
	return code ? code : mc_evidence_parse(mc_slice_of(&ret->claims_json), &ret->claims, why);
}

enum mc_code mc_evidence_check(const char *file, const char *gateway_keys, const char *data_dir,
			       struct mc_evidence_shown *ret, struct mc_err *why)
{
	struct check check = {.has_terminal = false};
	enum mc_code code = mc_seal_init(why);

	if (code) {
		return code;
	}
	find_keyring(&check, gateway_keys, data_dir);
	find_terminal(&check, file, data_dir);
	code = read_claims(&check, file, ret, why);
	if (!code) {
		code = verify(&check, ret, why);
	}
	mc_keyring_free(check.keyring);
	if (check.has_terminal) {
		mc_terminal_keys_done(&check.terminal);
	}
	return code;
}
