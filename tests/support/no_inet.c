/* SPDX-License-Identifier: MPL-2.0 */
/*
 * no_inet.c - a seccomp filter in plain BPF.
 *
 * Where sockets are made by one multiplexed call (i386) its family stands in memory
 * that a filter cannot see: there no_inet_works() says no.
 */
#include "support/no_inet.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#endif

#ifdef MACHINE

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define IF_EQUAL(value, then, otherwise)                                                           \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (then), (otherwise))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))

bool no_inet_works(void)
{
	return true;
}

int no_inet(void)
{
	struct sock_filter filter[] = {
		LOAD(arch),
		IF_EQUAL(MACHINE, 0, 6), /* another call table: a way around */
		LOAD(nr),
		IF_EQUAL(SYS_socket, 0, 3),
		LOAD(args[0]), /* the low half: both machines' byte order puts it first */
		IF_EQUAL(AF_INET, 2, 0),
		IF_EQUAL(AF_INET6, 1, 0),
		ANSWER(SECCOMP_RET_ALLOW),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
		return -1;
	}
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

#else

bool no_inet_works(void)
{
	return false;
}

int no_inet(void)
{
	return -1;
}

#endif
