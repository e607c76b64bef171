/*
 * The control bits of a segment, as letters.
 *
 * Nearly all segments have none but those of RFC 793, the lower six: each
 * choice of them is a word of a table.
 */
#include "render/flags.h"

#include "decode/seldom.h"
#include "render/put.h"

enum { FLAGS_ALL = 0x1ff, FLAGS_OF_TABLE = 0x3f };

#define BEFORE "Flags ["

/* The last argument is the lowest bit, which is written first. */
#define WORD(urg, ack, psh, rst, syn, fin)                                     \
	PUT_WORD(BEFORE fin syn rst psh ack urg "]")
#define FIN(urg, ack, psh, rst, syn)                                           \
	WORD(urg, ack, psh, rst, syn, ""), WORD(urg, ack, psh, rst, syn, "F")
#define SYN(urg, ack, psh, rst)                                                \
	FIN(urg, ack, psh, rst, ""), FIN(urg, ack, psh, rst, "S")
#define RST(urg, ack, psh) SYN(urg, ack, psh, ""), SYN(urg, ack, psh, "R")
#define PSH(urg, ack) RST(urg, ack, ""), RST(urg, ack, "P")
#define ACK(urg) PSH(urg, ""), PSH(urg, ".")

static const struct put_word words[FLAGS_OF_TABLE + 1] = { ACK(""), ACK("U") };

static char *put_each(char *at, unsigned int flags)
{
	static const char letters[] = "FSRP.UEWe";

	for (flags &= FLAGS_ALL; flags != 0; flags &= flags - 1)
		at = put_char(at, letters[__builtin_ctz(flags)]);
	return at;
}

/* What stands around the letters of a word is left out. */
static char *put_letters(char *at, const struct put_word *word)
{
	enum { BEFORE_LENGTH = sizeof(BEFORE) - 1 };

	memcpy(at, word->characters + BEFORE_LENGTH,
	       sizeof(word->characters) - BEFORE_LENGTH);
	return at + word->length - sizeof(BEFORE "]") + 1;
}

char *put_flags(char *at, uint16_t flags)
{
	if (flags > FLAGS_OF_TABLE)
		return put_each(at, flags);
	return put_letters(at, &words[flags]);
}

SELDOM char *put_rare_field(char *at, uint16_t flags)
{
	at = put_string(at, BEFORE);
	at = flags ? put_each(at, flags) : put_string(at, "none");
	return put_char(at, ']');
}

char *put_flags_field(char *at, uint16_t flags)
{
	if (flags == 0 || flags > FLAGS_OF_TABLE)
		return put_rare_field(at, flags);
	return put_word(at, &words[flags]);
}
