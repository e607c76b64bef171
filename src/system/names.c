/*
 * What rendering asks the outside for, from this system.
 */
#include "system/names.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "render/escape.h"
#include "render/text.h"

static bool is_foreign(const struct names *names, const struct address *address)
{
	uint32_t octets;

	memcpy(&octets, address->octets, sizeof(octets));
	return address->version == 4 &&
	       (octets & names->network_mask) != names->network;
}

static const char *host_name(void *context, const struct address *address)
{
	struct names *names = context;

	if (is_foreign(names, address))
		return NULL;
	return resolver_name(&names->resolver, address);
}

static const char *service_name(void *context, uint16_t port)
{
	const struct names *names = context;

	return services_name(&names->services, port);
}

/* No other protocol's name stands in a line about TCP. */
static const char *protocol_name(void *context, uint8_t protocol)
{
	(void)context;
	return protocol == IPPROTO_TCP ? "tcp" : NULL;
}

/* if_indextoname(3) opens a socket each time, which is not to be had any more
 * when packets are read. */
static void learn_interface(const struct names *names,
			    struct names_interface *interface, uint32_t index)
{
	struct ifreq request = { .ifr_ifindex = (int)index };
	struct text text;

	interface->index = index;
	interface->known = true;
	text_init(&text, interface->name, sizeof(interface->name));
	/* The kernel lets an interface's name have nearly any octets. */
	if (ioctl(names->socket, SIOCGIFNAME, &request) == 0)
		escape_terminal(&text, request.ifr_name,
				strnlen(request.ifr_name, IF_NAMESIZE));
	text_terminate(&text);
}

static const char *interface_name(void *context, uint32_t index)
{
	struct names *names = context;
	struct names_interface *interface =
		&names->interfaces[index % NAMES_INTERFACES];

	if (!interface->known || interface->index != index)
		learn_interface(names, interface, index);
	return interface->name[0] ? interface->name : NULL;
}

static int32_t utc_offset(void *context, int64_t seconds)
{
	struct names *names = context;

	return zone_offset(&names->zone, seconds);
}

int names_init(struct names *names, const struct resolver_options *hosts)
{
	memset(names, 0, sizeof(*names));
	names->render = (struct render_names){
		.interface = interface_name,
		.utc_offset = utc_offset,
		.context = names,
	};
	zone_init(&names->zone);
	/* Without it, interfaces have no names. */
	names->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (!hosts)
		return 0;
	names->render.host = host_name;
	names->render.service = service_name;
	names->render.protocol = protocol_name;
	if (services_load(&names->services) < 0)
		return -1;
	return resolver_init(&names->resolver, hosts);
}

void names_close(struct names *names)
{
	resolver_close(&names->resolver);
	services_free(&names->services);
	/* One that was never opened is 0, as all the rest. */
	if (names->socket > 0)
		close(names->socket);
	names->socket = -1;
}
