/*
 * The ladder as SVG.
 *
 * Time flows down, but not to scale: a segment is sent a bit above where it
 * arrives, and where much time passes there is a bit more room.  What an end
 * sends changes its state where the arrow begins, what it gets where the arrow
 * ends; the boxes stand there.  The picture is walked through twice, first to
 * know its height.
 */
#include "render/ladder_svg.h"

#include <string.h>

#include "render/columns.h"
#include "render/text.h"

/* In the picture's units, which are pixels where it is not scaled. */
enum {
	CHARACTER = 7, /* how wide one is, about, of the size of states */
	MARGIN = 14,
	BOX_WIDTH = 100, /* of a state */
	BOX_HEIGHT = 18,
	BOX_STEP = 20, /* to the next state of the same end */
	BOX_GAP = 8,   /* from the lifeline */
	SPAN = 420,    /* from one lifeline to the other */
	SLANT = 18,    /* how far down an arrow goes */
	ROW = 42,
	NOTE = 14,	 /* a line of notes */
	NOTE_FIRST = 15, /* below where the arrow ends */
	NAME = 16,	 /* a line of a name */
	PAUSE = 14,	 /* a tenth of a second or more passed */
	LONG_PAUSE = 28, /* a second or more */
	FOOT = 26
};

/* In characters. */
enum { NOTE_COLUMNS = 58, NAME_COLUMNS = 56 };

/* Arrows are turned by atan(SLANT / SPAN). */
#define ANGLE "2.45"

static const char head[] =
	"<style>\n"
	"text{font:12px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\","
	"monospace;fill:#1f2328}\n"
	".middle{text-anchor:middle}.name{font-weight:bold}\n"
	".quiet{fill:#59636e}.note{font-size:11px}\n"
	".trouble{fill:#c4161c;font-weight:bold}\n"
	".paper{fill:#fff}.life{stroke:#8c959f;stroke-dasharray:4 3}\n"
	".box{fill:#f6f8fa;stroke:#8c959f}.changed{stroke-width:2}\n"
	".client{stroke:#0a6ba0}.server{stroke:#96590a}\n"
	".head-client{fill:#0a6ba0}.head-server{fill:#96590a}\n"
	"@media(prefers-color-scheme:dark){\n"
	"text{fill:#e6edf3}.quiet{fill:#9198a1}.trouble{fill:#ff8078}\n"
	".paper{fill:#0d1117}.life,.box{stroke:#6e7681}.box{fill:#161b22}\n"
	".client{stroke:#58b8f0}.server{stroke:#e0a04a}\n"
	".head-client{fill:#58b8f0}.head-server{fill:#e0a04a}}\n"
	"</style>\n"
	"<defs>\n"
	"<marker id=\"c\" markerWidth=\"10\" markerHeight=\"8\" refX=\"10\" "
	"refY=\"4\" orient=\"auto\" markerUnits=\"userSpaceOnUse\">"
	"<path class=\"head-client\" d=\"M0 0 10 4 0 8z\"/></marker>\n"
	"<marker id=\"s\" markerWidth=\"10\" markerHeight=\"8\" refX=\"10\" "
	"refY=\"4\" orient=\"auto\" markerUnits=\"userSpaceOnUse\">"
	"<path class=\"head-server\" d=\"M0 0 10 4 0 8z\"/></marker>\n"
	"</defs>\n";

/* Where the lifelines are, and how far down the picture is drawn. */
struct sheet {
	struct text *text; /* NULL: only measured */
	int left, right;
	int y;
};

/* --- elements */

static void escape(struct text *text, const char *string, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (string[i] == '<')
			text_string(text, "&lt;");
		else if (string[i] == '>')
			text_string(text, "&gt;");
		else if (string[i] == '&')
			text_string(text, "&amp;");
		else
			text_char(text, string[i]);
	}
}

/* ` NAME="VALUE"`; nothing that is drawn is left of or above the sheet. */
static void attribute(struct text *text, const char *name, int value)
{
	text_char(text, ' ');
	text_string(text, name);
	text_string(text, "=\"");
	text_unsigned(text, (uint64_t)value);
	text_char(text, '"');
}

