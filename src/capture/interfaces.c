/*
 * The lists of interfaces (-D), link types (-L) and types of time stamps (-J).
 * What is in them is what -i, -y and -j take.
 */
#include "capture/interfaces.h"

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "decode/decode.h"
#include "render/escape.h"
#include "render/text.h"

struct flag_text {
	bpf_u_int32 flag;
	const char *text;
};

static const struct flag_text flag_texts[] = {
	{ PCAP_IF_UP, "Up" },
	{ PCAP_IF_RUNNING, "Running" },
	{ PCAP_IF_LOOPBACK, "Loopback" },
	{ PCAP_IF_WIRELESS, "Wireless" },
};

/* The kernel takes almost any octets as a name.  A backslash stays one, since
 * -i takes the name as it stands in the list. */
static void foreign(struct text *text, const char *name)
{
	escape_message(text, name, strlen(name));
}

/* A network cable is connected, a wireless network is joined. */
static const char *connection_text(bpf_u_int32 flags)
{
	bool wireless = flags & PCAP_IF_WIRELESS;

	switch (flags & PCAP_IF_CONNECTION_STATUS) {
	case PCAP_IF_CONNECTION_STATUS_UNKNOWN:
		return wireless ? ", Association status unknown"
				: ", Connection status unknown";
	case PCAP_IF_CONNECTION_STATUS_CONNECTED:
		return wireless ? ", Associated" : ", Connected";
	case PCAP_IF_CONNECTION_STATUS_DISCONNECTED:
		return wireless ? ", Not associated" : ", Disconnected";
	default:
		return "";
	}
}

static void flags_text(struct text *text, bpf_u_int32 flags)
{
	const char *separator = "";

	text_string(text, " [");
	for (size_t i = 0; i < sizeof(flag_texts) / sizeof(flag_texts[0]);
	     i++) {
		if (!(flags & flag_texts[i].flag))
			continue;
		text_string(text, separator);
		text_string(text, flag_texts[i].text);
		separator = ", ";
	}
	if (*separator == '\0')
		text_string(text, "none");
	text_string(text, connection_text(flags));
	text_char(text, ']');
}

int interfaces_list(struct text *text, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];
	pcap_if_t *list;
	unsigned int number = 0;

	if (pcap_findalldevs(&list, reason) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s", reason);
		return -1;
	}
	for (pcap_if_t *at = list; at; at = at->next) {
		text_unsigned(text, ++number);
		text_char(text, '.');
		foreign(text, at->name);
		if (at->description) {
			text_string(text, " (");
			foreign(text, at->description);
			text_char(text, ')');
		}
		if (at->flags)
			flags_text(text, at->flags);
		text_char(text, '\n');
	}
	pcap_freealldevs(list);
	return 0;
}

/* "  NAME (description)" */
static void entry(struct text *text, const char *name, const char *description)
{
	text_string(text, "  ");
	text_string(text, name);
	text_string(text, " (");
	text_string(text, description);
	text_char(text, ')');
}

static void entry_number(struct text *text, const char *before, int number)
{
	text_string(text, before);
	text_unsigned(text, (uint64_t)number);
}

static void heading(struct text *text, const char *what, const char *interface,
		    const char *option)
{
	text_string(text, what);
	foreign(text, interface);
	text_string(text, option);
}

static void link_entry(struct text *text, int link)
{
	const char *name = pcap_datalink_val_to_name(link);

	if (name)
		entry(text, name, pcap_datalink_val_to_description(link));
	else
		entry_number(text, "  DLT ", link);
	text_string(text, decode_knows_link(link)
				  ? "\n"
				  : " (printing not supported)\n");
}

int interfaces_list_links(struct text *text,
			  const struct capture_live_options *options,
			  char *error)
{
	struct capture capture;
	int *links;
	int count;

	if (capture_open_live(&capture, options, error) < 0)
		return -1;
	count = pcap_list_datalinks(capture.handle, &links);
	if (count < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture.name,
			 pcap_geterr(capture.handle));
		capture_close(&capture);
		return -1;
	}
	heading(text, "Data link types for ", capture.name,
		pcap_can_set_rfmon(capture.handle) == 1
			? " when not in monitor mode (use option -y to set):\n"
			: " (use option -y to set):\n");
	for (int i = 0; i < count; i++)
		link_entry(text, links[i]);
	pcap_free_datalinks(links);
	capture_close(&capture);
	return 0;
}

static void stamp_entry(struct text *text, int type)
{
	const char *name = pcap_tstamp_type_val_to_name(type);

	if (name)
		entry(text, name, pcap_tstamp_type_val_to_description(type));
	else
		entry_number(text, "  ", type);
	text_char(text, '\n');
}

static int list_stamps(struct text *text, struct pcap *handle,
		       const char *interface, char *error)
{
	int *types;
	int count = pcap_list_tstamp_types(handle, &types);

	if (count < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", interface,
			 pcap_geterr(handle));
		return -1;
	}
	if (count == 0) {
		heading(text, "Time stamp type cannot be set for ", interface,
			"\n");
		return 0;
	}
	heading(text, "Time stamp types for ", interface,
		" (use option -j to set):\n");
	for (int i = 0; i < count; i++)
		stamp_entry(text, types[i]);
	pcap_free_tstamp_types(types);
	return 0;
}

int interfaces_list_stamps(struct text *text, const char *interface,
			   char *error)
{
	char reason[PCAP_ERRBUF_SIZE];
	char *name = capture_interface_name(interface, error);
	struct pcap *handle;
	int status = -1;

	if (!name)
		return -1;
	handle = pcap_create(name, reason);
	if (handle) {
		status = list_stamps(text, handle, name, error);
		pcap_close(handle);
	} else {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", name, reason);
	}
	free(name);
	return status;
}
