/*
 * Makes the seeds of the fuzzers from capture files.
 *
 *	fuzz_seeds FOLDER CAPTURE ...
 *
 * writes FOLDER/packet/NAME-N for each packet and, for each capture,
 * FOLDER/tracker/NAME-0, FOLDER/render/NAME-N for a few ways to print it, in
 * the form that fuzz.h describes, and FOLDER/file/NAME-0, which is the capture.
 * FOLDER/tracker/flood-0 has more connections than fit into the fuzzers'
 *memory.
 */
#include <err.h>
#include <libgen.h>
#include <limits.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz.h"

/* Ways to print: lines, explained, records, and mixtures. */
static const unsigned long choices[] = {
	0x000000, 0x020000, 0x040000, 0x0a2481, 0x1fd6a3,
	0x21b55a, 0x47ebed, 0x802081, 0x862080,
};

enum { FLOOD = 300, FLOOD_OCTETS = 40 };
enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

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

/* The packets left in `capture` to FOLDER/packet, and all to `sequence`. */
static void convert(pcap_t *capture, FILE *sequence, const char *folder,
		    const char *name)
{
	int link = link_index(pcap_datalink(capture));
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
}

/* What `from` has left. */
static void copy(FILE *from, FILE *to)
{
	int octet;

	while ((octet = getc(from)) != EOF)
		putc(octet, to);
	finish(to);
}

static void copy_capture(const char *path, const char *folder, const char *name)
{
	FILE *from = fopen(path, "r");

	if (!from)
		err(EXIT_FAILURE, "%s", path);
	copy(from, create(folder, "file", name, 0));
	fclose(from);
}

static void copy_sequence(FILE *sequence, const char *folder, const char *name)
{
	for (unsigned long i = 0; i < CHOICES; i++) {
		FILE *render = create(folder, "render", name, i);

		fputc((int)(choices[i] >> 16), render);
		put_u16(render, choices[i]);
		rewind(sequence);
		copy(sequence, render);
	}
	rewind(sequence);
	copy(sequence, create(folder, "tracker", name, 0));
}

/* A SYN from each of many ports. */
static void make_flood(const char *folder)
{
	uint8_t octets[FLOOD_OCTETS] = {
		0x45,	   [3] = FLOOD_OCTETS, [8] = 64,
		[9] = 6,   [12] = 192,	       [16] = 192,
		[23] = 80, [32] = 0x50,	       [33] = 2
	};
	FILE *file = create(folder, "tracker", "flood", 0);

	fputc(link_index(LINK_RAW), file);
	for (unsigned long i = 0; i < FLOOD; i++) {
		octets[20] = (uint8_t)(i >> 8);
		octets[21] = (uint8_t)i;
		put_u16(file, 1);
		put_u16(file, FLOOD_OCTETS);
		fwrite(octets, 1, FLOOD_OCTETS, file);
	}
	finish(file);
}

static void convert_capture(const char *path, const char *folder,
			    const char *name)
{
	char message[PCAP_ERRBUF_SIZE];
	pcap_t *capture = pcap_open_offline_with_tstamp_precision(
		path, PCAP_TSTAMP_PRECISION_NANO, message);
	FILE *sequence = tmpfile();

	if (!capture)
		errx(EXIT_FAILURE, "%s", message);
	if (!sequence)
		err(EXIT_FAILURE, "a temporary file");
	if (link_index(pcap_datalink(capture)) < 0)
		errx(EXIT_FAILURE, "%s: link type %d has no number", path,
		     pcap_datalink(capture));
	convert(capture, sequence, folder, name);
	copy_sequence(sequence, folder, name);
	fclose(sequence);
	pcap_close(capture);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		errx(EXIT_FAILURE, "usage: fuzz_seeds FOLDER CAPTURE ...");
	make_flood(argv[1]);
	for (int i = 2; i < argc; i++) {
		char *path = strdup(argv[i]);

		if (!path)
			err(EXIT_FAILURE, "%s", argv[i]);
		convert_capture(argv[i], argv[1], basename(path));
		copy_capture(argv[i], argv[1], basename(path));
		free(path);
	}
	return 0;
}