static void class_of(struct text *text, const char *class)
{
	text_string(text, " class=\"");
	text_string(text, class);
	text_char(text, '"');
}

static void open_text(const struct sheet *sheet, int x, int y,
		      const char *class)
{
	text_string(sheet->text, "<text");
	attribute(sheet->text, "x", x);
	attribute(sheet->text, "y", y);
	class_of(sheet->text, class);
	text_char(sheet->text, '>');
}

static void close_text(const struct sheet *sheet)
{
	text_string(sheet->text, "</text>\n");
}

struct position {
	int x, y;
};

static void line(struct text *text, struct position from, struct position to)
{
	attribute(text, "x1", from.x);
	attribute(text, "y1", from.y);
	attribute(text, "x2", to.x);
	attribute(text, "y2", to.y);
}

/* --- what a figure is made of */

static int lifeline(const struct sheet *sheet, enum track_end end)
{
	return end == TRACK_CLIENT ? sheet->left : sheet->right;
}

static void draw_state(const struct sheet *sheet, enum track_end end, int y,
		       const struct ladder_states *states, int i)
{
	struct text *text = sheet->text;
	bool changed = states->changed && i == states->count - 1;
	int x = end == TRACK_CLIENT ? sheet->left - BOX_GAP - BOX_WIDTH
				    : sheet->right + BOX_GAP;

	text_string(text, "<rect");
	attribute(text, "x", x);
	attribute(text, "y", y - BOX_HEIGHT / 2);
	attribute(text, "width", BOX_WIDTH);
	attribute(text, "height", BOX_HEIGHT);
	text_string(text, " rx=\"4\" class=\"box ");
	text_string(text, end == TRACK_CLIENT ? "client" : "server");
	text_string(text, changed ? " changed\"/>\n" : "\"/>\n");
	open_text(sheet, x + BOX_WIDTH / 2, y + 4, "middle");
	ladder_state_render(text, states, i);
	close_text(sheet);
}

static void draw_states(const struct sheet *sheet, enum track_end end, int y,
			const struct ladder_states *states)
{
	for (int i = 0; sheet->text && i < states->count; i++)
		draw_state(sheet, end, y + i * BOX_STEP, states, i);
}

static void draw_stamp(const struct sheet *sheet, const struct ladder_row *row)
{
	if (!row->stamp[0])
		return;
	open_text(sheet, MARGIN, sheet->y + 4, "quiet");
	escape(sheet->text, row->stamp, strlen(row->stamp));
	close_text(sheet);
}

static void draw_label(const struct sheet *sheet, const struct ladder_row *row)
{
	struct text *text = sheet->text;
	int x = sheet->left + SPAN / 2;
	int y = sheet->y + SLANT / 2;

	text_string(text, "<text class=\"middle\" transform=\"translate(");
	text_unsigned(text, (uint64_t)x);
	text_char(text, ' ');
	text_unsigned(text, (uint64_t)y);
	text_string(text, ") rotate(");
	text_string(text, row->end == TRACK_CLIENT ? ANGLE : "-" ANGLE);
	text_string(text, ")\" y=\"-5\">");
	escape(text, row->label, strlen(row->label));
	close_text(sheet);
}

static void draw_arrow(const struct sheet *sheet, const struct ladder_row *row)
{
	struct text *text = sheet->text;
	bool client = row->end == TRACK_CLIENT;

	text_string(text, "<line");
	line(text, (struct position){ lifeline(sheet, row->end), sheet->y },
	     (struct position){ lifeline(sheet, !row->end), sheet->y + SLANT });
	text_string(text,
		    client ? " class=\"client\" marker-end=\"url(#c)\"/>\n"
			   : " class=\"server\" marker-end=\"url(#s)\"/>\n");
	draw_label(sheet, row);
}

static void draw_event(const struct sheet *sheet, const struct ladder_row *row)
{
	struct text *text = sheet->text;

	text_string(text, "<circle");
	attribute(text, "cx", lifeline(sheet, row->end));
	attribute(text, "cy", sheet->y);
	text_string(text, row->end == TRACK_CLIENT
				  ? " r=\"4\" class=\"head-client\"/>\n"
				  : " r=\"4\" class=\"head-server\"/>\n");
}

