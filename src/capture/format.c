/*
 * What kind of file it is, by its first octets.
 */
#include "capture/format.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "capture/capture.h"

struct format {
	enum format_kind kind;
	const char *magic; /* what it begins with */
	size_t length;	   /* of that */
	const char *name;  /* of what may be refused */
	const char *tool;  /* writes the octets that were compressed */
};

/* The octets may have zeros. */
#define MAGIC(octets) octets, sizeof(octets) - 1

static const struct format formats[] = {
	{ FORMAT_PCAP, MAGIC("\xa1\xb2\xc3\xd4"), NULL, NULL },
	{ FORMAT_PCAP, MAGIC("\xd4\xc3\xb2\xa1"), NULL, NULL },
	{ FORMAT_PCAP_NANOSECONDS, MAGIC("\xa1\xb2\x3c\x4d"), NULL, NULL },
	{ FORMAT_PCAP_NANOSECONDS, MAGIC("\x4d\x3c\xb2\xa1"), NULL, NULL },
	{ FORMAT_PCAPNG, MAGIC("\x0a\x0d\x0d\x0a"), NULL, NULL },
	{ FORMAT_GZIP, MAGIC("\x1f\x8b"), "gzip", "zcat" },
	{ FORMAT_ZSTD, MAGIC("\x28\xb5\x2f\xfd"), "zstd", "zstdcat" },
	{ FORMAT_LZ4, MAGIC("\x04\x22\x4d\x18"), "lz4", "lz4cat" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("\x02\x21\x4c\x18"), "lz4 -l",
	  "lz4cat" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("\xfd\x37zXZ"), "xz", "xzcat" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("BZh"), "bzip2", "bzcat" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("LZIP"), "lzip", "lzip -dc" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("\x1f\x9d"), "compress", "zcat" },
	{ FORMAT_OTHER_COMPRESSED, MAGIC("PK\x03\x04"), "zip", "unzip -p" },
	{ FORMAT_OTHER_CAPTURE, MAGIC("snoop\0\0\0"), "a snoop file", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("RTSS"),
	  "a file of Microsoft's Network Monitor 1", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("GMBU"),
	  "a file of Microsoft's Network Monitor 2", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("TRSNIFF data    "),
	  "a file of the Sniffer", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("XCP\0"),
	  "a file of NetXRay or the Sniffer", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("iptrace 1.0"), "an iptrace file", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("iptrace 2.0"), "an iptrace file", NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("\x05VNF"), "a file of Visual Networks",
	  NULL },
	{ FORMAT_OTHER_CAPTURE, MAGIC("btsnoop\0"),
	  "a btsnoop file, of Bluetooth", NULL },
};

static const struct format *find(const unsigned char *head, size_t length)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (length >= formats[i].length &&
		    !memcmp(head, formats[i].magic, formats[i].length))
			return &formats[i];
	return NULL;
}

/* ASCII, and a UTF-8 mark before it. */
static bool is_text(const unsigned char *head, size_t length)
{
	size_t begin = length >= 3 && !memcmp(head, "\xef\xbb\xbf", 3) ? 3 : 0;

	for (size_t i = begin; i < length; i++)
		if ((head[i] < ' ' || head[i] > '~') &&
		    !strchr("\t\r\n", head[i]))
			return false;
	return length > begin && !memchr(head, '\0', length);
}

/* The frames that zstd and lz4 have for other things, before their own. */
static bool is_skippable(const unsigned char *head, size_t length)
{
	return length >= 4 && (head[0] & 0xf0) == 0x50 &&
	       !memcmp(head + 1, "\x2a\x4d\x18", 3);
}

enum format_kind format_of(const unsigned char *head, size_t length)
{
	const struct format *format = find(head, length);

	if (length == 0)
		return FORMAT_EMPTY;
	if (format)
		return format->kind;
	/* It might be lz4's as well; zstd's tools write such ones. */
	if (is_skippable(head, length))
		return FORMAT_ZSTD;
	return is_text(head, length) ? FORMAT_TEXT : FORMAT_UNKNOWN;
}

static void refuse_compressed(const struct format *format, const char *name,
			      char *error)
{
	static const char words[] = "compressed with";

	if (strcmp(name, "-") == 0)
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%s: %s %s, which is not built in; put %s in front: "
			 "%s | tcpflow -r -",
			 name, words, format->name, format->tool, format->tool);
	else
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%.300s: %s %s, which is not built in; use %s %.300s "
			 "| tcpflow -r -",
			 name, words, format->name, format->tool, name);
}

static void refuse_text(unsigned char first, const char *name, char *error)
{
	if (first == '{' || first == '[')
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%s: JSON, not a capture file; give the capture that "
			 "it was made of",
			 name);
	else
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%.300s: text, not a capture file; if it is a hex "
			 "dump: text2pcap %.300s FILE.pcap",
			 name, name);
}

void format_refuse(const unsigned char *head, size_t length, const char *name,
		   char *error)
{
	static const struct format zstd = { FORMAT_ZSTD, "", 0, "zstd",
					    "zstdcat" };
	const struct format *format = find(head, length);

	if (!format && is_skippable(head, length))
		format = &zstd;
	if (!format)
		refuse_text(length ? head[0] : 0, name, error);
	else if (format->kind == FORMAT_OTHER_CAPTURE)
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%.300s: %s, which libpcap does not read; convert it: "
			 "editcap -F pcap %.300s FILE.pcap",
			 name, format->name, name);
	else
		refuse_compressed(format, name, error);
}
