/*
 * The list of interfaces (-D).  The numbers in it are what -i takes.
 */
#include "capture/interfaces.h"

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdio.h>

#include "capture/capture.h"
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
		text_string(text, at->name);
		if (at->description) {
			text_string(text, " (");
			text_string(text, at->description);
			text_char(text, ')');
		}
		if (at->flags)
			flags_text(text, at->flags);
		text_char(text, '\n');
	}
	pcap_freealldevs(list);
	return 0;
}
