/*
 * The fields of a radiotap header, as tcpdump shows them with every packet.
 *
 * A bit of the first word says that a field is there; fields are in the order
 * of the bits, little-endian, and aligned to their own size.  Bit 31 says that
 * another word follows; what the further words flag is not shown.  What stands
 * behind a field of unknown size cannot be found.
 */
#include "decode/wifi.h"
#include "render/link_parts.h"
#include "render/text.h"

enum field {
	FIELD_TSFT,
	FIELD_FLAGS,
	FIELD_RATE,
	FIELD_CHANNEL,
	FIELD_HOPPING,
	FIELD_SIGNAL_DBM,
	FIELD_NOISE_DBM,
	FIELD_QUALITY,
	FIELD_ATTENUATION,
	FIELD_ATTENUATION_DB,
	FIELD_POWER_DBM,
	FIELD_ANTENNA,
	FIELD_SIGNAL_DB,
	FIELD_NOISE_DB,
	FIELD_RX_FLAGS,
	FIELD_XCHANNEL = 18,
	FIELD_MCS,
	FIELD_AMPDU,
	FIELD_VHT,
	FIELD_LAST = 28, /* above it are no fields */
	FIELD_MORE = 31
};

/* The header while its fields are read. */
struct fields {
	struct text *text;
	const uint8_t *start;
	struct bytes at;
};

static uint8_t take8(struct fields *fields)
{
	return bytes_u8(&fields->at);
}

static void align(struct fields *fields, size_t to)
{
	size_t before = (size_t)(fields->at.at - fields->start);

	bytes_take(&fields->at, (to - before % to) % to);
}

static uint64_t take(struct fields *fields, size_t size)
{
	uint64_t value = 0;

	align(fields, size);
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)take8(fields) << 8 * i;
	return value;
}

static void say(const struct fields *fields, const char *string)
{
	text_string(fields->text, string);
}

static void say_number(const struct fields *fields, const char *before,
		       uint64_t value, const char *after)
{
	say(fields, before);
	text_unsigned(fields->text, value);
	say(fields, after);
}

static void say_signed(const struct fields *fields, int value,
		       const char *after)
{
	say_number(fields, value < 0 ? "-" : "",
		   (uint64_t)(value < 0 ? -value : value), after);
}

/* In tenths: "6.5 Mb/s " */
static void say_rate(const struct fields *fields, uint32_t tenths)
{
	text_unsigned(fields->text, tenths / 10);
	say_number(fields, ".", tenths % 10, " Mb/s ");
}

static int8_t take_signed(struct fields *fields)
{
	return (int8_t)take8(fields);
}

static void say_if(const struct fields *fields, bool condition,
		   const char *string)
{
	if (condition)
		say(fields, string);
}

static void show_flags(struct fields *fields)
{
	uint8_t flags = take8(fields);

	if (fields->at.ran_out)
		return;
	say_if(fields, flags & 0x01, "cfp ");
	say_if(fields, flags & 0x02, "short preamble ");
	say_if(fields, flags & 0x04, "wep ");
	say_if(fields, flags & 0x08, "fragmented ");
	say_if(fields, flags & 0x40, "bad-fcs ");
}

/* In units of 500 kb/s; with the upper bit set it is an MCS, in some old
 * captures. */
static void show_rate(struct fields *fields)
{
	uint8_t rate = take8(fields);

	if (fields->at.ran_out)
		return;
	if (rate >= 0x80 && rate <= 0x8f)
		say_number(fields, "MCS ", rate & 0x7f, " ");
	else
		say_rate(fields, rate * 5U);
}

/* Flags of a channel. */
enum {
	CHANNEL_TURBO = 0x0010,
	CHANNEL_CCK = 0x0020,
	CHANNEL_OFDM = 0x0040,
	CHANNEL_2GHZ = 0x0080,
	CHANNEL_5GHZ = 0x0100,
	CHANNEL_DYNAMIC = 0x0400,
	CHANNEL_FHSS = 0x0800,
	CHANNEL_HALF = 0x4000,
	CHANNEL_QUARTER = 0x8000,
	CHANNEL_HT20 = 0x10000,
	CHANNEL_HT40_UP = 0x20000,
	CHANNEL_HT40_DOWN = 0x40000
};

