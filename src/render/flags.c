/*
 * The control bits of a segment, as letters.
 *
 * Nearly all segments have none but those of RFC 793, the lower six: each
 * choice of them is a word of a table.
 */
#include "render/flags.h"

#include "render/put.h"

enum { FLAGS_ALL = 0x1ff, FLAGS_OF_TABLE = 0x3f };

struct letters {
	char characters[7];
	uint8_t length;
};

/* The last argument is the lowest bit, which is written first. */
#define WORD(urg, ack, psh, rst, syn, fin)                                     \
	{                                                                      \
		fin syn rst psh ack urg, sizeof(fin syn rst psh ack urg) - 1   \
	}
#define FIN(urg, ack, psh, rst, syn)                                           \
	WORD(urg, ack, psh, rst, syn, ""), WORD(urg, ack, psh, rst, syn, "F")
#define SYN(urg, ack, psh, rst)                                                \
	FIN(urg, ack, psh, rst, ""), FIN(urg, ack, psh, rst, "S")
#define RST(urg, ack, psh) SYN(urg, ack, psh, ""), SYN(urg, ack, psh, "R")
#define PSH(urg, ack) RST(urg, ack, ""), RST(urg, ack, "P")
#define ACK(urg) PSH(urg, ""), PSH(urg, ".")

static const struct letters words[FLAGS_OF_TABLE + 1] = { ACK(""), ACK("U") };

static char *put_each(char *at, unsigned int flags)
{
	static const char letters[] = "FSRP.UEWe";

	for (flags &= FLAGS_ALL; flags != 0; flags &= flags - 1)
		at = put_char(at, letters[__builtin_ctz(flags)]);
	return at;
}

char *put_flags(char *at, uint16_t flags)
{
	if (flags > FLAGS_OF_TABLE)
		return put_each(at, flags);
	memcpy(at, words[flags].characters, sizeof(words[flags].characters));
	return at + words[flags].length;
}
