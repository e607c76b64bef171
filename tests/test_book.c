/*
 * The session of the book: chapter 61 of The Linux Programming Interface
 * shows these fifteen lines, and --classic -t -N prints them to the letter.
 */
#include <criterion/criterion.h>

#include "decode/packet.h"
#include "render/line.h"
#include "render/names.h"
#include "render/text.h"
#include "segment.h"

enum { CLIENT_SEQ = 3412991013U, SERVER_SEQ = 1149562427U };

#define OCTETS_4 "61626364"
#define OCTETS_16 OCTETS_4 OCTETS_4 OCTETS_4 OCTETS_4

/* Numbers are relative here, for the reader. */
static const struct {
	bool from_server;
	uint16_t flags;
	uint32_t seq, ack;
	uint16_t window;
	const char *data;
	const char *want;
} session[] = {
	{ false, TCP_SYN, 0, 0, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: "
	  "S 3412991013:3412991013(0) win 5840" },
	{ true, TCP_SYN | TCP_ACK, 0, 1, 5792, NULL,
	  "IP tekapo.55555 > pukaki.60391: "
	  "S 1149562427:1149562427(0) ack 3412991014 win 5792" },
	{ false, TCP_ACK, 1, 1, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: . ack 1 win 5840" },
	{ false, TCP_PSH | TCP_ACK, 1, 1, 5840, OCTETS_16,
	  "IP pukaki.60391 > tekapo.55555: P 1:17(16) ack 1 win 5840" },
	{ true, TCP_ACK, 1, 17, 1448, NULL,
	  "IP tekapo.55555 > pukaki.60391: . ack 17 win 1448" },
	{ true, TCP_PSH | TCP_ACK, 1, 17, 1448, OCTETS_4,
	  "IP tekapo.55555 > pukaki.60391: P 1:5(4) ack 17 win 1448" },
	{ false, TCP_ACK, 17, 5, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: . ack 5 win 5840" },
	{ false, TCP_PSH | TCP_ACK, 17, 5, 5840, OCTETS_16 OCTETS_16,
	  "IP pukaki.60391 > tekapo.55555: P 17:49(32) ack 5 win 5840" },
	{ true, TCP_ACK, 5, 49, 1448, NULL,
	  "IP tekapo.55555 > pukaki.60391: . ack 49 win 1448" },
	{ true, TCP_PSH | TCP_ACK, 5, 49, 1448, OCTETS_4,
	  "IP tekapo.55555 > pukaki.60391: P 5:9(4) ack 49 win 1448" },
	{ false, TCP_ACK, 49, 9, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: . ack 9 win 5840" },
	{ false, TCP_FIN | TCP_ACK, 49, 9, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: F 49:49(0) ack 9 win 5840" },
	{ true, TCP_ACK, 9, 50, 1448, NULL,
	  "IP tekapo.55555 > pukaki.60391: . ack 50 win 1448" },
	{ true, TCP_FIN | TCP_ACK, 9, 50, 1448, NULL,
	  "IP tekapo.55555 > pukaki.60391: F 9:9(0) ack 50 win 1448" },
	{ false, TCP_ACK, 50, 10, 5840, NULL,
	  "IP pukaki.60391 > tekapo.55555: . ack 10 win 5840" },
};

static const char *host_name(void *context, const struct address *address)
{
	(void)context;
	return address->octets[3] == 1 ? "pukaki" : "tekapo";
}

static struct packet build(size_t i)
{
	bool from_server = session[i].from_server;
	uint32_t own = from_server ? SERVER_SEQ : CLIENT_SEQ;
	uint32_t peer = from_server ? CLIENT_SEQ : SERVER_SEQ;
	struct segment segment = { .from_server = from_server,
				   .flags = session[i].flags,
				   .seq = own + session[i].seq,
				   .window = session[i].window,
				   .data = session[i].data };

	if (segment.flags & TCP_ACK)
		segment.ack = peer + session[i].ack;
	return segment_build(&segment);
}

/* Both SYNs print absolute numbers; all others count from them. */
static struct line_bases bases_of(size_t i)
{
	if (session[i].flags & TCP_SYN)
		return (struct line_bases){ 0, 0, 0 };
	if (session[i].from_server)
		return (struct line_bases){ SERVER_SEQ, CLIENT_SEQ,
					    CLIENT_SEQ };
	return (struct line_bases){ CLIENT_SEQ, SERVER_SEQ, SERVER_SEQ };
}

Test(book, session)
{
	static const struct render_names names = { .host = host_name };
	static const struct line_options options = { .classic = true,
						     .time = LINE_TIME_NONE,
						     .names = &names };

	cr_assert_eq(sizeof(session) / sizeof(*session), 15);
	for (size_t i = 0; i < sizeof(session) / sizeof(*session); i++) {
		struct line_clock clock = { 0 };
		struct packet packet = build(i);
		char storage[256];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		line_packet(&text, &options, &clock, &packet, bases_of(i));
		got = text_terminate(&text);
		cr_expect_str_eq(got, session[i].want, "line %zu: got \"%s\"",
				 i + 1, got);
		segment_free(&packet);
	}
}
