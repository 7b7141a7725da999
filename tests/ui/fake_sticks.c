/* SPDX-License-Identifier: MPL-2.0 */
/* fake_sticks.c - sticks and files: stick.h, files.h; a part of fake_desk.c. */

/* Three items of a mebibyte. */
static enum mc_code watched(const struct mc_stick_watch *watch, struct mc_err *why)
{
	struct mc_stick_progress done = {.item = 1, .items = 3, .total = 3 << 20};

	for (; done.item <= 4; done.item++, done.bytes += 1 << 20) {
		if (!watch->step(watch->ctx, &done)) {
			return mc_fail(why, MC_E_STICK_STOPPED, NULL);
		}
	}
	return MC_OK;
}

static void left_out(struct mc_vec *skipped, const char *id, enum mc_code code)
{
	struct mc_stick_skipped *it = mc_vec_push(skipped);

	MC_COPY(it->id, id);
	it->code = code;
}

enum mc_code mc_queue_export(struct mc_desk *desk, const char *dir,
			     const struct mc_stick_watch *watch, struct mc_stick_export *ret,
			     struct mc_err *why)
{
	if (watched(watch, why)) {
		return MC_E_STICK_STOPPED;
	}
	if (desk->stick_code != MC_OK) {
		return mc_fail(why, desk->stick_code, "fake");
	}
	*ret = (struct mc_stick_export){.file = mc_strdup(dir), .bytes = 4096};
	mc_vec_init(&ret->items, sizeof(struct mc_bundle_item), 10);
	mc_vec_init(&ret->skipped, sizeof(struct mc_stick_skipped), 10);
	mc_vec_push(&ret->items);
	if (strstr(dir, "half")) {
		left_out(&ret->skipped, desk->rows[0].id, MC_E_FILE_READ);
		ret->left = 12;
	}
	return MC_OK;
}

void mc_stick_export_done(struct mc_stick_export *exported)
{
	free(exported->file);
	mc_vec_done(&exported->items);
	mc_vec_done(&exported->skipped);
}

/* The desk under test: the calls have no other way to it. */
static struct mc_desk *the_desk;

void fake_sticks(struct mc_desk *desk)
{
	the_desk = desk;
}

void mc_stick_places(const char *mounts, struct mc_vec *ret)
{
	(void)mounts;
	for (int i = 0; the_desk && i < the_desk->sticks; i++) {
		struct mc_stick_place *place = mc_vec_push(ret);

		snprintf(place->path, sizeof(place->path), "/media/stick %d", i);
		place->unfit = i + the_desk->unfit < MC_STICK_NO_ROOM ?
				       (enum mc_stick_unfit)(i + the_desk->unfit) :
				       MC_STICK_NO_ROOM;
		place->room = INT64_C(1500) * 1024 * 1024;
	}
}

void mc_file_places(struct mc_vec *ret)
{
	struct mc_stick_place *home;

	mc_stick_places(NULL, ret);
	home = mc_vec_push(ret);
	snprintf(home->path, sizeof(home->path), "/home/canbo");
}

/* A folder in each place, and two scans in it. */
enum mc_code mc_file_choices(const char *folder, struct mc_vec *ret, struct mc_err *why)
{
	static const struct mc_file_choice scans[] = {
		{"giấy chứng sinh.pdf", "giấy chứng sinh.pdf", false, 812345, FAKE_NOW / 1000},
		{"anh?1.jpg", "anh?1.jpg", false, 20 << 20, FAKE_NOW / 1000 - 86400},
	};
	const char *name = strrchr(folder, '/') + 1;

	if (!strcmp(name, "gone")) {
		return mc_fail(why, MC_E_FILE_READ, "fake");
	}
	if (strcmp(name, "scans") != 0) {
		*(struct mc_file_choice *)mc_vec_push(ret) =
			(struct mc_file_choice){"scans", "scans", true, 0, 0};
		return MC_OK;
	}
	for (size_t i = 0; i < MC_COUNT(scans); i++) {
		*(struct mc_file_choice *)mc_vec_push(ret) = scans[i];
	}
	return MC_OK;
}

void mc_stick_returns(const struct mc_vec *places, struct mc_vec *ret)
{
	for (int i = 0; places->len && the_desk && i < the_desk->returns; i++) {
		struct mc_stick_place *file = mc_vec_push(ret);

		snprintf(file->path, sizeof(file->path), "/media/stick 0/%d.return", i);
		file->at = FAKE_NOW / 1000;
	}
}

enum mc_code mc_queue_import(struct mc_desk *desk, const char *file,
			     const struct mc_stick_watch *watch, struct mc_stick_import *ret,
			     struct mc_err *why)
{
	if (watched(watch, why)) {
		return MC_E_STICK_STOPPED;
	}
	if (desk->stick_code != MC_OK) {
		return mc_fail(why, desk->stick_code, "fake");
	}
	*ret = (struct mc_stick_import){.whole = !strstr(file, "cut"), .receipts = 3};
	mc_vec_init(&ret->skipped, sizeof(struct mc_stick_skipped), 10);
	if (!ret->whole) {
		left_out(&ret->skipped, desk->rows[1].id, MC_E_SIGNATURE);
		left_out(&ret->skipped, "", MC_E_BUNDLE_SHAPE);
	}
	return MC_OK;
}

void mc_stick_import_done(struct mc_stick_import *imported)
{
	mc_vec_done(&imported->skipped);
}
