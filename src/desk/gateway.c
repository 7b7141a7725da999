/* SPDX-License-Identifier: MPL-2.0 */
/*
 * gateway.c - the other end as the desk knows it: an address that is fit to be handed to
 * the courier, and the keys that everything is sealed to and checked with.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { SOCKET_PATH_MAX = 107 };

/* ---- the address: what the courier would refuse is refused before anything is asked */
static enum mc_code check_socket(const char *path, struct mc_err *why)
{
	if (path[0] != '/') {
		return mc_fail(why, MC_E_GATEWAY_URL, "a socket path must be absolute");
	}
	if (strlen(path) > SOCKET_PATH_MAX) {
		return mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(path));
	}
	return MC_OK;
}

/* "host[:port][/]"; a name is not resolved here. */
static enum mc_code check_host(const char *authority, struct mc_err *why)
{
	size_t len = strcspn(authority, "/");

	if (!len || strcspn(authority, "@?# \t") < len || (authority[len] && authority[len + 1])) {
		return mc_fail(why, MC_E_GATEWAY_URL, NULL);
	}
	return MC_OK;
}

/* Plain HTTP would show who asks when: it stays on this machine. */
static enum mc_code check_loopback(const char *authority, struct mc_err *why)
{
	size_t len = authority[0] == '[' ? strcspn(authority, "]") + 1 : strcspn(authority, ":/");
	char host[64] = "";
	struct in_addr four;

	if (len < sizeof(host)) {
		memcpy(host, authority, strnlen(authority, len));
	}
	if (strcmp(host, "localhost") && strcmp(host, "[::1]") &&
	    (inet_pton(AF_INET, host, &four) != 1 || ntohl(four.s_addr) >> 24 != 127)) {
		return mc_fail(why, MC_E_GATEWAY_URL, "plain http goes to this machine only");
	}
	return check_host(authority, why);
}

enum mc_code desk_gateway_check(const char *url, struct mc_err *why)
{
	static const struct {
		const char *scheme;
		enum mc_code (*check)(const char *rest, struct mc_err *why);
	} kinds[] = {
		{ "unix:", check_socket },
		{ "https://", check_host },
		{ "http://", check_loopback },
	};

	for (size_t i = 0; i < MC_COUNT(kinds) && *url; i++) {
		size_t len = strlen(kinds[i].scheme);

		if (!strncmp(url, kinds[i].scheme, len)) {
			return kinds[i].check(url + len, why);
		}
	}
	return *url ? mc_fail(why, MC_E_GATEWAY_URL, NULL) : MC_OK; /* none is fine: drafts work */
}

/* ---- its keys */

/* Keys once read go on verifying when their file is gone or being replaced. */
void desk_load_keyring(struct mc_desk *desk)
{
	struct mc_err *why = &desk->gateway_why;
	struct mc_keyring *ring = NULL;

	memset(why, 0, sizeof(*why));
	desk->gateway_read = true;
	why->code = mc_keyring_load(desk->gateway_keys, &ring, why);
	if (!why->code) {
		mc_keyring_free(desk->keyring);
		desk->keyring = ring;
	}
	if (!*desk->gateway) {
		why->code = mc_fail(why, MC_E_GATEWAY_UNSET, NULL);
	}
}

void desk_keyring_later(struct mc_desk *desk)
{
	memset(&desk->gateway_why, 0, sizeof(desk->gateway_why));
	desk->gateway_read = false;
	if (!*desk->gateway) {
		desk->gateway_why.code = mc_fail(&desk->gateway_why, MC_E_GATEWAY_UNSET, NULL);
	}
}

const struct mc_keyring *desk_ring(struct mc_desk *desk)
{
	if (!desk->gateway_read) {
		desk_load_keyring(desk);
	}
	return desk->keyring;
}

static enum mc_code gateway_fail(const struct mc_desk *desk, struct mc_err *why)
{
	return mc_fail(why, desk->gateway_why.code, "%s", desk->gateway_why.detail);
}

enum mc_code desk_keyring(struct mc_desk *desk, struct mc_err *why)
{
	if (!desk->keyring) {
		desk_load_keyring(desk); /* the file may have been brought meanwhile */
	}
	return desk->keyring ? MC_OK : gateway_fail(desk, why);
}

/* The key that is due by the gateway's time: what the last signed hello said of this
 * computer's clock is reckoned in. */
static const struct mc_seal_key *due_key(const struct mc_desk *desk)
{
	struct mc_link link = { .clock_offset = 0 };

	if (!desk->keyring) {
		return NULL;
	}
	(void)!mc_mail_link(desk->mail, &link, NULL); /* unknown is as good as none */
	return mc_keyring_seal_key(desk->keyring, mc_clock_now() + link.clock_offset);
}

/* A clock that is wrong by years is no reason to stop sealing: then the newest key serves,
 * which the gateway opens as well. */
enum mc_code desk_seal_key(struct mc_desk *desk, struct mc_seal_key *ret, struct mc_err *why)
{
	const struct mc_seal_key *key;

	if (desk->gateway_why.code || !due_key(desk)) {
		desk_load_keyring(desk); /* a newer list may have been brought */
	}
	if (desk->gateway_why.code) {
		return gateway_fail(desk, why);
	}
	key = due_key(desk);
	key = key ? key : mc_keyring_newest_seal_key(desk->keyring);
	if (!key) {
		return mc_fail(why, MC_E_KEY_UNKNOWN, "gateway.keys names no sealing key");
	}
	*ret = *key;
	return MC_OK;
}

/* ---- TLS: what the courier would refuse to start with */
enum mc_code desk_tls_check(const struct mc_desk *desk, struct mc_err *why)
{
	static const char *const files[] = { "ca", "client_cert", "client_key" };

	for (size_t i = 0; i < MC_COUNT(files) && !desk->training; i++) {
		const char *path = desk_setting(desk, "gateway", files[i]);

		if (*path && access(path, R_OK)) {
			return mc_fail(why, MC_E_CA_FILE, "%s: %s", files[i], strerror(errno));
		}
	}
	return MC_OK;
}
