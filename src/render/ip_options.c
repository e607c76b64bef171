/*
 * IPv4 options (RFC 791 3.1).
 *
 * A route or a list of time stamps whose length is no multiple of what it
 * lists is read on past its end, because tcpdump does: so what follows an
 * option stays within reach of the cursor that reads it.
 */
#include "render/ip_options.h"

#include "decode/ip.h"
#include "render/parts.h"
#include "render/text.h"

enum { ROUTE_HEADER = 3, TIMESTAMP_HEADER = 4 };

/* The timestamp option's flag. */
enum { TIMESTAMPS_ONLY = 0, TIMESTAMPS_ADDRESSES = 1, TIMESTAMPS_GIVEN = 3 };

static void render_number(struct text *text, const char *before, uint32_t value,
			  const char *after)
{
	text_string(text, before);
	text_unsigned(text, value);
	text_string(text, after);
}

static const char *type_name(uint8_t type)
{
	switch (type) {
	case IP_OPTION_END:
		return "EOL";
	case IP_OPTION_NOP:
		return "NOP";
	case IP_OPTION_RECORD_ROUTE:
		return "RR";
	case IP_OPTION_TIMESTAMP:
		return "timestamp";
	case IP_OPTION_TRACEROUTE:
		return "traceroute";
	case IP_OPTION_SECURITY:
		return "security";
	case IP_OPTION_LOOSE_ROUTE:
		return "LSRR";
	case IP_OPTION_STRICT_ROUTE:
		return "SSRR";
	case IP_OPTION_ROUTER_ALERT:
		return "RA";
	default:
		return NULL;
	}
}

static void render_type(struct text *text, uint8_t type)
{
	const char *name = type_name(type);

	if (name)
		text_string(text, name);
	else
		render_number(text, "unknown ", type, "");
}

static bool render_address(struct text *text,
			   const struct line_options *options, struct bytes *at)
{
	struct address address = { .version = 4 };
	const uint8_t *octets = bytes_take(at, 4);

	if (!octets)
		return false;
	for (int i = 0; i < 4; i++)
		address.octets[i] = octets[i];
	address_render(text, options, &address);
	return true;
}

/* RR, LSRR, SSRR: a comma follows each address that lies before the pointer.
 * False when the capture ends in it. */
static bool render_route(struct text *text, const struct line_options *options,
			 struct bytes option, uint32_t length)
{
	uint8_t pointer;
	uint32_t next;

	if (length < ROUTE_HEADER || (length + 1) % 4 != 0)
		render_number(text, " [bad length ", length, "]");
	if (length < ROUTE_HEADER)
		return true;
	bytes_take(&option, 2); /* type, length */
	pointer = bytes_u8(&option);
	next = (uint32_t)pointer - 1;
	if (next < ROUTE_HEADER || pointer % 4 != 0 || next > length + 1)
		render_number(text, " [bad ptr ", pointer, "]");
	for (uint32_t at = ROUTE_HEADER; at < length; at += 4) {
		if (option.left < 4)
			return false;
		text_char(text, ' ');
		render_address(text, options, &option);
		if (next > at)
			text_char(text, ',');
	}
	return true;
}

/* False when there is no such kind: the list cannot be read then. */
static bool render_timestamps_kind(struct text *text, uint8_t kind)
{
	switch (kind) {
	case TIMESTAMPS_ONLY:
		text_string(text, "TSONLY");
		return true;
	case TIMESTAMPS_ADDRESSES:
		text_string(text, "TS+ADDR");
		return true;
	case TIMESTAMPS_GIVEN:
		text_string(text, "PRESPEC");
		return true;
	default:
		render_number(text, "[bad ts type ", kind, "]");
		return false;
	}
}

/* One entry, the time last, as TIME@ADDRESS; false when it is cut. */
static bool render_stamp(struct text *text, const struct line_options *options,
			 struct bytes *option, bool with_address)
{
	struct bytes entry = bytes_split(option, with_address ? 8 : 4);
	struct bytes time = entry;

	if (with_address)
		bytes_take(&time, 4);
	text_unsigned(text, bytes_u32(&time));
	text_char(text, '@');
	return !with_address || render_address(text, options, &entry);
}

struct stamps {
	uint32_t length; /* of the option */
	uint32_t next;	 /* where the next one would be written */
	uint32_t size;	 /* of one */
	uint32_t at;	 /* how far the option has been read */
};

