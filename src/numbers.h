/*
 * Numbers as a user writes them, read strictly.
 */
#ifndef TCPFLOW_NUMBERS_H
#define TCPFLOW_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* Decimal digits and nothing else; false also above `limit`. */
bool number_parse(const char *text, uint64_t limit, uint64_t *number);

/* "65536", "64K", "256M", "2G": octets, with the suffix in powers of 1024. */
bool number_parse_size(const char *text, uint64_t *octets);

/* "30" or "0.25", above zero, as nanoseconds. */
bool number_parse_seconds(const char *text, int64_t *nanoseconds);

#endif
