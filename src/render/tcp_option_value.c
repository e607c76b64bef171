/*
 * The text of one TCP option.
 *
 * Most options are a name and one or two numbers, so a table describes them;
 * the rest have a function each.
 *
 * Two ends of the octets count: the header's (an option that reaches past it
 * is bad), and the captured ones' (the text is cut).
 */
#include "render/tcp_option_value.h"

#include "decode/packet.h"
#include "render/line.h"
#include "render/mptcp_text.h"
#include "render/put.h"
#include "render/text.h"

enum {
	KIND_MSS = 2,
	KIND_WINDOW_SCALE = 3,
	KIND_SACK_PERMITTED = 4,
	KIND_SACK = 5,
	KIND_ECHO = 6,
	KIND_ECHO_REPLY = 7,
	KIND_TIMESTAMPS = 8,
	KIND_CC = 11,
	KIND_CC_NEW = 12,
	KIND_CC_ECHO = 13,
	KIND_MD5 = 19,
	KIND_SCPS = 20,
	KIND_USER_TIMEOUT = 28,
	KIND_AUTHENTICATION = 29,
	KIND_MULTIPATH = 30,
	KIND_FAST_OPEN = 34,
	KIND_EXPERIMENT = 254
};

enum {
	MD5_OCTETS = 16,
	SACK_BLOCK = 8,
	EXPERIMENT_FAST_OPEN = 0xf989,
	COOKIE_MIN = 4,
	COOKIE_MAX = 16
};

/* One number of an option, and the text in front of it. */
struct field {
	struct put_word before;
	uint8_t octets; /* 1, 2 or 4; 0: there is no field */
	bool hexadecimal;
};

struct shape {
	struct put_word name; /* empty: this kind has no fixed shape */
	uint8_t octets;
	struct field fields[2];
};

/* clang-format off */
#define FIELD(before, octets) { PUT_WORD(before), octets, false }
#define ALONE(name) { PUT_WORD(name), 0, { FIELD("", 0) } }
#define NUMBER(name, octets) { PUT_WORD(name), octets, { FIELD(" ", octets) } }

static const struct shape shapes[] = {
	[OPTION_KIND_END]     = ALONE("eol"),
	[OPTION_KIND_NOP]     = ALONE("nop"),
	[KIND_MSS]            = NUMBER("mss", 2),
	[KIND_WINDOW_SCALE]   = NUMBER("wscale", 1),
	[KIND_SACK_PERMITTED] = ALONE("sackOK"),
	[KIND_ECHO]           = NUMBER("echo", 4),
	[KIND_ECHO_REPLY]     = NUMBER("echoreply", 4),
	[KIND_TIMESTAMPS]     = { PUT_WORD("TS"), 8,
				  { FIELD(" val ", 4), FIELD(" ecr ", 4) } },
	[KIND_CC]             = NUMBER("cc", 4),
	[KIND_CC_NEW]         = NUMBER("ccnew", 4),
	[KIND_CC_ECHO]        = NUMBER("ccecho", 4),
	[KIND_SCPS]           = { PUT_WORD("scps"), 2,
				  { { PUT_WORD(" cap "), 1, true },
				    FIELD(" id ", 1) } },
};
static const struct shape classic_timestamps = {
	PUT_WORD("timestamp"), 8, { FIELD(" ", 4), FIELD(" ", 4) }
};
/* clang-format on */

enum { SHAPES = sizeof(shapes) / sizeof(*shapes) };

/* NULL if the option has no fixed shape.  The classic line has another name
 * for one option, and none for those that came after it. */
static const struct shape *shape_of(const struct option_walk *walk)
{
	if (walk->options->classic && walk->kind == KIND_TIMESTAMPS)
		return &classic_timestamps;
	if (walk->options->classic && walk->kind == KIND_SCPS)
		return NULL;
	if (walk->kind >= SHAPES || shapes[walk->kind].name.length == 0)
		return NULL;
	return &shapes[walk->kind];
}

/* Whether the first `count` octets of the value can be read. */
static enum option_text_how value_check(const struct option_walk *walk,
					uint32_t count)
{
	if (count > walk->room)
		return OPTION_TEXT_BAD;
	if (count > walk->octets.left)
		return OPTION_TEXT_CUT;
	return OPTION_TEXT_WHOLE;
}

static void hex_render(struct text *text, struct bytes octets)
{
	while (octets.left > 0)
		text_hex(text, bytes_u8(&octets), 2);
}

/* The value's octets from `from` on, as far as they were captured. */
static enum option_text_how hex_value_render(const struct option_walk *walk,
					     uint32_t from)
{
	struct bytes value = walk->octets;

	bytes_limit(&value, walk->value_length);
	bytes_split(&value, from);
	hex_render(walk->text, value);
	return value_check(walk, walk->value_length);
}

