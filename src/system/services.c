/*
 * The names of TCP's ports: the whole list is read at the start, as a lookup
 * for each packet would read the file again each time.
 */
#include "system/services.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "render/escape.h"
#include "render/text.h"

enum { PORTS = 65536, NAME_SIZE = 256 };

static char *escaped_copy(const char *name)
{
	char storage[NAME_SIZE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	escape_terminal(&text, name, strlen(name));
	return strdup(text_terminate(&text));
}

int services_load(struct services *services)
{
	struct servent *service;

	services->names = calloc(PORTS, sizeof(*services->names));
	if (!services->names)
		return -1;
	setservent(1);
	while ((service = getservent()) != NULL) {
		uint16_t port = ntohs((uint16_t)service->s_port);

		/* The first entry of a port is its name. */
		if (strcmp(service->s_proto, "tcp") == 0 &&
		    !services->names[port])
			services->names[port] = escaped_copy(service->s_name);
	}
	endservent();
	return 0;
}

void services_free(struct services *services)
{
	for (size_t i = 0; services->names && i < PORTS; i++)
		free(services->names[i]);
	free(services->names);
	services->names = NULL;
}

const char *services_name(const struct services *services, uint16_t port)
{
	return services->names ? services->names[port] : NULL;
}
