/* SPDX-License-Identifier: MPL-2.0 */
/* files.c - scanned papers to choose from; attach.c has the door that each passes. */
#include "motcua/desk/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "desk/work.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

void mc_file_places(struct mc_vec *ret)
{
	const char *home = getenv("HOME");
	struct mc_stick_place *place;

	mc_stick_places(NULL, ret);
	place = home && home[0] == '/' ? mc_vec_push(ret) : NULL;
	if (place && mc_copy(place->path, sizeof(place->path), home)) {
		mc_vec_remove(ret, ret->len - 1);
	}
}

/* Any bytes may stand in a name. What is no letter is a question mark; the file is found by its
 * own name all the same. */
static bool show(const char *name, char *ret, size_t size)
{
	size_t len = strlen(name), at = 0, used = 0;
	bool all = true;

	while (at < len) {
		uint32_t letter;
		size_t took = mc_utf8_decode(name + at, len - at, &letter);
		bool good = took && letter >= 0x20 && letter != 0x7f &&
			    !(letter >= 0x80 && letter < 0xa0);

		all = all && good;
		took = took ? took : 1;
		if (used + (good ? took : 1) >= size) {
			break;
		}
		if (good) {
			memcpy(ret + used, name + at, took);
		} else {
			ret[used] = '?';
		}
		used += good ? took : 1;
		at += took;
	}
	ret[used] = '\0';
	return all;
}

static bool fits(const char *name, const struct stat *st)
{
	return S_ISREG(st->st_mode) && work_is_paper(name) && st->st_size > 0 &&
	       st->st_size <= MC_ATTACHMENT_MAX;
}

static void add(int folder_fd, const char *name, struct mc_vec *ret)
{
	struct mc_file_choice *choice;
	struct stat st;

	if (name[0] == '.' || fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    !(S_ISDIR(st.st_mode) || fits(name, &st))) {
		return;
	}
	choice = mc_vec_push(ret);
	if (choice && mc_copy(choice->name, sizeof(choice->name), name)) {
		mc_vec_remove(ret, ret->len - 1);
	} else if (choice) {
		if (show(name, choice->shown, sizeof(choice->shown))) { /* then composed, too */
			(void)!mc_text_clean_to(name, choice->shown, sizeof(choice->shown), NULL);
		}
		choice->folder = S_ISDIR(st.st_mode);
		choice->size = st.st_size;
		choice->at = (int64_t)st.st_mtime;
	}
}

static int order(const void *a, const void *b)
{
	const struct mc_file_choice *one = a, *two = b;

	if (one->folder != two->folder) {
		return one->folder ? -1 : 1;
	}
	return one->folder || one->at == two->at ? strcmp(one->name, two->name) :
	       one->at < two->at		 ? 1 :
						   -1;
}

enum mc_code mc_file_choices(const char *folder, struct mc_vec *ret, struct mc_err *why)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (!dir) {
		return mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
	}
	while ((entry = readdir(dir)) != NULL) {
		add(dirfd(dir), entry->d_name, ret);
	}
	closedir(dir);
	if (ret->len > 1) {
		qsort(mc_vec_at(ret, 0), ret->len, sizeof(struct mc_file_choice), order);
	}
	return MC_OK;
}
