/*
 * AH stands between the IP header and what it carries, which it leaves as it
 * is: nothing is encrypted.
 */
#include "decode/ah.h"

#include "decode/packet.h"

enum { FIXED_LENGTH = 12 };

bool ah_read(struct bytes *at, struct ah *ah)
{
	struct bytes header;

	ah->next_header = bytes_u8(at);
	ah->words = bytes_u8(at);
	ah->length = (ah->words + 2U) * 4;
	if (at->ran_out || ah->length < FIXED_LENGTH ||
	    at->left < ah->length - 2)
		return false;
	header = bytes_split(at, ah->length - 2);
	bytes_take(&header, 2); /* reserved */
	ah->spi = bytes_u32(&header);
	ah->sequence = bytes_u32(&header);
	ah->value = header;
	return true;
}

bool ah_decode(struct packet_ip *ip, struct layer *rest)
{
	struct ah ah;

	if (!ah_read(&rest->bytes, &ah))
		return false;
	ip->protocol = ah.next_header;
	ip->ah_length += ah.length;
	ip->ah_spi = ah.spi;
	return true;
}
