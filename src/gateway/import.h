/* SPDX-License-Identifier: MPL-2.0 */
/*
 * import.h - one bundle from a stick: every good item goes in by the same door as from the
 * wire, and the answers go back as a return file.
 */
#ifndef GATEWAY_IMPORT_H
#define GATEWAY_IMPORT_H

#include "gateway/gateway.h"
#include "motcua/base/vec.h"
#include "motcua/domain/query.h"

/* What became of one item. */
struct mc_import_outcome {
	char id[MC_UUID_LEN];
	int64_t seq;   /* 0: it has none */
	int status;    /* as PUT would have answered; 0: there was nothing to answer to */
	char word[32]; /* "received", "withdrawn", a problem's word, or "damaged" */
};

struct mc_import {
	bool opened; /* the file is a bundle: the rest of this says something */
	bool whole;  /* nothing was cut off its end */
	struct mc_vec outcomes; /* struct mc_import_outcome, in the order of the bundle */
	char return_name[300];	/* of the return file beside it; "" = could not be written */
};

/*
 * Takes in the bundle dir/name and writes dir/name.return. What an item lacks is its own
 * outcome and no error. MC_E_BUNDLE_* when it is no bundle; MC_E_FILE_* when the return file
 * cannot be written (the dossiers are in all the same: importing again makes it anew); a
 * ledger's own errors. The caller ends ret by mc_import_done(), also after an error.
 */
enum mc_code mc_import_bundle(struct mc_gateway *gateway, const char *dir, const char *name,
			      struct mc_import *ret, struct mc_err *why);
void mc_import_done(struct mc_import *import);
/* Nothing is left to do for it. */
bool mc_import_is_settled(const struct mc_import_outcome *outcome);

#endif
