/*
 * UTF-8 (RFC 3629), as the escapers of terminals and of records read it.
 */
#ifndef TCPFLOW_RENDER_UTF8_H
#define TCPFLOW_RENDER_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Reads the character at `at`, where `left` octets are, at least one, into
 * `code`.  Returns its octets; 0 if there is none: it is cut off, not the
 * shortest form, a surrogate, or beyond Unicode. */
size_t utf8_read(const uint8_t *at, size_t left, uint32_t *code);

#endif
