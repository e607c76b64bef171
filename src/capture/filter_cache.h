/*
 * A filter for many files.
 *
 * Compiling may ask name servers, and takes its time; so what was compiled is
 * kept for the next file that is alike.
 */
#ifndef TCPFLOW_CAPTURE_FILTER_CACHE_H
#define TCPFLOW_CAPTURE_FILTER_CACHE_H

struct bpf_program;
struct filter;
struct filter_cache;
struct pcap;

/* What `filter` points to must stay.  NULL: out of memory. */
struct filter_cache *filter_cache_new(const struct filter *filter);

/* The filter for what `handle` reads; it is the cache's.  NULL: `error` says
 * why. */
const struct bpf_program *filter_cache_program(struct filter_cache *cache,
					       struct pcap *handle,
					       char *error);

/* Also NULL. */
void filter_cache_free(struct filter_cache *cache);

#endif