static uint32_t read_number(struct bytes *value, uint8_t octets)
{
	switch (octets) {
	case 1:
		return bytes_u8(value);
	case 2:
		return bytes_u16(value);
	default:
		return bytes_u32(value);
	}
}

static char *put_field(char *at, const struct field *field, struct bytes *value)
{
	uint32_t number = read_number(value, field->octets);

	at = put_word(at, &field->before);
	return field->hexadecimal ? put_hex(at, number, 2 * field->octets)
				  : put_decimal(at, number);
}

/* The classic line shows the first number also where the second is cut. */
static enum option_text_how shape_render(struct option_walk *walk,
					 const struct shape *shape)
{
	enum option_text_how how = OPTION_TEXT_WHOLE;
	struct bytes value = walk->octets;
	char *from = text_piece(walk->text);
	char *at = put_word(from, &shape->name);
	uint32_t read = 0;

	walk->value_used = shape->octets;
	for (int i = 0; i < 2 && shape->fields[i].octets; i++) {
		read += shape->fields[i].octets;
		how = value_check(walk, walk->options->classic ? read
							       : shape->octets);
		if (how != OPTION_TEXT_WHOLE)
			break;
		at = put_field(at, &shape->fields[i], &value);
	}
	text_piece_end(walk->text, from, at);
	return how;
}

static enum option_text_how sack_blocks_render(struct option_walk *walk)
{
	struct bytes value = walk->octets;
	uint32_t count = walk->value_length / SACK_BLOCK;

	text_string(walk->text, "sack ");
	text_unsigned(walk->text, count);
	text_char(walk->text, ' ');
	for (uint32_t i = 1; i <= count; i++) {
		enum option_text_how how = value_check(walk, i * SACK_BLOCK);

		if (how != OPTION_TEXT_WHOLE)
			return how;
		text_char(walk->text, '{');
		text_unsigned(walk->text, bytes_u32(&value) - walk->sack_base);
		text_char(walk->text, ':');
		text_unsigned(walk->text, bytes_u32(&value) - walk->sack_base);
		text_char(walk->text, '}');
	}
	return OPTION_TEXT_WHOLE;
}

static enum option_text_how sack_render(struct option_walk *walk)
{
	walk->value_used = walk->value_length;
	if (walk->value_length % SACK_BLOCK == 0)
		return sack_blocks_render(walk);
	text_string(walk->text, walk->options->classic ? "malformed sack"
						       : "sack invalid sack");
	return OPTION_TEXT_WHOLE;
}

/* Nobody gives us the key, so the digest is never checked (RFC 2385); the
 * modern line says why in words. */
static enum option_text_how md5_render(struct option_walk *walk)
{
	const struct packet_tcp *tcp = &walk->packet->tcp;
	struct bytes digest = walk->octets;
	enum option_text_how how;

	text_string(walk->text, walk->options->classic ? "md5:" : "md5");
	walk->value_used = MD5_OCTETS;
	how = value_check(walk, MD5_OCTETS);
	if (how != OPTION_TEXT_WHOLE)
		return how;
	if (!walk->options->classic)
		text_string(walk->text,
			    tcp->captured < tcp->length
				    ? " snaplen too short, "
				    : " shared secret not supplied with -M, ");
	text_string(walk->text, "can't check - ");
	bytes_limit(&digest, MD5_OCTETS);
	hex_render(walk->text, digest);
	return OPTION_TEXT_WHOLE;
}

/* RFC 5482 has the bit that says "minutes" highest; tcpdump takes the lowest,
 * and the line is tcpdump's. */
static enum option_text_how user_timeout_render(struct option_walk *walk)
{
	struct bytes value = walk->octets;
	enum option_text_how how = value_check(walk, 2);
	uint32_t field;

	text_string(walk->text, "uto");
	walk->value_used = 2;
	if (how != OPTION_TEXT_WHOLE)
		return how;
	field = bytes_u16(&value);
	text_string(walk->text, " 0x");
	text_hex(walk->text, field, 1);
	text_char(walk->text, ' ');
	text_unsigned(walk->text, field & 1 ? (field >> 1) * 60 : field >> 1);
	return OPTION_TEXT_WHOLE;
}

/* RFC 5925. */
static enum option_text_how authentication_render(struct option_walk *walk)
{
	struct bytes value = walk->octets;

	text_string(walk->text, "tcp-ao");
	walk->value_used = walk->value_length;
	if (walk->value_length < 2) {
		text_string(walk->text, " (invalid)");
		return OPTION_TEXT_WHOLE;
	}
	if (value.left == 0)
		return OPTION_TEXT_CUT;
	text_string(walk->text, " keyid ");
	text_unsigned(walk->text, bytes_u8(&value));
	if (value.left == 0)
		return OPTION_TEXT_CUT;
	text_string(walk->text, " rnextkeyid ");
	text_unsigned(walk->text, bytes_u8(&value));
	if (walk->value_length == 2)
		return OPTION_TEXT_WHOLE;
	text_string(walk->text, " mac 0x");
	return hex_value_render(walk, 2);
}