static bool has(uint32_t flags, uint32_t wanted)
{
	return (flags & wanted) == wanted;
}

static bool is_b(uint32_t flags)
{
	return has(flags, CHANNEL_2GHZ | CHANNEL_CCK);
}

static bool is_a(uint32_t flags)
{
	return has(flags, CHANNEL_5GHZ | CHANNEL_OFDM);
}

static bool is_g(uint32_t flags)
{
	return has(flags, CHANNEL_2GHZ | CHANNEL_OFDM) ||
	       has(flags, CHANNEL_2GHZ | CHANNEL_DYNAMIC);
}

static const char *a_name(uint32_t flags)
{
	if (flags & CHANNEL_HALF)
		return " 11a/10Mhz";
	return flags & CHANNEL_QUARTER ? " 11a/5Mhz" : " 11a";
}

static const char *g_name(uint32_t flags)
{
	if (flags & CHANNEL_HALF)
		return " 11g/10Mhz";
	return flags & CHANNEL_QUARTER ? " 11g/5Mhz" : " 11g";
}

static const char *ht_name(uint32_t flags)
{
	if (flags & CHANNEL_HT20)
		return " ht/20";
	if (flags & CHANNEL_HT40_DOWN)
		return " ht/40-";
	return flags & CHANNEL_HT40_UP ? " ht/40+" : "";
}

static void say_channel(struct fields *fields, uint64_t frequency,
			uint32_t flags)
{
	if (fields->at.ran_out)
		return;
	say_number(fields, "", frequency, " MHz");
	say_if(fields, has(flags, CHANNEL_2GHZ | CHANNEL_FHSS), " FHSS");
	say_if(fields, is_a(flags), a_name(flags));
	say_if(fields, is_g(flags), g_name(flags));
	say_if(fields, is_b(flags) && !is_g(flags), " 11b");
	say_if(fields, flags & CHANNEL_TURBO, " Turbo");
	say(fields, ht_name(flags));
	say(fields, " ");
}

static void show_channel(struct fields *fields)
{
	uint64_t frequency = take(fields, 2);
	uint32_t flags = (uint32_t)take(fields, 2);

	say_channel(fields, frequency, flags);
}

/* Flags, frequency, channel, greatest power. */
static void show_xchannel(struct fields *fields)
{
	uint32_t flags = (uint32_t)take(fields, 4);
	uint64_t frequency = take(fields, 2);

	take8(fields);
	take8(fields);
	say_channel(fields, frequency, flags);
}

static void show_hopping(struct fields *fields)
{
	uint8_t set, pattern;

	align(fields, 2);
	set = take8(fields);
	pattern = take8(fields);
	if (fields->at.ran_out)
		return;
	say_number(fields, "fhset ", set, "");
	say_number(fields, " fhpat ", pattern, " ");
}

static void show_signed(struct fields *fields, const char *after)
{
	int8_t value = take_signed(fields);

	if (!fields->at.ran_out)
		say_signed(fields, value, after);
}

static void show_unsigned(struct fields *fields, const char *before,
			  size_t size, const char *after)
{
	uint64_t value = take(fields, size);

	if (!fields->at.ran_out)
		say_number(fields, before, value, after);
}

/* Shown with the sign turned. */
static void show_attenuation(struct fields *fields, const char *after)
{
	int16_t value = (int16_t)take(fields, 2);

	if (!fields->at.ran_out)
		say_signed(fields, -value, after);
}

/* What an MCS field knows, and what its flags say. */
enum {
	MCS_BANDWIDTH = 0x01,
	MCS_INDEX = 0x02,
	MCS_GUARD = 0x04,
	MCS_FORMAT = 0x08,
	MCS_FEC = 0x10,
	MCS_STBC = 0x20,
	MCS_FLAG_40 = 1, /* of the lower two bits: the rest is 20 MHz */
	MCS_FLAG_SHORT_GUARD = 0x04,
	MCS_FLAG_GREENFIELD = 0x08,
	MCS_FLAG_LDPC = 0x10
};

/* Bits of data in a symbol of 20 MHz (IEEE 802.11n, 20.6), halved; 32 exists
 * at 40 MHz only. */
