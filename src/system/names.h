/*
 * What rendering asks the outside for (render/names.h), from this system:
 * hosts, services, interfaces, the time zone.
 */
#ifndef TCPFLOW_SYSTEM_NAMES_H
#define TCPFLOW_SYSTEM_NAMES_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "render/names.h"
#include "system/resolver.h"
#include "system/services.h"
#include "system/zone.h"

enum { NAMES_INTERFACES = 16, NAMES_INTERFACE_SIZE = 4 * IF_NAMESIZE };

struct names_interface {
	uint32_t index;
	bool known;
	char name[NAMES_INTERFACE_SIZE]; /* "": none */
};

struct names {
	struct render_names render; /* its context is this struct */
	struct zone zone;
	struct services services;
	struct resolver resolver;
	/* Of IPv4, hosts of this network alone have names; network byte order.
	 * All of them, when both are 0. */
	uint32_t network, network_mask;
	int socket; /* to ask for the names of interfaces; or -1 */
	struct names_interface interfaces[NAMES_INTERFACES]; /* by index */
};

/* `hosts`: NULL for numbers instead of hosts, services and protocols.  Returns
 * -1 and says why in errno.  `names` must stay where it is. */
int names_init(struct names *names, const struct resolver_options *hosts);
void names_close(struct names *names);

#endif
