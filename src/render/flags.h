/*
 * The control bits of a segment, as letters.
 */
#ifndef TCPFLOW_RENDER_FLAGS_H
#define TCPFLOW_RENDER_FLAGS_H

#include <stdint.h>

/* tcpdump's letters, from the lowest bit on; nothing if none is set.  Behind
 * the end as many octets are written as PUT_BLOCK says, any. */
char *put_flags(char *at, uint16_t flags);

#endif