static const uint16_t mcs_bits[] = {
	13,  26,  39,  52,  78,	 104, 117, 130, 26,  52,  78,  104, 156,
	208, 234, 260, 39,  78,	 117, 156, 234, 312, 351, 390, 52,  104,
	156, 208, 312, 416, 468, 520, 0,   78,	104, 130, 117, 156, 195,
	104, 130, 130, 156, 182, 182, 208, 156, 195, 195, 234, 273, 273,
	312, 130, 156, 182, 156, 182, 208, 234, 208, 234, 260, 260, 286,
	195, 234, 273, 234, 273, 312, 351, 312, 351, 390, 390, 429,
};

/* In tenths of a megabit, rounded as printf() would.  40 MHz have 108 carriers
 * for 52; the short guard takes 3.6 us for 4. */
static uint32_t mcs_rate(uint8_t index, bool wide, bool short_guard)
{
	uint32_t bits = mcs_bits[index] * 2U; /* per symbol */

	if (index == 32)
		bits = 24;
	else if (wide)
		bits = bits * 108 / 52;
	return (bits * 100 + (short_guard ? 18 : 0)) / (short_guard ? 36 : 40);
}

static void say_mcs_rate(struct fields *fields, uint8_t index, bool wide,
			 bool short_guard)
{
	if (index == 32 && !wide)
		return;
	if (index < sizeof mcs_bits / sizeof *mcs_bits)
		say_rate(fields, mcs_rate(index, wide, short_guard));
}

static void show_mcs(struct fields *fields)
{
	static const char *const bandwidths[] = { "20 MHz ", "40 MHz ",
						  "20 MHz (L) ",
						  "20 MHz (U) " };
	uint8_t known = take8(fields);
	uint8_t flags = take8(fields);
	uint8_t index = take8(fields);
	bool wide = (flags & 3) == MCS_FLAG_40;
	bool short_guard = flags & MCS_FLAG_SHORT_GUARD;

	if (fields->at.ran_out)
		return;
	if (known & MCS_INDEX) {
		if (known & (MCS_BANDWIDTH | MCS_GUARD))
			say_mcs_rate(fields, index, wide, short_guard);
		say_number(fields, "MCS ", index, " ");
	}
	if (known & MCS_BANDWIDTH)
		say(fields, bandwidths[flags & 3]);
	if (known & MCS_GUARD)
		say(fields, short_guard ? "short GI " : "long GI ");
	if (known & MCS_FORMAT)
		say(fields,
		    flags & MCS_FLAG_GREENFIELD ? "greenfield " : "mixed ");
	if (known & MCS_FEC)
		say(fields, flags & MCS_FLAG_LDPC ? "LDPC FEC " : "BCC FEC ");
	if (known & MCS_STBC)
		say_number(fields, "RX-STBC", flags >> 5 & 3, " ");
}

static const char *const vht_bandwidths[] = {
	"20 MHz",	 "40 MHz",	  "20 MHz (L)",	   "20 MHz (U)",
	"80 MHz",	 "80 MHz (L)",	  "80 MHz (U)",	   "80 MHz (LL)",
	"80 MHz (LU)",	 "80 MHz (UL)",	  "80 MHz (UU)",   "160 MHz",
	"160 MHz (L)",	 "160 MHz (U)",	  "160 MHz (LL)",  "160 MHz (LU)",
	"160 MHz (UL)",	 "160 MHz (UU)",  "160 MHz (LLL)", "160 MHz (LLU)",
	"160 MHz (LUL)", "160 MHz (UUU)", "160 MHz (ULL)", "160 MHz (ULU)",
	"160 MHz (UUL)", "160 MHz (UUU)",
};

enum {
	VHT_KNOWN_GUARD = 0x0004,
	VHT_KNOWN_BANDWIDTH = 0x0040,
	VHT_SHORT_GUARD = 0x04,
	VHT_USERS = 4,
	VHT_BANDWIDTHS = sizeof vht_bandwidths / sizeof *vht_bandwidths
};

static void say_vht_users(struct fields *fields, const uint8_t *users,
			  uint8_t coding)
{
	for (unsigned int i = 0; i < VHT_USERS; i++) {
		if ((users[i] & 0xf) == 0) /* no streams */
			continue;
		say_number(fields, "User ", i, " ");
		say_number(fields, "MCS ", users[i] >> 4, " ");
		say(fields, coding >> i & 1 ? "LDPC FEC " : "BCC FEC ");
	}
}

