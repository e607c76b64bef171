/*
 * Tunnels in words: a note behind the line, and, with -e or -v, what stands in
 * front of the inner packet:
 *
 *	MACs, ethertype IPv4 (0x0800), length 124: 10.0.0.1 > 10.0.0.2: vxlan
 *	vni 42: MACs, ethertype IPv4 (0x0800), length 74: 10.1.0.1.80 > ...
 *
 * Each carrier is written as `A > B: kind id: `, with -v after its IP header's
 * parenthesis, and all of them on one line, so that what is on the next is the
 * inner packet alone.  MPLS, PPPoE and AH have a text of tcpdump's that fits.
 */
#include "render/tunnel_text.h"

#include "decode/mpls.h"
#include "decode/ppp.h"
#include "render/parts.h"
#include "render/text.h"

struct word {
	const char *name;
	const char *id; /* see tunnel_id_name() */
	bool hex;	/* the identifier is written so */
};

static const struct word words[] = {
	[TUNNEL_4IN4] = { "4in4", NULL, false },
	[TUNNEL_6IN4] = { "6in4", NULL, false },
	[TUNNEL_4IN6] = { "4in6", NULL, false },
	[TUNNEL_6IN6] = { "6in6", NULL, false },
	[TUNNEL_AH] = { "ah", "spi", true },
	[TUNNEL_GRE] = { "gre", "key", true },
	[TUNNEL_NVGRE] = { "nvgre", "vsid", false },
	[TUNNEL_PPTP] = { "pptp", "call", false },
	[TUNNEL_ERSPAN] = { "erspan", "session", false },
	[TUNNEL_WCCP] = { "wccp", NULL, false },
	[TUNNEL_ETHERIP] = { "etherip", NULL, false },
	[TUNNEL_VXLAN] = { "vxlan", "vni", false },
	[TUNNEL_VXLAN_GPE] = { "vxlan-gpe", "vni", false },
	[TUNNEL_GENEVE] = { "geneve", "vni", false },
	[TUNNEL_GTP] = { "gtp", "teid", true },
	[TUNNEL_L2TP] = { "l2tp", "session", false },
	[TUNNEL_L2TPV3] = { "l2tpv3", "session", true },
	[TUNNEL_TEREDO] = { "teredo", NULL, false },
	[TUNNEL_AYIYA] = { "ayiya", NULL, false },
	[TUNNEL_CAPWAP] = { "capwap", NULL, false },
	[TUNNEL_MPLS] = { "mpls", "label", false },
	[TUNNEL_PPPOE] = { "pppoe", "session", true },
	[TUNNEL_PBB] = { "802.1ah", "isid", false },
	[TUNNEL_VLAN] = { "vlan", "", false },
};

const char *tunnel_name(enum tunnel_kind kind)
{
	return words[kind].name;
}

const char *tunnel_id_name(enum tunnel_kind kind)
{
	return words[kind].id;
}

/* "vxlan vni 42" */
static void kind_render(struct text *text, const struct packet_tunnel *tunnel)
{
	const struct word *word = &words[tunnel->kind];

	text_string(text, word->name);
	if (!tunnel->has_id)
		return;
	text_char(text, ' ');
	text_string(text, word->id);
	if (*word->id)
		text_char(text, ' ');
	if (word->hex) {
		text_string(text, "0x");
		text_hex(text, tunnel->id, 0);
	} else {
		text_unsigned(text, tunnel->id);
	}
}

void tunnel_render(struct text *text, const struct line_options *options,
		   const struct packet *packet)
{
	for (uint32_t i = 0; i < packet->tunnel_count; i++) {
		const struct packet_tunnel *tunnel = &packet->tunnels[i];

		text_string(text, i > 0 ? "; via " : "via ");
		kind_render(text, tunnel);
		if (tunnel->source.version == 0)
			continue;
		text_char(text, ' ');
		address_render(text, options, &tunnel->source);
		text_string(text, " > ");
		address_render(text, options, &tunnel->destination);
	}
}

/* "MPLS (label 16, tc 0, ttl 64) (label 17, tc 0, [S], ttl 64) " */
static void mpls_render(struct text *text, const struct packet_tunnel *tunnel)
{
	struct bytes at = bytes_of(tunnel->header,
				   (size_t)(tunnel->inner - tunnel->header));
	uint32_t entry = 0;

	text_string(text, "MPLS ");
	while (at.left > 0 && !(entry & MPLS_BOTTOM)) {
		entry = bytes_u32(&at);
		text_string(text, "(label ");
		text_unsigned(text, entry >> MPLS_LABEL_SHIFT);
		if (entry >> MPLS_LABEL_SHIFT == MPLS_LABEL_IPV4)
			text_string(text, " (IPv4 explicit NULL)");
		if (entry >> MPLS_LABEL_SHIFT == MPLS_LABEL_IPV6)
			text_string(text, " (IPv6 explicit NULL)");
		text_string(text, ", tc ");
		text_unsigned(text, entry >> MPLS_CLASS_SHIFT & 7);
		if (entry & MPLS_BOTTOM)
			text_string(text, ", [S]");
		text_string(text, ", ttl ");
		text_unsigned(text, entry & MPLS_TTL_MASK);
		text_string(text, ") ");
	}
}

/* "PPPoE  [ses 0x2d] IP (0x0021), length 61: "; the rest from "IP" on with
 * -e alone. */
static void pppoe_render(struct text *text, const struct line_options *options,
			 const struct packet_tunnel *tunnel)
{
	struct bytes at = bytes_of(tunnel->inner, tunnel->inner_captured);

	text_string(text, "PPPoE ");
	if (tunnel->id > 0) {
		text_string(text, " [ses 0x");
		text_hex(text, tunnel->id, 0);
		text_char(text, ']');
	}
	text_char(text, ' ');
	if (options->link_header)
		ppp_header_render(text, at, tunnel->inner_length);
}

static void header_render(struct text *text, const struct line_options *options,
			  const struct packet_tunnel *tunnel)
{
	if (tunnel->ip_header)
		ip_outer_render(text, options, tunnel);
	switch (tunnel->kind) {
	case TUNNEL_MPLS:
		mpls_render(text, tunnel);
		break;
	case TUNNEL_PPPOE:
		pppoe_render(text, options, tunnel);
		break;
	case TUNNEL_AH:
		break; /* it is a part of the IP header's text */
	default:
		kind_render(text, tunnel);
		text_string(text, ": ");
		break;
	}
	if (options->link_header && tunnel->inner_is_ethernet)
		inner_frame_render(text, options, tunnel);
}

/* The header of an inner frame shows its tags itself. */
static bool is_shown(const struct line_options *options,
		     const struct packet_tunnel *tunnel)
{
	return !(options->link_header && tunnel->kind == TUNNEL_VLAN);
}

void tunnel_headers_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet)
{
	if (!options->link_header && !options->verbose)
		return;
	for (uint32_t i = 0; i < packet->tunnel_count; i++)
		if (is_shown(options, &packet->tunnels[i]))
			header_render(text, options, &packet->tunnels[i]);
}
