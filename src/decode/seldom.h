/*
 * A function that few packets need.  It is kept out of those that call it,
 * which would save registers and guard their stack for it with each packet.
 */
#ifndef TCPFLOW_DECODE_SELDOM_H
#define TCPFLOW_DECODE_SELDOM_H

#define SELDOM __attribute__((noinline)) static

#endif
