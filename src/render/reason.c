/* How a connection ended, in words. */
#include "render/reason.h"

const char *reason_text(enum track_reason reason)
{
	static const char *const words[] = {
		[TRACK_REASON_OPEN] = "capture ended",
		[TRACK_REASON_CLOSED] = "closed",
		[TRACK_REASON_RESET] = "reset",
		[TRACK_REASON_REFUSED] = "refused",
		[TRACK_REASON_TIMEOUT] = "timeout",
		[TRACK_REASON_REUSED] = "reused",
		[TRACK_REASON_EVICTED] = "evicted",
	};

	return words[reason];
}
