/*
 * The closing lines on standard error: tcpdump's, so that they are where
 * people look for them, then what we add.
 */
#include "summary.h"

#include "capture/capture.h"
#include "decode/fragments.h"
#include "pipeline.h"
#include "render/text.h"
#include "track/tracker.h"

static void packets(struct text *text, uint64_t number, const char *what)
{
	text_unsigned(text, number);
	text_string(text, number == 1 ? " packet" : " packets");
	text_string(text, what);
}

static void counts_between(struct text *text, const struct capture *capture,
			   const char *separator)
{
	const struct capture_counts *counts = &capture->counts;

	packets(text, capture->number, " captured");
	text_string(text, separator);
	packets(text, counts->received, " received by filter");
	text_string(text, separator);
	packets(text, counts->dropped, " dropped by kernel");
	if (counts->interface_dropped > 0) {
		text_string(text, separator);
		packets(text, counts->interface_dropped,
			" dropped by interface");
	}
	text_char(text, '\n');
}

void summary_capture(struct text *text, const struct capture *capture)
{
	counts_between(text, capture, "\n");
}

void summary_until_now(struct text *text, const struct capture *capture)
{
	text_string(text, "tcpflow: ");
	if (capture->live)
		counts_between(text, capture, ", ");
	else
		packets(text, capture->number, " read\n");
}

static void item(struct text *text, uint64_t number, const char *what)
{
	text_unsigned(text, number);
	text_string(text, what);
}

/* Where a filter lets nothing but first fragments through, none is whole. */
static void fragments(struct text *text, const struct fragments_counts *counts)
{
	if (counts->never_whole == 0)
		return;
	item(text, counts->never_whole,
	     counts->never_whole == 1
		     ? " fragmented segment was never whole"
		     : " fragmented segments were never whole");
	if (counts->evicted > 0) {
		text_string(text, ", ");
		item(text, counts->evicted, " of them for want of memory");
	}
	if (!counts->later_seen)
		text_string(text, ": only first fragments were captured; a "
				  "filter by port passes no others");
	text_char(text, '\n');
}

static void assertions(struct text *text, const struct assertions *assertions)
{
	if (assertions->count == 0)
		return;
	text_string(text, "assertions: ");
	item(text, assertions->checked,
	     assertions->checked == 1 ? " connection checked, "
				      : " connections checked, ");
	item(text, assertions->failed, " failed\n");
}

static void ranges(struct text *text, const struct tracker_counts *counts)
{
	if (counts->ranges_forgotten == 0)
		return;
	item(text, counts->ranges_forgotten,
	     counts->ranges_forgotten == 1
		     ? " range of sequence numbers was forgotten"
		     : " ranges of sequence numbers were forgotten");
	text_string(text, ": ends had more than four in flight, with holes "
			  "between them\n");
}

static void moments(struct text *text, const struct watch *watch)
{
	if (watch->left_out > 0)
		item(text, watch->left_out,
		     " moments of --where were left out: too many at once\n");
}

void summary_connections(struct text *text, const struct pipeline *pipeline,
			 const struct tracker_counts *counts)
{
	const struct fragments_counts parts =
		fragments_count(pipeline->fragments);

	if (pipeline->hidden > 0)
		packets(text, pipeline->hidden,
			pipeline->hidden == 1 ? " was not TCP\n"
					      : " were not TCP\n");
	if (pipeline->backwards > 0)
		packets(text, pipeline->backwards,
			" stamped earlier than one before\n");
	fragments(text, &parts);
	text_string(text, "connections: ");
	item(text, counts->seen, " seen, ");
	item(text, counts->open, " open, ");
	item(text, counts->time_wait, " in TIME_WAIT, ");
	item(text, counts->reset, " reset, ");
	item(text, counts->incomplete, " incomplete");
	if (counts->evicted > 0) {
		text_string(text, ", ");
		item(text, counts->evicted, " evicted for want of memory");
	}
	text_char(text, '\n');
	ranges(text, counts);
	assertions(text, &pipeline->assertions);
	moments(text, &pipeline->watch);
}
