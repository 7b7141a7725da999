/* SPDX-License-Identifier: MPL-2.0 */
/* shim_pages.h - see world_keep_pages(). */
#ifndef TESTS_SUPPORT_SHIM_PAGES_H
#define TESTS_SUPPORT_SHIM_PAGES_H

#define SHIM_PAGES MC_BUILD_DIR "/tests/support/shim_pages.so"

#endif