static void say_vht_bandwidth(struct fields *fields, uint8_t bandwidth)
{
	if (bandwidth >= VHT_BANDWIDTHS) {
		say_number(fields, "unknown (", bandwidth, ") ");
		return;
	}
	say(fields, vht_bandwidths[bandwidth]);
	say(fields, " ");
}

static void show_vht(struct fields *fields)
{
	uint16_t known = (uint16_t)take(fields, 2);
	uint8_t flags = take8(fields);
	uint8_t bandwidth = take8(fields) & 0x1f;
	const uint8_t *users = bytes_take(&fields->at, VHT_USERS);
	uint8_t coding = take8(fields);

	take8(fields); /* group */
	take(fields, 2);
	if (!users || fields->at.ran_out)
		return;
	say_vht_users(fields, users, coding);
	if (known & VHT_KNOWN_BANDWIDTH)
		say_vht_bandwidth(fields, bandwidth);
	if (known & VHT_KNOWN_GUARD)
		say(fields, flags & VHT_SHORT_GUARD ? "short GI " : "long GI ");
}

/* How strong the signal is, and the antenna.  False if it is no such field. */
static bool show_strength(struct fields *fields, unsigned int bit)
{
	switch (bit) {
	case FIELD_SIGNAL_DBM:
		show_signed(fields, "dBm signal ");
		return true;
	case FIELD_NOISE_DBM:
		show_signed(fields, "dBm noise ");
		return true;
	case FIELD_QUALITY:
		show_unsigned(fields, "", 2, " sq ");
		return true;
	case FIELD_ATTENUATION:
		show_attenuation(fields, " tx power ");
		return true;
	case FIELD_ATTENUATION_DB:
		show_attenuation(fields, "dB tx attenuation ");
		return true;
	case FIELD_POWER_DBM:
		show_signed(fields, "dBm tx power ");
		return true;
	case FIELD_ANTENNA:
		show_unsigned(fields, "antenna ", 1, " ");
		return true;
	case FIELD_SIGNAL_DB:
		show_unsigned(fields, "", 1, "dB signal ");
		return true;
	case FIELD_NOISE_DB:
		show_unsigned(fields, "", 1, "dB noise ");
		return true;
	default:
		return false;
	}
}

/* Whatever else there is.  False if the field is not known. */
static bool show_other(struct fields *fields, unsigned int bit)
{
	switch (bit) {
	case FIELD_TSFT:
		show_unsigned(fields, "", 8, "us tsft ");
		return true;
	case FIELD_FLAGS:
		show_flags(fields);
		return true;
	case FIELD_RATE:
		show_rate(fields);
		return true;
	case FIELD_CHANNEL:
		show_channel(fields);
		return true;
	case FIELD_HOPPING:
		show_hopping(fields);
		return true;
	case FIELD_RX_FLAGS:
		take(fields, 2);
		return true;
	case FIELD_XCHANNEL:
		show_xchannel(fields);
		return true;
	case FIELD_MCS:
		show_mcs(fields);
		return true;
	case FIELD_AMPDU:
		take(fields, 4);
		take(fields, 4);
		return true;
	case FIELD_VHT:
		show_vht(fields);
		return true;
	default:
		return false;
	}
}

void radiotap_render(struct text *text, struct bytes at)
{
	struct fields fields = { .text = text, .start = at.at, .at = at };
	struct wifi_radiotap radiotap = wifi_radiotap(at);
	uint32_t present, more;

	bytes_limit(&fields.at, radiotap.length);
	bytes_take(&fields.at, 4); /* version, length */
	present = (uint32_t)take(&fields, 4);
	more = present;
	while (more >> FIELD_MORE && !fields.at.ran_out)
		more = (uint32_t)take(&fields, 4);
	for (unsigned int bit = 0; bit <= FIELD_LAST; bit++) {
		if (!(present >> bit & 1))
			continue;
		if (fields.at.ran_out)
			return;
		if (show_strength(&fields, bit) || show_other(&fields, bit))
			continue;
		say_number(&fields, "[bit ", bit, "] ");
		return;
	}
}