/* Returns how many lines there are. */
static int draw_notes(const struct sheet *sheet, const struct ladder_row *row,
		      int y)
{
	const char *at = row->notes;
	int lines = 0;
	int note = 0;

	while (*at) {
		size_t length =
			columns_break(at, strcspn(at, "\n"), NOTE_COLUMNS);

		if (sheet->text) {
			open_text(sheet, sheet->left + SPAN / 2,
				  y + lines * NOTE,
				  row->trouble >> note & 1
					  ? "middle note trouble"
					  : "middle note");
			escape(sheet->text, at, length);
			close_text(sheet);
		}
		lines++;
		at += length;
		for (; *at == ' ' || *at == '\n'; at++)
			note += *at == '\n';
	}
	return lines;
}

static int pause_before(const struct ladder_row *row,
			const struct ladder_row *previous)
{
	int64_t seconds, nanoseconds;

	if (!previous)
		return 0;
	/* Unsigned, because a broken file may be 2^63 seconds off. */
	seconds = (int64_t)((uint64_t)row->time.seconds -
			    (uint64_t)previous->time.seconds);
	nanoseconds = row->time.nanoseconds - previous->time.nanoseconds;
	if (nanoseconds < 0) {
		seconds -= seconds > INT64_MIN;
		nanoseconds += 1000000000;
	}
	if (seconds > 0)
		return LONG_PAUSE;
	return seconds == 0 && nanoseconds >= 100000000 ? PAUSE : 0;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Where what is sent arrives; an event is where it is. */
static int arrival(const struct ladder_row *row, enum track_end end)
{
	return row->is_event || end == row->end ? 0 : SLANT;
}

static int boxes_end(const struct ladder_row *row, enum track_end end)
{
	return arrival(row, end) + row->ends[end].count * BOX_STEP;
}

static void draw_row(struct sheet *sheet, const struct ladder_row *row)
{
	int notes_at = row->is_event ? 4 : SLANT + NOTE_FIRST;
	int lines = draw_notes(sheet, row, sheet->y + notes_at);
	int height = larger(ROW, notes_at + lines * NOTE + BOX_STEP);

	if (sheet->text) {
		draw_stamp(sheet, row);
		if (row->is_event)
			draw_event(sheet, row);
		else
			draw_arrow(sheet, row);
	}
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		draw_states(sheet, (enum track_end)end,
			    sheet->y + arrival(row, (enum track_end)end),
			    &row->ends[end]);
		height = larger(height, boxes_end(row, (enum track_end)end));
	}
	sheet->y += height;
}

/* Returns how many lines there are. */
static int draw_name(const struct sheet *sheet, const char *name, int x)
{
	int lines = 0;

	while (*name) {
		size_t length = columns_break(name, strlen(name), NAME_COLUMNS);

		if (sheet->text) {
			open_text(sheet, x, sheet->y + lines * NAME,
				  "middle name");
			escape(sheet->text, name, length);
			close_text(sheet);
		}
		lines++;
		name += length;
		while (*name == ' ')
			name++;
	}
	return lines;
}

static void draw_lifelines(const struct sheet *sheet, int from, int to)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		int x = lifeline(sheet, (enum track_end)end);

		text_string(sheet->text, "<line class=\"life\"");
		line(sheet->text, (struct position){ x, from },
		     (struct position){ x, to });
		text_string(sheet->text, "/>\n");
	}
}

static void draw_rows(struct sheet *sheet, const struct ladder_svg *svg,
		      uint64_t connection)
{
	const struct ladder_row *previous = NULL;

	for (int i = 0; i < svg->row_count; i++) {
		const struct ladder_row *row = &svg->rows[i];

		if (row->connection != connection)
			continue;
		sheet->y += pause_before(row, previous);
		draw_row(sheet, row);
		previous = row;
	}
}

static void draw_heading(struct sheet *sheet, const struct ladder_begin *figure)
{
	int client = draw_name(sheet, figure->names[TRACK_CLIENT], sheet->left);
	int server =
		draw_name(sheet, figure->names[TRACK_SERVER], sheet->right);

	if (sheet->text) {
		open_text(sheet, MARGIN, sheet->y, "quiet");
		text_char(sheet->text, '#');
		text_unsigned(sheet->text, figure->connection);
		close_text(sheet);
	}
	sheet->y += larger(client, server) * NAME;
}

