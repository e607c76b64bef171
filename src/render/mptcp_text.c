/*
 * The text of the options of Multipath TCP.
 *
 * The option's length (with its kind and length octets) tells variants of a
 * subtype apart, so each function begins with the lengths it knows.
 */
#include "render/mptcp_text.h"

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"

enum mptcp_subtype {
	MPTCP_CAPABLE,
	MPTCP_JOIN,
	MPTCP_DSS,
	MPTCP_ADD_ADDRESS,
	MPTCP_REMOVE_ADDRESS,
	MPTCP_PRIORITY,
	MPTCP_FAIL,
	MPTCP_FAST_CLOSE,
	MPTCP_UNKNOWN
};

enum { CAPABLE_CHECKSUM = 0x80, BACKUP = 0x01 };

enum {
	DSS_ACK = 0x01,
	DSS_ACK_8_OCTETS = 0x02,
	DSS_MAP = 0x04,
	DSS_SEQ_8_OCTETS = 0x08,
	DSS_FIN = 0x10
};

/* What the renderer of a subtype gets. */
struct mptcp {
	struct text *text;
	const struct line_options *options;
	size_t length;	     /* of the whole option */
	uint16_t flags;	     /* of the segment */
	uint8_t low;	     /* the four bits beside the subtype */
	struct bytes octets; /* behind those */
};

static void labelled_hex(struct text *text, const char *label, uint64_t value)
{
	text_string(text, label);
	text_hex(text, value, 1);
}

static void labelled_number(struct text *text, const char *label,
			    uint64_t value)
{
	text_string(text, label);
	text_unsigned(text, value);
}

/* A key each from the SYN on; both in the third segment and in the first
 * with data, which also has a length and perhaps a checksum. */
static bool capable_length_is_good(const struct mptcp *m)
{
	if (m->flags & TCP_SYN)
		return m->length == 12 || m->length == 4;
	return (m->flags & TCP_ACK) && (m->length == 20 || m->length == 22);
}

static bool capable_render(struct mptcp *m)
{
	uint8_t bits;

	if (!capable_length_is_good(m))
		return false;
	if (m->low > 1) {
		labelled_number(m->text, " Unknown Version (", m->low);
		text_char(m->text, ')');
		return true;
	}
	labelled_number(m->text, " v", m->low);
	bits = bytes_u8(&m->octets);
	if (bits & CAPABLE_CHECKSUM)
		text_string(m->text, " csum");
	if (m->length == 4)
		return true;
	labelled_hex(m->text, " {0x", bytes_u64(&m->octets));
	if (m->length >= 20)
		labelled_hex(m->text, ",0x", bytes_u64(&m->octets));
	text_char(m->text, '}');
	return true;
}

static bool join_length_is_good(const struct mptcp *m)
{
	bool syn = m->flags & TCP_SYN, ack = m->flags & TCP_ACK;

	return (m->length == 12 && syn) || (m->length == 16 && syn && ack) ||
	       (m->length == 24 && ack);
}

static void join_ack_render(struct mptcp *m)
{
	text_string(m->text, " hmac 0x");
	while (m->octets.left > 0)
		text_hex(m->text, bytes_u8(&m->octets), 2);
}

static bool join_render(struct mptcp *m)
{
	uint8_t id;

	if (!join_length_is_good(m))
		return false;
	id = bytes_u8(&m->octets);
	if (m->length == 24) {
		join_ack_render(m);
		return true;
	}
	if (m->low & BACKUP)
		text_string(m->text, " backup");
	labelled_number(m->text, " id ", id);
	if (m->length == 12)
		labelled_hex(m->text, " token 0x", bytes_u32(&m->octets));
	else
		labelled_hex(m->text, " hmac 0x", bytes_u64(&m->octets));
	labelled_hex(m->text, " nonce 0x", bytes_u32(&m->octets));
	return true;
}

/* A number of eight octets or of four; false if they are not there. */
static bool dss_number_render(struct mptcp *m, const char *label, bool wide)
{
	text_string(m->text, label);
	if (m->octets.left < (wide ? 8 : 4))
		return false;
	text_unsigned(m->text,
		      wide ? bytes_u64(&m->octets) : bytes_u32(&m->octets));
	return true;
}

/* Which octets of the data are in this segment. */
static bool dss_map_render(struct mptcp *m, uint8_t bits)
{
	if (!dss_number_render(m, " seq ", bits & DSS_SEQ_8_OCTETS))
		return false;
	if (m->octets.left < 4)
		return false;
	labelled_number(m->text, " subseq ", bytes_u32(&m->octets));
	if (m->octets.left < 2)
		return false;
	labelled_number(m->text, " len ", bytes_u16(&m->octets));
	if (m->octets.left >= 2)
		labelled_hex(m->text, " csum 0x", bytes_u16(&m->octets));
	return true;
}

