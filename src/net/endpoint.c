/* SPDX-License-Identifier: MPL-2.0 */
/* endpoint.c - a gateway address, checked once: TLS, a Unix socket, or this very machine. */

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "motcua/net/http.h"

static const char unix_scheme[] = "unix:", https_scheme[] = "https://", http_scheme[] = "http://";

static bool starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static bool is_address6(const char *text, size_t len)
{
	struct in6_addr six;
	char address[INET6_ADDRSTRLEN];

	if (len < 2 || len - 2 >= sizeof(address) || text[len - 1] != ']') {
		return false;
	}
	memcpy(address, text + 1, len - 2);
	address[len - 2] = '\0';
	return inet_pton(AF_INET6, address, &six) == 1;
}

/* A name or an IPv4 address: letters, digits, hyphens and dots. */
static bool is_name(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)text[i]) && !strchr("-.", text[i])) {
			return false;
		}
	}
	return len > 0 && isalnum((unsigned char)text[0]);
}

static bool is_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits <= 5 && !text[digits] && atoi(text) >= 1 && atoi(text) <= 65535;
}

/* "host[:port]" as it may stand behind the scheme; the host goes to ret. */
static bool split_authority(const char *text, char *host, size_t size)
{
	bool six = text[0] == '[';
	size_t len = six ? strcspn(text, "]") : strcspn(text, ":");

	len += six && text[len] ? 1 : 0;
	if (len >= size || (six ? !is_address6(text, len) : !is_name(text, len))) {
		return false;
	}
	memcpy(host, text, len);
	host[len] = '\0';
	return !text[len] || (text[len] == ':' && is_port(text + len + 1));
}

static bool is_loopback(const char *host)
{
	struct in_addr four;

	if (!strcmp(host, "localhost") || !strcmp(host, "[::1]")) {
		return true;
	}
	return inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
}

static enum mc_code parse_socket(const char *path, struct mc_endpoint *ret, struct mc_err *why)
{
	if (path[0] != '/') {
		return mc_fail(why, MC_E_GATEWAY_URL, "a socket path must be absolute");
	}
	if (strlen(path) >= sizeof(ret->socket)) {
		return mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(path));
	}
	strcpy(ret->socket, path);
	strcpy(ret->base, "http://localhost");
	return MC_OK;
}

enum mc_code mc_endpoint_parse(const char *url, struct mc_endpoint *ret, struct mc_err *why)
{
	bool tls;
	char text[sizeof(ret->base)], host[sizeof(ret->base)];
	size_t len;

	if (!url || !*url) {
		return mc_fail(why, MC_E_GATEWAY_UNSET, NULL);
	}
	if (starts(url, unix_scheme)) {
		return parse_socket(url + strlen(unix_scheme), ret, why);
	}
	tls = starts(url, https_scheme);
	if ((!tls && !starts(url, http_scheme)) || mc_copy(text, sizeof(text), url)) {
		return mc_fail(why, MC_E_GATEWAY_URL, NULL);
	}
	len = strlen(text);
	if (text[len - 1] == '/') {
		text[len - 1] = '\0';
	}
	if (!split_authority(text + strlen(tls ? https_scheme : http_scheme), host, sizeof(host))) {
		return mc_fail(why, MC_E_GATEWAY_URL, NULL);
	}
	if (!tls && !is_loopback(host)) {
		/* Plain HTTP would carry sealed bodies, but also show who asks when. */
		return mc_fail(why, MC_E_GATEWAY_URL, "plain http goes to this machine only");
	}
	strcpy(ret->base, text);
	ret->socket[0] = '\0';
	return MC_OK;
}

/* Curl would say so too, but as a failure of the link, and again with each try. */
enum mc_code mc_endpoint_files(const struct mc_endpoint *endpoint, struct mc_err *why)
{
	const struct {
		const char *name, *path;
	} files[] = {
		{"ca", endpoint->ca},
		{"client_cert", endpoint->client_cert},
		{"client_key", endpoint->client_key},
	};

	for (size_t i = 0; i < MC_COUNT(files); i++) {
		if (files[i].path[0] && access(files[i].path, R_OK)) {
			return mc_fail(why, MC_E_CA_FILE, "%s: %s", files[i].name, strerror(errno));
		}
	}
	return MC_OK;
}