static void draw_figure(struct sheet *sheet, const struct ladder_svg *svg,
			const struct ladder_begin *figure)
{
	struct sheet measured;

	sheet->y += FOOT;
	draw_heading(sheet, figure);
	measured = *sheet;
	measured.text = NULL;
	measured.y += ROW;
	draw_rows(&measured, svg, figure->connection);
	if (sheet->text)
		draw_lifelines(sheet, sheet->y - NAME / 2, measured.y);
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++)
		draw_states(sheet, (enum track_end)end, sheet->y + NAME / 2,
			    &figure->ends[end]);
	sheet->y += ROW;
	draw_rows(sheet, svg, figure->connection);
}

static void draw_left_out(struct sheet *sheet, const struct ladder_svg *svg)
{
	sheet->y += FOOT;
	if (!sheet->text || (svg->left_out == 0 && svg->row_count > 0))
		return;
	open_text(sheet, MARGIN, sheet->y - FOOT / 2, "quiet");
	if (svg->left_out > 0) {
		text_string(sheet->text, "and ");
		text_unsigned(sheet->text, svg->left_out);
		text_string(sheet->text,
			    svg->left_out == 1 ? " more row" : " more rows");
	} else {
		text_string(sheet->text, "no connection");
	}
	close_text(sheet);
}

static void draw(struct sheet *sheet, const struct ladder_svg *svg)
{
	for (int i = 0; i < svg->figure_count; i++)
		draw_figure(sheet, svg, &svg->figures[i]);
	draw_left_out(sheet, svg);
}

static int stamp_columns(const struct ladder_svg *svg)
{
	int columns = 0;

	for (int i = 0; i < svg->row_count; i++)
		columns = larger(columns, (int)strlen(svg->rows[i].stamp));
	return columns;
}

/* Room for half a long name on both sides. */
static struct sheet lay_out(const struct ladder_svg *svg)
{
	int names = NAME_COLUMNS * CHARACTER / 2 + MARGIN + 5 * CHARACTER;
	int left = MARGIN + stamp_columns(svg) * (CHARACTER + 1) + BOX_WIDTH +
		   2 * BOX_GAP;

	left = larger(left, names);
	return (struct sheet){ .left = left, .right = left + SPAN };
}

void ladder_svg_begin(struct ladder_svg *svg, const struct ladder_begin *begin)
{
	for (int i = 0; i < svg->figure_count; i++)
		if (svg->figures[i].connection == begin->connection)
			return;
	if (svg->figure_count < LADDER_SVG_FIGURES)
		svg->figures[svg->figure_count++] = *begin;
}

static bool has_figure(const struct ladder_svg *svg, uint64_t connection)
{
	for (int i = 0; i < svg->figure_count; i++)
		if (svg->figures[i].connection == connection)
			return true;
	return false;
}

void ladder_svg_row(struct ladder_svg *svg, const struct ladder_row *row)
{
	if (svg->row_count < LADDER_SVG_ROWS &&
	    has_figure(svg, row->connection))
		svg->rows[svg->row_count++] = *row;
	else
		svg->left_out++;
}

void ladder_svg_finish(const struct ladder_svg *svg, struct text *text)
{
	struct sheet sheet = lay_out(svg);
	struct sheet measured = sheet;
	int width = sheet.right + sheet.left;

	draw(&measured, svg);
	text_string(text, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	attribute(text, "width", width);
	attribute(text, "height", measured.y);
	text_string(text, " viewBox=\"0 0 ");
	text_unsigned(text, (uint64_t)width);
	text_char(text, ' ');
	text_unsigned(text, (uint64_t)measured.y);
	text_string(text,
		    "\" role=\"img\">\n"
		    "<title>TCP connections, segment by segment</title>\n");
	text_string(text, head);
	text_string(text, "<rect class=\"paper\" width=\"100%\" "
			  "height=\"100%\"/>\n");
	sheet.text = text;
	draw(&sheet, svg);
	text_string(text, "</svg>\n");
}
