/*
 * --assert.
 *
 * All are checked, and what is wrong is told at once and with its values: who
 * reads the log of a test that failed cannot ask again.
 */
#include "assertions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/escape.h"
#include "render/line.h"
#include "render/text.h"
#include "render/waiting_text.h"
#include "system/message.h"
#include "track/tracker.h"
#include "where/describe.h"
#include "where/eval.h"

/* The expression, and each of its fields. */
enum { LINE_SIZE = 4 * WHERE_LENGTH_MAX + WHERE_STEPS_MAX * 128 };

bool assertions_add(struct assertions *assertions, const struct where *where)
{
	struct where *list = realloc(assertions->list,
				     (assertions->count + 1) * sizeof(*list));

	if (!list)
		return false;
	assertions->list = list;
	list[assertions->count++] = *where;
	return true;
}

void assertions_free(struct assertions *assertions)
{
	free(assertions->list);
	assertions->list = NULL;
	assertions->count = 0;
}

/* Names are for lines: a log is compared with other logs. */
static void complain(const struct where *where,
		     const struct line_options *options,
		     const struct where_subject *subject)
{
	const struct track_flow *flow = &subject->look->flow;
	struct line_options numeric = *options;
	char storage[LINE_SIZE];
	struct text text;

	numeric.numeric = true;
	text_init(&text, storage, sizeof(storage));
	text_string(&text, "tcpflow: --assert ");
	escape_terminal(&text, where->text, strlen(where->text));
	text_string(&text, ": #");
	text_unsigned(&text, flow->connection);
	text_char(&text, ' ');
	peers_render(&text, &numeric, flow);
	text_string(&text, ": ");
	where_describe(&text, where, subject);
	message("%s", text_terminate(&text));
}

void assertions_check(struct assertions *assertions,
		      const struct line_options *options,
		      const struct track_event *event)
{
	struct track_look look = { .now = event->time };
	const struct where_subject subject = { .look = &look,
					       .notes = event->flow.notes };
	bool failed = false;

	if (assertions->count == 0)
		return;
	look.flow = event->flow;
	for (size_t i = 0; i < assertions->count; i++) {
		const struct where *where = &assertions->list[i];

		if (where_matches(where, &subject))
			continue;
		complain(where, options, &subject);
		failed = true;
	}
	assertions->checked++;
	assertions->failed += failed;
}