static bool dss_render(struct mptcp *m)
{
	uint8_t bits;

	if (m->length < 4 || (m->flags & TCP_SYN))
		return false;
	bits = bytes_u8(&m->octets);
	if (bits & DSS_FIN)
		text_string(m->text, " fin");
	if ((bits & DSS_ACK) &&
	    !dss_number_render(m, " ack ", bits & DSS_ACK_8_OCTETS))
		return false;
	if ((bits & DSS_MAP) && !dss_map_render(m, bits))
		return false;
	return m->octets.left == 0;
}

static const char *address_echo_text(uint8_t bits)
{
	switch (bits) {
	case 6:
		return " v0-ip6";
	case 4:
		return " v0-ip4";
	case 1:
		return " v1-echo";
	case 0:
		return " v1";
	default:
		return " [bad version/echo]";
	}
}

static void address_octets_render(struct mptcp *m, uint8_t version)
{
	struct address address = { .version = version };
	int count = version == 4 ? 4 : 16;

	for (int i = 0; i < count; i++)
		address.octets[i] = bytes_u8(&m->octets);
	text_char(m->text, ' ');
	address_render(m->text, m->options, &address);
}

/* An address, perhaps a port, perhaps a code that proves it. */
static bool add_address_render(struct mptcp *m)
{
	uint8_t version = m->length < 20 ? 4 : 6;
	size_t rest = m->length - (version == 4 ? 8 : 20);

	if (m->length < 8 ||
	    (rest != 0 && rest != 2 && rest != 8 && rest != 10))
		return false;
	text_string(m->text, address_echo_text(m->low));
	labelled_number(m->text, " id ", bytes_u8(&m->octets));
	address_octets_render(m, version);
	if (rest == 2 || rest == 10)
		labelled_number(m->text, ":", bytes_u16(&m->octets));
	if (rest >= 8)
		labelled_hex(m->text, " hmac 0x", bytes_u64(&m->octets));
	return true;
}

static bool remove_address_render(struct mptcp *m)
{
	if (m->length < 4)
		return false;
	text_string(m->text, " id");
	while (m->octets.left > 0)
		labelled_number(m->text, " ", bytes_u8(&m->octets));
	return true;
}

static bool priority_render(struct mptcp *m)
{
	if (m->length != 3 && m->length != 4)
		return false;
	text_string(m->text, m->low & BACKUP ? " backup" : " non-backup");
	if (m->length == 4)
		labelled_number(m->text, " id ", bytes_u8(&m->octets));
	return true;
}

static bool fail_render(struct mptcp *m)
{
	if (m->length != 12)
		return false;
	bytes_u8(&m->octets); /* reserved */
	labelled_number(m->text, " seq ", bytes_u64(&m->octets));
	return true;
}

static bool fast_close_render(struct mptcp *m)
{
	if (m->length != 12)
		return false;
	bytes_u8(&m->octets); /* reserved */
	labelled_hex(m->text, " key 0x", bytes_u64(&m->octets));
	return true;
}

static bool subtype_render(struct mptcp *m, uint8_t subtype)
{
	switch (subtype) {
	case MPTCP_CAPABLE:
		return capable_render(m);
	case MPTCP_JOIN:
		return join_render(m);
	case MPTCP_DSS:
		return dss_render(m);
	case MPTCP_ADD_ADDRESS:
		return add_address_render(m);
	case MPTCP_REMOVE_ADDRESS:
		return remove_address_render(m);
	case MPTCP_PRIORITY:
		return priority_render(m);
	case MPTCP_FAIL:
		return fail_render(m);
	case MPTCP_FAST_CLOSE:
		return fast_close_render(m);
	default:
		return true;
	}
}

bool mptcp_render(struct text *text, const struct line_options *options,
		  struct bytes value, uint16_t flags)
{
	static const char names[][11] = {
		"capable", "join", "dss",	 "add-addr", "rem-addr",
		"prio",	   "fail", "fast-close", "unknown",
	};
	struct mptcp m = { .text = text,
			   .options = options,
			   .length = value.left + 2,
			   .flags = flags };
	uint8_t first, subtype;

	if (value.left == 0)
		return false;
	first = bytes_u8(&value);
	subtype = first >> 4 < MPTCP_UNKNOWN ? first >> 4 : MPTCP_UNKNOWN;
	m.low = first & 0xf;
	m.octets = value;
	labelled_number(text, " ", m.length);
	text_char(text, ' ');
	text_string(text, names[subtype]);
	return subtype_render(&m, subtype);
}
