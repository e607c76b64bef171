/* Reasons: a short list that drops what does not fit. */
#include "track/why.h"

void why_add(struct track_whys *whys, enum why why, int end, uint32_t a,
	     uint32_t b)
{
	if (whys->count == WHYS_MAX)
		return;
	whys->list[whys->count++] = (struct track_why){
		.why = (uint8_t)why, .end = (uint8_t)end, .a = a, .b = b
	};
}
