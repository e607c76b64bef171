/*
 * The names of TCP's ports, as services(5) has them.
 */
#ifndef TCPFLOW_SYSTEM_SERVICES_H
#define TCPFLOW_SYSTEM_SERVICES_H

#include <stdint.h>

struct services {
	char **names; /* by port; NULL: it has none */
};

/* Reads the whole list once.  Returns -1 when there is no memory; a list that
 * is not there is an empty one. */
int services_load(struct services *services);
void services_free(struct services *services);

/* The port's name, escaped for terminals, or NULL. */
const char *services_name(const struct services *services, uint16_t port);

#endif
