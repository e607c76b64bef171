/*
 * Data inside of a page of HTML: JSON in an element <script> of its own, which
 * no browser runs.
 *
 * In such an element a browser looks for nothing but its end, `</script`, and
 * for the beginning of a comment.  So whatever goes through here leaves the
 * three characters `<`, `>` and `&` as \u escapes: JSON has them in strings
 * alone, where that means the same.
 */
#ifndef TCPFLOW_RENDER_REPORT_DATA_H
#define TCPFLOW_RENDER_REPORT_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "render/text.h"

enum { REPORT_DATA_SIZE = 4096 };

/* Where JSON of any length is written to, on its way to the page. */
struct report_data {
	struct text text;
	struct text *page; /* not owned */
	char storage[REPORT_DATA_SIZE];
};

/* Begins the element whose id is `name` and, if it is not 0, `-number`.  `name`
 * needs no escaping.  `data` must stay where it is until the end. */
void report_data_begin(struct report_data *data, struct text *page,
		       const char *name, uint64_t number);
void report_data_end(struct report_data *data);

#endif
