/*
 * The floor: reading a capture file with libpcap and doing nothing with it.
 * No reader of captures can be faster than that.
 *
 *	floor FILE		prints how many packets there are
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

enum { BUFFER_SIZE = 1 << 20 };

static void count(u_char *user, const struct pcap_pkthdr *header,
		  const u_char *bytes)
{
	(void)header;
	(void)bytes;
	++*(uint64_t *)(void *)user;
}

int main(int argc, char **argv)
{
	static char buffer[BUFFER_SIZE];
	char error[PCAP_ERRBUF_SIZE];
	uint64_t packets = 0;
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	pcap_t *handle;

	if (!file) {
		fputs("usage: floor FILE\n", stderr);
		return 2;
	}
	setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	handle = pcap_fopen_offline(file, error);
	if (!handle || pcap_loop(handle, -1, count, (u_char *)&packets) < 0) {
		fprintf(stderr, "floor: %s: cannot be read\n", argv[1]);
		return 1;
	}
	pcap_close(handle);
	printf("%llu\n", (unsigned long long)packets);
	return 0;
}
