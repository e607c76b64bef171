/*
 * 802.11.
 *
 * A data frame has three addresses or four, whose meaning depends on the
 * direction, then LLC.  What is encrypted cannot be read.  Of an aggregate
 * (A-MSDU) the first packet is read.
 *
 * radiotap and PPI are in little-endian order, as 802.11 is.
 */
#include "decode/wifi.h"

#include "decode/ethernet.h"
#include "decode/packet.h"

enum {
	QOS_AGGREGATE = 0x80,
	SUBFRAME_HEADER = 14, /* two addresses and a length */
	PRESENT_TSFT = 0x00000001,
	PRESENT_FLAGS = 0x00000002,
	FLAG_FCS = 0x10,
	FLAG_PADDED = 0x20,
	RADIOTAP_FIXED = 8,
	PPI_FIXED = 8
};
#define PRESENT_MORE UINT32_C(0x80000000)

static uint16_t take_little16(struct bytes *at)
{
	uint16_t low = bytes_u8(at);

	return (uint16_t)(low | bytes_u8(at) << 8);
}

static uint32_t take_little32(struct bytes *at)
{
	uint32_t low = take_little16(at);

	return low | (uint32_t)take_little16(at) << 16;
}

/* Of the fields, only the flags matter, and they stand at the front: behind
 * the words that say what is present, and the time, which is aligned. */
struct wifi_radiotap wifi_radiotap(struct bytes at)
{
	struct wifi_radiotap none = { 0 };
	struct wifi_radiotap found = { 0 };
	const uint8_t *start = at.at;
	uint32_t present, more;

	bytes_take(&at, 2); /* version, padding */
	found.length = take_little16(&at);
	present = take_little32(&at);
	if (at.ran_out || found.length < RADIOTAP_FIXED)
		return none;
	bytes_limit(&at, found.length - RADIOTAP_FIXED);
	more = present;
	while (!at.ran_out && (more & PRESENT_MORE))
		more = take_little32(&at);
	if (present & PRESENT_TSFT) {
		bytes_take(&at, (size_t) - (at.at - start) & 7);
		bytes_take(&at, 8);
	}
	if (present & PRESENT_FLAGS) {
		uint8_t flags = bytes_u8(&at);

		found.padded = flags & FLAG_PADDED;
		found.ends_in_fcs = flags & FLAG_FCS;
	}
	return at.ran_out ? none : found;
}

struct wifi_ppi wifi_ppi(struct bytes at)
{
	struct wifi_ppi none = { 0 };
	struct wifi_ppi found = { 0 };

	bytes_take(&at, 2); /* version, flags */
	found.length = take_little16(&at);
	found.link_type = take_little32(&at);
	return at.ran_out || found.length < PPI_FIXED ? none : found;
}

/* Which of the addresses are those of the ends. */
static void note_addresses(struct packet_link *link, uint8_t flags,
			   const uint8_t *addresses[4])
{
	bool to = flags & WIFI_TO_DS, from = flags & WIFI_FROM_DS;

	link->destination = to ? addresses[2] : addresses[0];
	if (from)
		link->source = to ? addresses[3] : addresses[2];
	else
		link->source = addresses[1];
}

/* Reads the header of a data frame; false if it is none that can be read. */
static bool decode_header(struct packet_link *link, struct bytes *at,
			  enum wifi_form form, bool *aggregate)
{
	const uint8_t *addresses[4] = { NULL };
	uint16_t control = bytes_u16(at);
	uint8_t type = (uint8_t)(form == WIFI_SWAPPED ? control : control >> 8);
	uint8_t flags =
		(uint8_t)(form == WIFI_SWAPPED ? control >> 8 : control);

	if ((type & (WIFI_VERSION | WIFI_TYPE)) != WIFI_TYPE_DATA)
		return false;
	if ((type & WIFI_NO_DATA) || (flags & WIFI_PROTECTED))
		return false;
	bytes_take(at, 2); /* duration */
	for (int i = 0; i < 3; i++)
		addresses[i] = bytes_take(at, MAC_LENGTH);
	bytes_take(at, 2); /* sequence control */
	if ((flags & WIFI_TO_DS) && (flags & WIFI_FROM_DS))
		addresses[3] = bytes_take(at, MAC_LENGTH);
	if (type & WIFI_QOS) {
		*aggregate = bytes_u8(at) & QOS_AGGREGATE;
		bytes_take(at, 1);
	}
	if (!at->ran_out)
		note_addresses(link, flags, addresses);
	return !at->ran_out;
}

bool wifi_header_decode(struct packet_link *link, struct bytes *at,
			enum wifi_form form)
{
	const uint8_t *start = at->at;
	bool aggregate = false;

	if (!decode_header(link, at, form, &aggregate))
		return false;
	if (form == WIFI_PADDED)
		bytes_take(at, (size_t) - (at->at - start) & 3);
	if (aggregate)
		bytes_take(at, SUBFRAME_HEADER);
	return !at->ran_out;
}

enum layer_kind wifi_decode(struct packet_link *link, struct layer *rest,
			    enum wifi_form form)
{
	if (!wifi_header_decode(link, &rest->bytes, form))
		return LAYER_NONE;
	return ethernet_llc_decode(link, &rest->bytes);
}

enum layer_kind wifi_radiotap_decode(struct packet_link *link,
				     struct layer *rest)
{
	struct wifi_radiotap radiotap = wifi_radiotap(rest->bytes);

	if (radiotap.length == 0 || !bytes_take(&rest->bytes, radiotap.length))
		return LAYER_NONE;
	if (radiotap.ends_in_fcs && layer_length(rest) > WIFI_FCS_LENGTH)
		layer_limit(rest, layer_length(rest) - WIFI_FCS_LENGTH);
	return wifi_decode(link, rest,
			   radiotap.padded ? WIFI_PADDED : WIFI_PLAIN);
}
