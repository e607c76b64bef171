/*
 * The header of an 802.11 data frame, with -e.
 */
#include "decode/wifi.h"

#include "decode/ethernet.h"
#include "decode/packet.h"
#include "render/line.h"
#include "render/link_parts.h"
#include "render/text.h"

/* What frames flag, in the order in which tcpdump says it with -v. */
static const struct link_name flag_names[] = {
	{ WIFI_MORE_DATA, "More Data " },
	{ WIFI_MORE_FRAGMENTS, "More Fragments " },
	{ WIFI_POWER, "Pwr Mgmt " },
	{ WIFI_RETRY, "Retry " },
	{ WIFI_ORDERED, "Strictly Ordered " },
	{ 0, NULL },
};

static void render_flags(struct text *text, uint8_t flags, uint16_t duration)
{
	for (const struct link_name *flag = flag_names; flag->name; flag++)
		if (flags & flag->value)
			text_string(text, flag->name);
	text_unsigned(text, duration);
	text_string(text, "us ");
}

static void render_subtype(struct text *text, uint8_t type)
{
	if (!(type & (WIFI_ACK | WIFI_POLL | WIFI_QOS)))
		return;
	text_string(text, "CF ");
	if (type & WIFI_ACK)
		text_string(text, type & WIFI_POLL ? "Ack/Poll" : "Ack");
	else if (type & WIFI_POLL)
		text_string(text, "Poll");
	text_string(text, type & WIFI_QOS ? "+QoS " : " ");
}

/* What the addresses are, by the two bits of the direction. */
static const char *const address_names[4][4] = {
	{ "DA:", "SA:", "BSSID:", NULL },
	{ "BSSID:", "SA:", "DA:", NULL },
	{ "DA:", "BSSID:", "SA:", NULL },
	{ "RA:", "TA:", "DA:", "SA:" },
};

static void render_addresses(struct text *text,
			     const struct line_options *options,
			     const char *const names[4], struct bytes at)
{
	for (int i = 0; i < 4 && names[i]; i++) {
		const uint8_t *octets;

		if (i == 3)
			bytes_take(&at, 2); /* sequence control */
		octets = bytes_take(&at, MAC_LENGTH);
		if (!octets)
			return;
		text_string(text, names[i]);
		link_mac_render(text, options, octets);
		text_char(text, ' ');
	}
}

void wifi_frame_render(struct text *text, const struct line_options *options,
		       const struct packet *packet, enum wifi_form form)
{
	struct packet_link link = { 0 };
	struct bytes start = bytes_of(packet->bytes, packet->captured);
	struct bytes at = start;
	uint8_t type = bytes_u8(&at);
	uint8_t flags = bytes_u8(&at);
	uint16_t duration = bytes_u8(&at);

	duration = (uint16_t)(duration | bytes_u8(&at) << 8);
	if (options->verbose)
		render_flags(text, flags, duration);
	render_subtype(text, type);
	render_addresses(text, options,
			 address_names[flags & (WIFI_TO_DS | WIFI_FROM_DS)],
			 at);
	if (wifi_header_decode(&link, &start, form))
		link_llc_render(text, start,
				packet->length -
					(uint32_t)(start.at - packet->bytes) -
					LINK_LLC_LENGTH);
}
