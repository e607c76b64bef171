/*
 * Capturing from an interface.
 *
 * The ring is filled in blocks, handed over when full or after 100 ms, never
 * packet by packet unless asked to: immediate mode falls back to TPACKET_V2 and
 * costs losses under load.  The ring has 16 MiB, as libpcap's own 2 MiB lose
 * packets where a burst is longer than a scheduling delay.
 */
#include "capture/capture.h"

#include <errno.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RING_SIZE = 16 << 20, BLOCK_MILLISECONDS = 100 };

/* The name of the `number`th interface (from 1) as -D lists them; the caller
 * frees it. */
static char *name_by_number(long number, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];
	pcap_if_t *list, *at;
	char *name = NULL;

	if (pcap_findalldevs(&list, reason) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s", reason);
		return NULL;
	}
	at = list;
	for (long i = 1; at && i < number; i++)
		at = at->next;
	if (at)
		name = strdup(at->name);
	else if (!list)
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "no interface to capture on; this needs root, or "
			 "cap_net_raw (setcap cap_net_raw+ep)");
	else
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%ld: no such interface (tcpflow -D lists them)",
			 number);
	pcap_freealldevs(list);
	return name;
}

/* The number that `name` is, or 0. */
static long interface_number(const char *name)
{
	char *end;
	long number = strtol(name, &end, 10);

	return end != name && *end == '\0' && number > 0 ? number : 0;
}

char *capture_interface_name(const char *interface, char *error)
{
	long number = interface ? interface_number(interface) : 1;
	char *name;

	/* An interface may have a number for a name. */
	if (number > 0 && (!interface || if_nametoindex(interface) == 0))
		return name_by_number(number, error);
	name = strdup(interface);
	if (!name)
		snprintf(error, CAPTURE_ERROR_SIZE, "out of memory");
	return name;
}

/* What the user can do about a failure to activate; "" if we do not know. */
static const char *advice(int status)
{
	switch (status) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return " (tcpflow -D lists the interfaces)";
	case PCAP_ERROR_PERM_DENIED:
		return "; run it with sudo, or once: sudo setcap "
		       "cap_net_raw+ep $(command -v tcpflow)";
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return "; run it with sudo, or without promiscuous mode: -p";
	case PCAP_ERROR_IFACE_NOT_UP:
		return "; to bring it up: ip link set dev INTERFACE up";
	default:
		return "";
	}
}

static void explain(struct pcap *handle, int status, const char *name,
		    char *error)
{
	const char *detail = pcap_geterr(handle);

	if (status == PCAP_ERROR || status == PCAP_WARNING)
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", name, detail);
	else
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s%s", name,
			 pcap_statustostr(status), advice(status));
}

/* Adds to the warnings. */
static void warn(struct capture *capture, const char *what)
{
	size_t length = strlen(capture->warning);

	snprintf(capture->warning + length, sizeof(capture->warning) - length,
		 "%s%s", length ? "; " : "", what);
}

/* What the interface does not have is a warning: the host's stamps are used. */
static int set_stamp_type(struct capture *capture, struct pcap *handle,
			  const char *name, char *error)
{
	char what[CAPTURE_ERROR_SIZE / 2];
	int status = pcap_set_tstamp_type(handle,
					  pcap_tstamp_type_name_to_val(name));

	if (status == 0)
		return 0;
	snprintf(status < 0 ? error : what, sizeof(what),
		 "%.200s: time stamps of type %.100s: %s (tcpflow -J lists "
		 "those that it has)",
		 capture->name, name, pcap_statustostr(status));
	if (status > 0)
		warn(capture, what);
	return status < 0 ? -1 : 0;
}

static void configure(struct pcap *handle,
		      const struct capture_live_options *options)
{
	/* Before activation these fail only for a handle that is active. */
	pcap_set_snaplen(handle, options->snapshot_length);
	pcap_set_promisc(handle, options->promiscuous);
	pcap_set_timeout(handle, BLOCK_MILLISECONDS);
	pcap_set_buffer_size(handle, options->buffer_size ? options->buffer_size
							  : RING_SIZE);
	pcap_set_immediate_mode(handle, options->immediate);
	/* This one fails where only microseconds are to be had. */
	pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
}

