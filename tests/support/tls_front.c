/* SPDX-License-Identifier: MPL-2.0 */
#include "support/tls_front.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check.h"

bool tls_front_possible(void)
{
	return system("command -v openssl >/dev/null 2>&1") == 0;
}

void tls_front_certificates(const char *dir, const char *name)
{
	char command[2048];

	snprintf(command, sizeof(command),
		 "cd '%s' && exec >/dev/null 2>&1 && ec='ec -pkeyopt ec_paramgen_curve:prime256v1' && "
		 "openssl req -x509 -newkey $ec -nodes -keyout %s-ca.key -out %s-ca.pem -days 30 "
		 "-subj '/CN=CA %s' && "
		 "openssl req -newkey $ec -nodes -keyout %s.key -out %s.csr -subj /CN=localhost && "
		 "echo subjectAltName=DNS:localhost >%s.ext && "
		 "openssl x509 -req -in %s.csr -CA %s-ca.pem -CAkey %s-ca.key -CAcreateserial "
		 "-days 30 -extfile %s.ext -out %s.pem",
		 dir, name, name, name, name, name, name, name, name, name, name, name);
	assert_int_equal(system(command), 0);
}

static int connect_to(const char *socket_path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", socket_path);
	return connect(fd, (const struct sockaddr *)&address, sizeof(address)) ? -1 : fd;
}

/* Until one of them ends. */
static void pass_on(SSL *ssl, int front, int back)
{
	struct pollfd fds[2] = {{.fd = front, .events = POLLIN}, {.fd = back, .events = POLLIN}};
	char bytes[16384];
	int len = 1;

	while (len > 0) {
		bool pending = SSL_pending(ssl) > 0;

		if (!pending && poll(fds, 2, -1) < 0) {
			return;
		}
		if (pending || fds[0].revents) {
			len = SSL_read(ssl, bytes, sizeof(bytes));
			len = len > 0 && write(back, bytes, (size_t)len) == len ? len : 0;
		} else if (fds[1].revents) {
			len = (int)read(back, bytes, sizeof(bytes));
			len = len > 0 ? SSL_write(ssl, bytes, len) : 0;
		}
	}
}

static _Noreturn void serve(SSL_CTX *tls, int front, const char *socket_path)
{
	SSL *ssl = SSL_new(tls);
	int back;

	SSL_set_fd(ssl, front);
	if (SSL_accept(ssl) == 1 && (back = connect_to(socket_path)) >= 0) {
		pass_on(ssl, front, back);
		SSL_shutdown(ssl);
	}
	_exit(0);
}

static _Noreturn void listen_on(int fd, const char *dir, const char *name, const char *socket_path)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	char cert[300], key[300];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	snprintf(cert, sizeof(cert), "%s/%s.pem", dir, name);
	snprintf(key, sizeof(key), "%s/%s.key", dir, name);
	if (SSL_CTX_use_certificate_file(tls, cert, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
		_exit(1);
	}
	for (;;) {
		int front = accept(fd, NULL, NULL);

		if (front >= 0 && !fork()) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			serve(tls, front, socket_path);
		}
		close(front);
	}
}

pid_t tls_front_start(const char *dir, const char *name, const char *socket_path, int *ret_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pid_t pid;

	assert_int_equal(bind(fd, (const struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(fd, 16), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	*ret_port = ntohs(address.sin_port);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		listen_on(fd, dir, name, socket_path);
	}
	close(fd);
	return pid;
}

void tls_front_stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
