/* The words for what a connection waits for. */
#include "render/waiting_text.h"

#include "render/parts.h"
#include "render/text.h"

void waiting_render(struct text *text, enum waiting_for what,
		    const struct track_flow_end *end)
{
	static const char *const words[] = {
		[WAITING_NOTHING] = "it waits for nothing",
		[WAITING_FOR_SYN_ACK] = "its SYN is not answered",
		[WAITING_FOR_HANDSHAKE_ACK] =
			"the ACK that completes the handshake does not come",
		[WAITING_FOR_READER] =
			"its window is closed: the application does not read",
		[WAITING_FOR_ACK] = " not acknowledged",
		[WAITING_FOR_FIN_ACK] = "its FIN is not acknowledged",
		[WAITING_FOR_CLOSE] = "the application does not close",
		[WAITING_FOR_FIN] = "the other end does not close",
	};

	if (what == WAITING_FOR_ACK) {
		text_unsigned(text, end->unacknowledged);
		text_string(text, end->unacknowledged == 1 ? " octet is"
							   : " octets are");
	}
	text_string(text, words[what]);
}

static void peer_render(struct text *text, const struct line_options *options,
			const struct track_flow_end *end)
{
	address_render(text, options, &end->address);
	text_char(text, '.');
	port_render(text, options, end->port);
}

void peers_render(struct text *text, const struct line_options *options,
		  const struct track_flow *flow)
{
	peer_render(text, options, &flow->ends[TRACK_CLIENT]);
	text_string(text, " > ");
	peer_render(text, options, &flow->ends[TRACK_SERVER]);
}
