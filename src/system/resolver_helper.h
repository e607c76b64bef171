/*
 * The process that asks for the names of hosts.
 */
#ifndef TCPFLOW_SYSTEM_RESOLVER_HELPER_H
#define TCPFLOW_SYSTEM_RESOLVER_HELPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "system/resolver.h"

/* getnameinfo(3): /etc/hosts, DNS, whatever nsswitch.conf(5) says. */
bool resolver_helper_lookup(const struct address *address, char *name);

/* The helper's whole life, in the child of fork(2): it gives up all that it
 * does not need and answers on `socket` until that or `parent` is gone. */
_Noreturn void resolver_helper_run(int socket, pid_t parent,
				   resolver_lookup *lookup);

#endif