/* The list; a caret stands where the pointer points. */
static bool render_stamps(struct text *text, const struct line_options *options,
			  struct bytes *option, struct stamps *list)
{
	for (list->at = TIMESTAMP_HEADER; list->at < list->length;
	     list->at += list->size) {
		if (option->left < list->size)
			return false;
		text_string(text, list->next == list->at ? " ^ " : " ");
		render_stamp(text, options, option, list->size == 8);
	}
	return true;
}

/* False when the capture ends in it. */
static bool render_timestamps(struct text *text,
			      const struct line_options *options,
			      struct bytes option, uint32_t length)
{
	struct stamps list = { .length = length };
	uint8_t pointer, flags;

	if (length < TIMESTAMP_HEADER) {
		render_number(text, "[bad length ", length, "]");
		return true;
	}
	text_string(text, " TS{");
	bytes_take(&option, 2); /* type, length */
	pointer = bytes_u8(&option);
	flags = bytes_u8(&option);
	list.next = (uint32_t)pointer - 1;
	list.size = (flags & 0xf) == TIMESTAMPS_ONLY ? 4 : 8;
	if ((length - TIMESTAMP_HEADER) % list.size != 0)
		render_number(text, "[bad length ", length, "]");
	if (list.next < TIMESTAMP_HEADER || list.next > length + 1 ||
	    (list.next - TIMESTAMP_HEADER) % list.size != 0)
		render_number(text, "[bad ptr ", pointer, "]");
	if (render_timestamps_kind(text, flags & 0xf) &&
	    !render_stamps(text, options, &option, &list))
		return false;
	if (list.next == list.at)
		text_string(text, " ^ ");
	if (flags >> 4)
		render_number(text, " [", flags >> 4, " hops not recorded]} ");
	else
		text_char(text, '}');
	return true;
}

static void render_router_alert(struct text *text, struct bytes option,
				uint32_t length)
{
	uint16_t value;

	if (length < 4) {
		render_number(text, " [bad length ", length, "]");
		return;
	}
	bytes_take(&option, 2); /* type, length */
	value = bytes_u16(&option);
	if (value != 0)
		render_number(text, " value ", value, "");
}

static bool render_value(struct text *text, const struct line_options *options,
			 struct bytes option, uint32_t length)
{
	struct bytes ahead = option;

	switch (bytes_u8(&ahead)) {
	case IP_OPTION_TIMESTAMP:
		return render_timestamps(text, options, option, length);
	case IP_OPTION_RECORD_ROUTE:
	case IP_OPTION_LOOSE_ROUTE:
	case IP_OPTION_STRICT_ROUTE:
		return render_route(text, options, option, length);
	case IP_OPTION_ROUTER_ALERT:
		render_router_alert(text, option, length);
		return true;
	default:
		return true;
	}
}

/* An option's length, or 0 when it was not captured. */
static uint32_t length_of(struct bytes option, bool *missing)
{
	uint8_t type = bytes_u8(&option);
	uint32_t length = 1;

	if (type != IP_OPTION_END && type != IP_OPTION_NOP)
		length = bytes_u8(&option);
	*missing = option.ran_out;
	return length;
}

enum ip_options_end ip_options_render(struct text *text,
				      const struct line_options *options,
				      const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	uint32_t left = ip->header_length - IP_HEADER_LENGTH;
	const char *separator = "";

	bytes_take(&at, IP_HEADER_LENGTH);
	while (left > 0) {
		struct bytes option = at, ahead = at;
		uint8_t type = bytes_u8(&ahead);
		bool missing;
		uint32_t length = length_of(option, &missing);

		text_string(text, separator);
		separator = ",";
		if (ahead.ran_out)
			return IP_OPTIONS_MISSING;
		render_type(text, type);
		if (missing)
			return IP_OPTIONS_MISSING;
		if (length > left || (length < 2 && type != IP_OPTION_END &&
				      type != IP_OPTION_NOP)) {
			render_number(text, " [bad length ", length, "]");
			return IP_OPTIONS_DONE;
		}
		if (!bytes_take(&at, length))
			return IP_OPTIONS_CUT;
		if (type == IP_OPTION_END)
			return IP_OPTIONS_DONE;
		if (!render_value(text, options, option, length))
			return IP_OPTIONS_CUT;
		left -= length;
	}
	return IP_OPTIONS_DONE;
}