/* Cooked captures of "any" lose the interface's name in the older header. */
static int choose_link(struct capture *capture, const char *name, char *error)
{
	int link = name ? pcap_datalink_name_to_val(name) : DLT_LINUX_SLL2;

	if (!name && strcmp(capture->name, "any"))
		return 0;
	if (pcap_set_datalink(capture->handle, link) == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s (tcpflow -L lists them)",
		 capture->name, pcap_geterr(capture->handle));
	return -1;
}

static int choose_direction(struct capture *capture,
			    enum capture_direction direction, char *error)
{
	static const pcap_direction_t directions[] = {
		[CAPTURE_BOTH] = PCAP_D_INOUT,
		[CAPTURE_IN] = PCAP_D_IN,
		[CAPTURE_OUT] = PCAP_D_OUT,
	};

	if (direction == CAPTURE_BOTH ||
	    pcap_setdirection(capture->handle, directions[direction]) == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE,
		 "%s: %s; without -Q, the filter may say inbound or outbound",
		 capture->name, pcap_geterr(capture->handle));
	return -1;
}

/* Returns libpcap's status: negative is a failure, told in `error`. */
static int activate(struct capture *capture,
		    const struct capture_live_options *options, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];
	struct pcap *handle = pcap_create(capture->name, reason);
	int status;

	if (!handle) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture->name,
			 reason);
		return PCAP_ERROR;
	}
	configure(handle, options);
	if (options->stamp_type &&
	    set_stamp_type(capture, handle, options->stamp_type, error) < 0) {
		pcap_close(handle);
		return PCAP_ERROR;
	}
	status = pcap_activate(handle);
	if (status < 0) {
		explain(handle, status, capture->name, error);
		pcap_close(handle);
		return status;
	}
	if (status > 0) {
		char what[CAPTURE_ERROR_SIZE];

		explain(handle, status, capture->name, what);
		warn(capture, what);
	}
	capture->handle = handle;
	return status;
}

/* A name that is not there but is a number means the interface that has that
 * number in the list. */
static int
activate_by_name_or_number(struct capture *capture,
			   const struct capture_live_options *options,
			   char *error)
{
	int status = activate(capture, options, error);
	long number = interface_number(capture->name);

	if (status != PCAP_ERROR_NO_SUCH_DEVICE || number == 0)
		return status;
	free(capture->name);
	capture->warning[0] = '\0';
	capture->name = name_by_number(number, error);
	return capture->name ? activate(capture, options, error) : PCAP_ERROR;
}

int capture_open_live(struct capture *capture,
		      const struct capture_live_options *options, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];

	memset(capture, 0, sizeof(*capture));
	capture->live = true;
	capture->name = options->interface ? strdup(options->interface)
					   : name_by_number(1, error);
	if (!capture->name)
		return -1;
	if (activate_by_name_or_number(capture, options, error) < 0)
		goto fail;
	if (choose_link(capture, options->link_type, error) < 0 ||
	    choose_direction(capture, options->direction, error) < 0)
		goto fail;
	if (pcap_setnonblock(capture->handle, 1, reason) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture->name,
			 reason);
		goto fail;
	}
	capture->link_type = pcap_datalink(capture->handle);
	capture->in_nanoseconds = pcap_get_tstamp_precision(capture->handle) ==
				  PCAP_TSTAMP_PRECISION_NANO;
	capture->nanoseconds = capture->in_nanoseconds;
	return 0;
fail:
	capture_close(capture);
	return -1;
}

int capture_network(const struct capture *capture, uint32_t *network,
		    uint32_t *mask, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];

	if (pcap_lookupnet(capture->name, network, mask, reason) == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture->name, reason);
	return -1;
}
