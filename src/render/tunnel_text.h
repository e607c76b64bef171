/*
 * tunnel_text: by which tunnels a packet came.
 */
#ifndef TCPFLOW_RENDER_TUNNEL_TEXT_H
#define TCPFLOW_RENDER_TUNNEL_TEXT_H

#include "decode/packet.h"

struct line_options;
struct text;

/* A note: `via gre 10.0.0.1 > 10.0.0.2`, `via vxlan vni 42 10.0.0.1 >
 * 10.0.0.2; via vlan 5`, the outermost first.  Nothing without a tunnel. */
void tunnel_render(struct text *text, const struct line_options *options,
		   const struct packet *packet);

/* What a tunnel and its identifier are called: "vxlan", "vni" ("" where the
 * number alone says it, NULL where there is none). */
const char *tunnel_name(enum tunnel_kind kind);
const char *tunnel_id_name(enum tunnel_kind kind);

#endif
