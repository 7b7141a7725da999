/* SPDX-License-Identifier: MPL-2.0 */
/* whose.h - whose dossier it is, and who hands it in. */
#ifndef DESK_WHOSE_H
#define DESK_WHOSE_H

#include "motcua/domain/form.h"

/* Those whom the procedure says it is about; while nobody stands there, who hands it in. */
void desk_whose(const struct mc_form *form, char *ret, size_t size);

/* "" = not known. The text is the form's. */
enum desk_of_submitter { DESK_NAME, DESK_NUMBER, DESK_ADDRESS, DESK_PHONE, DESK_EMAIL };
const char *desk_submitter(const struct mc_form *form, enum desk_of_submitter what);

#endif
