/*
 * Makes the seeds of the fuzzers from capture files.
 *
 *	fuzz_seeds FOLDER CAPTURE ...
 *
 * writes FOLDER/packet/NAME-N for each packet and FOLDER/tracker/NAME for each
 * capture, in the form that fuzz.h describes.
 */
#include <err.h>
#include <libgen.h>
#include <limits.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz.h"

static FILE *create(const char *folder, const char *kind, const char *name,
		    unsigned long number)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%s-%lu", folder, kind, name,
		 number);
	file = fopen(path, "w");
	if (!file)
		err(EXIT_FAILURE, "%s", path);
	return file;
}

static void finish(FILE *file)
{
	if (fclose(file))
		err(EXIT_FAILURE, "writing a seed");
}

static void put_u16(FILE *file, unsigned long value)
{
	fputc((int)(value >> 8 & 0xff), file);
	fputc((int)(value & 0xff), file);
}

/* The place of a link type in fuzz_links; -1 if it is not there. */
static int link_index(int link_type)
{
	int i;

	for (i = 0; i < FUZZ_LINKS; i++) {
		if ((int)fuzz_links[i] == link_type)
			return i;
	}
	return -1;
}

static long long nanoseconds(const struct pcap_pkthdr *header)
{
	return header->ts.tv_sec * 1000000000LL + header->ts.tv_usec;
}

static unsigned long gap(long long from, long long to)
{
	long long units = (to - from) / FUZZ_GAP_UNIT;

	if (units < 0)
		return 0;
	return units > 0xffff ? 0xffff : (unsigned long)units;
}

static void convert(pcap_t *capture, int link, const char *folder,
		    const char *name)
{
	FILE *sequence = create(folder, "tracker", name, 0);
	struct pcap_pkthdr *header;
	const unsigned char *octets;
	long long before = -1;
	unsigned long number = 0;

	fputc(link, sequence);
	while (pcap_next_ex(capture, &header, &octets) == 1) {
		long long now = nanoseconds(header);
		FILE *packet = create(folder, "packet", name, ++number);

		fputc(link, packet);
		fputc((int)(number & 0xff), packet);
		fputc(0, packet);
		fwrite(octets, 1, header->caplen, packet);
		finish(packet);
		put_u16(sequence, before < 0 ? 0 : gap(before, now));
		put_u16(sequence, header->caplen);
		fwrite(octets, 1, header->caplen & 0xffff, sequence);
		before = now;
	}
	finish(sequence);
}

int main(int argc, char **argv)
{
	char message[PCAP_ERRBUF_SIZE];
	int i;

	if (argc < 3)
		errx(EXIT_FAILURE, "usage: fuzz_seeds FOLDER CAPTURE ...");
	for (i = 2; i < argc; i++) {
		pcap_t *capture = pcap_open_offline_with_tstamp_precision(
			argv[i], PCAP_TSTAMP_PRECISION_NANO, message);
		int link;

		if (!capture)
			errx(EXIT_FAILURE, "%s", message);
		link = link_index(pcap_datalink(capture));
		if (link < 0)
			errx(EXIT_FAILURE, "%s: link type %d has no number",
			     argv[i], pcap_datalink(capture));
		convert(capture, link, argv[1], basename(argv[i]));
		pcap_close(capture);
	}
	return 0;
}
