/* SPDX-License-Identifier: MPL-2.0 */
/* config_text.h - what the reader and the writer of motcua.conf share. */
#ifndef BASE_CONFIG_TEXT_H
#define BASE_CONFIG_TEXT_H

#include "motcua/base/config.h"
#include "motcua/base/str.h"

#define MC_CONFIG_MAX (256 * 1024) /* bytes of a file */

/* Would this text be read without a fault? path: for the message. Nothing is taken. */
enum mc_code mc_config_check(const struct mc_config *config, const char *path,
			     const struct mc_str *text, struct mc_err *why) MC_CHECKED;

#endif