static enum option_text_how multipath_render(struct option_walk *walk)
{
	enum option_text_how how = value_check(walk, walk->value_length);
	struct bytes value = walk->octets;

	text_string(walk->text, "mptcp");
	walk->value_used = walk->value_length;
	if (how != OPTION_TEXT_WHOLE)
		return how;
	walk->multipath = true;
	bytes_limit(&value, walk->value_length);
	return mptcp_render(walk->text, walk->options, value,
			    walk->packet->tcp.flags)
		       ? OPTION_TEXT_WHOLE
		       : OPTION_TEXT_BAD;
}

/* RFC 7413: no cookie asks for one. */
static void cookie_render(struct text *text, struct bytes cookie)
{
	if (cookie.left == 0) {
		text_string(text, " cookiereq");
		return;
	}
	if (cookie.left % 2 != 0 || cookie.left < COOKIE_MIN ||
	    cookie.left > COOKIE_MAX) {
		text_string(text, " (invalid)");
		return;
	}
	text_string(text, " cookie ");
	hex_render(text, cookie);
}

static enum option_text_how fast_open_render(struct option_walk *walk)
{
	enum option_text_how how = value_check(walk, walk->value_length);
	struct bytes cookie = walk->octets;

	text_string(walk->text, "tfo");
	walk->value_used = walk->value_length;
	if (how != OPTION_TEXT_WHOLE)
		return how;
	text_char(walk->text, ' ');
	bytes_limit(&cookie, walk->value_length);
	cookie_render(walk->text, cookie);
	return OPTION_TEXT_WHOLE;
}

/* RFC 6994: the value begins with whose experiment it is. */
static enum option_text_how experiment_render(struct option_walk *walk)
{
	enum option_text_how how = value_check(walk, walk->value_length);
	struct bytes value = walk->octets;
	uint16_t experiment;

	text_string(walk->text, "exp");
	walk->value_used = walk->value_length;
	if (how != OPTION_TEXT_WHOLE)
		return how;
	if (walk->value_length < 2)
		return OPTION_TEXT_BAD;
	bytes_limit(&value, walk->value_length);
	experiment = bytes_u16(&value);
	text_char(walk->text, '-');
	if (experiment == EXPERIMENT_FAST_OPEN) {
		text_string(walk->text, "tfo");
		cookie_render(walk->text, value);
	} else {
		text_hex(walk->text, experiment, 4);
	}
	return OPTION_TEXT_WHOLE;
}

static enum option_text_how unknown_render(struct option_walk *walk)
{
	bool classic = walk->options->classic;

	text_string(walk->text, classic ? "opt-" : "unknown-");
	text_unsigned(walk->text, walk->kind);
	walk->value_used = walk->value_length;
	if (classic)
		text_char(walk->text, ':');
	else if (walk->value_length > 0)
		text_string(walk->text, " 0x");
	return hex_value_render(walk, 0);
}

/* Those that only the modern line knows. */
static enum option_text_how modern_render(struct option_walk *walk)
{
	switch (walk->kind) {
	case KIND_USER_TIMEOUT:
		return user_timeout_render(walk);
	case KIND_AUTHENTICATION:
		return authentication_render(walk);
	case KIND_MULTIPATH:
		return multipath_render(walk);
	case KIND_FAST_OPEN:
		return fast_open_render(walk);
	case KIND_EXPERIMENT:
		return experiment_render(walk);
	default:
		return unknown_render(walk);
	}
}

enum option_text_how option_value_render(struct option_walk *walk)
{
	const struct shape *shape = shape_of(walk);

	if (shape)
		return shape_render(walk, shape);
	if (walk->kind == KIND_SACK)
		return sack_render(walk);
	if (walk->kind == KIND_MD5)
		return md5_render(walk);
	if (walk->options->classic)
		return unknown_render(walk);
	return modern_render(walk);
}

/* The shape of the next option, of which only the fields are left then. */
static const struct shape *plain_shape(struct bytes *octets)
{
	uint8_t kind = bytes_u8(octets);
	const struct shape *shape = kind < SHAPES ? &shapes[kind] : NULL;

	if (!shape || shape->name.length == 0)
		return NULL;
	if (kind > OPTION_KIND_NOP && bytes_u8(octets) != shape->octets + 2)
		return NULL;
	return shape->octets <= octets->left ? shape : NULL;
}

char *put_plain_options(char *at, struct bytes octets)
{
	const struct shape *shape = NULL;

	while (octets.left > 0 && shape != &shapes[OPTION_KIND_END]) {
		shape = plain_shape(&octets);
		if (!shape)
			return NULL;
		at = put_word(at, &shape->name);
		for (int i = 0; i < 2 && shape->fields[i].octets; i++)
			at = put_field(at, &shape->fields[i], &octets);
		at = put_char(at, ',');
	}
	return at - 1;
}
