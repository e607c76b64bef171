/*
 * A filter for many files.
 *
 * The code depends on the link type, and on the order of octets of the machine
 * that captured, in which BSD's loopback has its header.  There are few of
 * both, so what is kept is a short list.
 */
#include "capture/filter_cache.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "capture/filter.h"

struct compiled {
	struct compiled *next;
	int link_type;
	int swapped;
	struct bpf_program program;
};

struct filter_cache {
	struct filter filter;
	struct compiled *first;
};

struct filter_cache *filter_cache_new(const struct filter *filter)
{
	struct filter_cache *cache = calloc(1, sizeof(*cache));

	if (cache)
		cache->filter = *filter;
	return cache;
}

static struct compiled *find(const struct filter_cache *cache,
			     struct pcap *handle)
{
	struct compiled *compiled = cache->first;

	while (compiled && (compiled->link_type != pcap_datalink(handle) ||
			    compiled->swapped != pcap_is_swapped(handle)))
		compiled = compiled->next;
	return compiled;
}

static struct compiled *add(struct filter_cache *cache, struct pcap *handle,
			    char *error)
{
	struct compiled *compiled = malloc(sizeof(*compiled));

	if (!compiled) {
		snprintf(error, CAPTURE_ERROR_SIZE, "filter: %s",
			 strerror(ENOMEM));
		return NULL;
	}
	if (filter_compile(&cache->filter, handle, &compiled->program, error) <
	    0) {
		free(compiled);
		return NULL;
	}
	compiled->link_type = pcap_datalink(handle);
	compiled->swapped = pcap_is_swapped(handle);
	compiled->next = cache->first;
	cache->first = compiled;
	return compiled;
}

const struct bpf_program *filter_cache_program(struct filter_cache *cache,
					       struct pcap *handle, char *error)
{
	const struct compiled *compiled = find(cache, handle);

	if (!compiled)
		compiled = add(cache, handle, error);
	return compiled ? &compiled->program : NULL;
}

void filter_cache_free(struct filter_cache *cache)
{
	struct compiled *next;

	if (!cache)
		return;
	for (struct compiled *at = cache->first; at; at = next) {
		next = at->next;
		pcap_freecode(&at->program);
		free(at);
	}
	free(cache);
}
