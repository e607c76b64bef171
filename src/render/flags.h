/*
 * The control bits of a segment, as letters.
 */
#ifndef TCPFLOW_RENDER_FLAGS_H
#define TCPFLOW_RENDER_FLAGS_H

#include <stdint.h>

/* tcpdump's letters, from the lowest bit on; nothing if none is set.  Up to
 * PUT_BLOCK octets behind the end are written too, though they do not count. */
char *put_flags(char *at, uint16_t flags);

/* The same as lines have it: `Flags [S.]`, or `Flags [none]`. */
char *put_flags_field(char *at, uint16_t flags);

#endif
