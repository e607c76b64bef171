/*
 * The page of --report: the list of connections, and one of them step by step.
 *
 * The data stand in the page as JSON (render/report_step.c, report_file.c): the
 * steps of a connection are read only when it is looked at, and of a long list
 * or ladder only a part is drawn, so that thousands of them cost nothing.
 * Words from the data become text nodes and never markup.
 */
"use strict";

(function () {
const PAGE_ROWS = 100;
const LADDER_ROWS = 150;
const LADDER_ROWS_PRINTED = 1000;
const PLAY_MILLISECONDS = 900;
const ADDRESS_MILLISECONDS = 300;
const ENDS = ["client", "server"];
const SVG = "http://www.w3.org/2000/svg";

/* Where the states stand in the diagram: the middle of the box. */
const PLACES = {
	CLOSED: [280, 36], LISTEN: [280, 136],
	SYN_RECV: [90, 220], SYN_SENT: [470, 220],
	ESTABLISHED: [280, 310],
	FIN_WAIT1: [90, 400], CLOSING: [280, 400], CLOSE_WAIT: [470, 400],
	FIN_WAIT2: [90, 510], TIME_WAIT: [280, 510], LAST_ACK: [470, 510],
};
const TOKEN_X = 36;
const TOKEN_Y = -25;

/* --- making elements */

function byId(id) {
	return document.getElementById(id);
}

/* element("p", {className: "small"}, "words", another, ...) */
function element(name, properties, ...children) {
	const made = document.createElement(name);

	Object.assign(made, properties);
	made.append(...children);
	return made;
}

function shape(name, attributes, ...children) {
	const made = document.createElementNS(SVG, name);

	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	made.append(...children);
	return made;
}

function readData(id) {
	const found = byId(id);

	return found ? JSON.parse(found.textContent) : null;
}

/* --- words */

function group(number) {
	return String(number).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

function count(number, one, many) {
	return group(number) + " " + (number === 1 ? one : many);
}

/* Seconds, as an eye wants them. */
function duration(seconds) {
	const size = Math.abs(seconds);

	if (size === 0)
		return "0 s";
	if (size < 1e-3)
		return trim((seconds * 1e6).toPrecision(3)) + " \u00b5s";
	if (size < 1)
		return trim((seconds * 1e3).toPrecision(3)) + " ms";
	if (size < 600)
		return trim(seconds.toPrecision(4)) + " s";
	if (size < 36000)
		return trim((seconds / 60).toPrecision(3)) + " min";
	return trim((seconds / 3600).toPrecision(3)) + " h";
}

function trim(digits) {
	const plain = digits.includes("e") ? String(Number(digits)) : digits;

	return plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
}

function octets(number) {
	const units = ["", " Ki", " Mi", " Gi", " Ti"];
	let unit = 0;

	while (number >= 10240 && unit < units.length - 1) {
		number /= 1024;
		unit++;
	}
	return unit ? Math.round(number) + units[unit] : group(number);
}

/* "2026-11-21T12:23:05.726498Z" as two parts, for its fraction may have more
 * digits than a number of that size. */
function moment(ts) {
	return [
		Date.parse(ts.slice(0, 19) + "Z") / 1000,
		Number("0." + ts.slice(20, -1)),
	];
}

function between(from, to) {
	return to[0] - from[0] + (to[1] - from[1]);
}

function clock(ts) {
	return ts.slice(11, -1);
}

function peer(end) {
	return (end.addr && end.addr.includes(":") ? "[" + end.addr + "]" :
		end.addr) + ":" + end.port;
}

function isSure(state) {
	return !state.endsWith("?");
}

function nameOf(state) {
	return state.replace("?", "");
}

function last(list) {
	return list[list.length - 1];
}

/* "FIN_WAIT1 (assumed)" */
function spoken(state) {
	return nameOf(state) + (isSure(state) ? "" : " (assumed)");
}

/* --- the capture */

const capture = readData("capture");
const connections = readData("connections");

function showFigures() {
	const about = capture.capture;
	const summary = capture.summary;
	const seen = summary.connections;
	const list = [
		["Packets", group(summary.packets.captured)],
		["Not TCP", group(summary.not_tcp)],
		["From", summary.start ?
			summary.start.replace("T", " ").slice(0, 19) : "-"],
		["Lasted", summary.duration === null ? "-" :
			duration(summary.duration)],
		["Connections", group(seen.seen)],
		["Still open", group(seen.open)],
		["In TIME_WAIT", group(seen.time_wait)],
		["Reset", group(seen.reset)],
		["Incomplete", group(seen.incomplete)],
	];

	if (about.filter)
		list.push(["Filter", about.filter]);
	byId("source").textContent = (about.live ? "on " : "in ") +
		about.source;
	document.title = "TCP connections " + byId("source").textContent;
	for (const [name, value] of list)
		byId("figures").append(element("div", {},
			element("dt", {}, name), element("dd", {}, value)));
	byId("made").textContent = "Made by tcpflow " + about.version + ".";
}

/* What the reader must know, and what is not in the page. */
function showNotices() {
	const summary = capture.summary;
	const notices = [];

	if (capture.broken)
		notices.push("Reading ended early: " + capture.broken);
	if (summary.packets.dropped)
		notices.push("The kernel dropped " +
			count(summary.packets.dropped, "packet", "packets") +
			": states may be wrong.");
	if (summary.connections.evicted)
		notices.push(count(summary.connections.evicted,
			"connection was", "connections were") +
			" forgotten before the end, for want of memory " +
			"(--max-memory).");
	if (capture.chosen)
		notices.push("Only what --conn, --where, --findings or " +
			"--transitions chose is shown.");
	if (capture.unlisted)
		notices.push(count(capture.unlisted, "connection is",
			"connections are") + " not in the list, which has " +
			"an end: choose with a filter, --where or --conn.");
	if (capture.left_out)
		notices.push("Of the connections that came later, the steps " +
			"were left out (" + group(capture.left_out) +
			"): --conn N shows those of one.");
	for (const notice of notices)
		byId("notices").append(element("li", {}, notice));
	byId("notices").hidden = notices.length === 0;
}

/* --- the list */

function bothEnds(row, read) {
	return read(row.flow.client) + read(row.flow.server);
}

/* Its head, what is sorted by, what is shown; numbers stand on the right. */
const COLUMNS = [
	{ name: "#", key: (row) => row.flow.conn },
	{ name: "Client", key: (row) => peer(row.flow.client) },
	{ name: "Server", key: (row) => peer(row.flow.server) },
	{ name: "Client is", key: (row) => row.flow.client.state },
	{ name: "Server is", key: (row) => row.flow.server.state },
	{ name: "Ended", key: (row) => row.flow.reason },
	{ name: "Findings", key: (row) => row.findings.length, words: true,
		text: (row) => row.findings.join(", ") },
	{ name: "Began", key: (row) => row.flow.start,
		text: (row) => clock(row.flow.start) },
	{ name: "Lasted", key: (row) => row.flow.duration, number: true,
		text: (row) => duration(row.flow.duration) },
	{ name: "Packets", number: true,
		key: (row) => bothEnds(row, (end) => end.packets) },
	{ name: "Octets", number: true,
		key: (row) => bothEnds(row, (end) => end.bytes) },
	{ name: "Sent again", number: true,
		key: (row) => bothEnds(row,
			(end) => end.retransmitted.segments) },
	{ name: "Handshake", number: true,
		key: (row) => row.flow.rtt_handshake,
		text: (row) => row.flow.rtt_handshake === null ? "-" :
			duration(row.flow.rtt_handshake) },
];

const list = {
	sorted: connections,
	rows: connections,	/* of these, what the filter lets through */
	column: COLUMNS[0],
	descending: false,
	page: 0,
};

/* All that the filter looks at, in lower case. */
function searched(row) {
	if (!row.searched) {
		const flow = row.flow;

		row.searched = ["#" + flow.conn, peer(flow.client),
			peer(flow.server), flow.client.state,
			flow.server.state, flow.reason,
			flow.partial ? "partial" : "", ...row.findings]
			.join(" ").toLowerCase();
	}
	return row.searched;
}

/* Every word has to be there. */
function filterList() {
	const words = byId("words").value.toLowerCase().split(/\s+/)
		.filter(Boolean);
	const reason = byId("reason").value;
	const trouble = byId("trouble").checked;

	list.rows = list.sorted.filter((row) =>
		(!reason || row.flow.reason === reason) &&
		(!trouble || row.trouble) &&
		words.every((word) => searched(row).includes(word)));
	list.page = 0;
	showList();
}

/* 10.0.0.9 stands before 10.0.0.10. */
const collator = new Intl.Collator("en", { numeric: true });

/* What is not known comes last, whichever way is up. */
function compare(a, b) {
	if (a === b)
		return 0;
	if (a === null || b === null)
		return list.descending === (a === null) ? -1 : 1;
	if (typeof a === "string")
		return collator.compare(a, b);
	return a - b;
}

/* What is sorted by is made once for each row, not for each comparison. */
function sortList() {
	const sign = list.descending ? -1 : 1;

	list.sorted = connections.map((row) => [list.column.key(row), row])
		.sort(([a, one], [b, other]) => sign * compare(a, b) ||
			one.flow.conn - other.flow.conn)
		.map(([, row]) => row);
	filterList();
}

function sortBy(column) {
	list.descending = list.column === column && !list.descending;
	list.column = column;
	sortList();
}

function showHeads() {
	for (const column of COLUMNS) {
		const button = element("button", { type: "button" },
			column.name);
		const head = element("th", {
			scope: "col",
			className: column.number ? "number" : "",
		}, button);

		button.addEventListener("click", () => sortBy(column));
		column.head = head;
		byId("heads").append(head);
	}
}

function listRow(row) {
	const made = element("tr", {}, element("th", { scope: "row" },
		element("a", { href: "#" + row.flow.conn },
			"#" + row.flow.conn)));

	for (const column of COLUMNS.slice(1)) {
		const value = (column.text || column.key)(row);

		made.append(element("td", {
			className: column.number ? "number" :
				column.words ? "words" : "",
		}, typeof value === "number" ? group(value) : value));
	}
	if (row === shown.row)
		made.setAttribute("aria-current", "true");
	made.addEventListener("click", (event) => {
		if (!event.target.closest("a"))
			location.hash = "#" + row.flow.conn;
	});
	return made;
}

function showList() {
	const first = list.page * PAGE_ROWS;
	const rows = list.rows.slice(first, first + PAGE_ROWS);
	const pages = Math.ceil(list.rows.length / PAGE_ROWS);

	for (const column of COLUMNS)
		column.head.setAttribute("aria-sort",
			column !== list.column ? "none" :
			list.descending ? "descending" : "ascending");
	byId("rows").replaceChildren(...rows.map(listRow));
	byId("found").textContent = list.rows.length === connections.length ?
		count(connections.length, "connection", "connections") :
		group(list.rows.length) + " of " +
		count(connections.length, "connection", "connections");
	byId("pager").hidden = pages <= 1;
	byId("page-before").disabled = list.page === 0;
	byId("page-after").disabled = list.page >= pages - 1;
	byId("page-now").textContent = "page " + (list.page + 1) + " of " +
		Math.max(pages, 1);
}

function turnPage(by) {
	list.page += by;
	showList();
}

function showReasons() {
	const reasons = new Set(connections.map((row) => row.flow.reason));

	for (const reason of [...reasons].sort())
		byId("reason").append(element("option", { value: reason },
			reason));
}

/* --- one connection */

const shown = {
	row: null,	/* of the list */
	steps: [],
	at: 0,
	from: 0,	/* the part of the ladder that is drawn */
	to: 0,
	playing: null,
	addressing: null,
};

/* Sequence numbers go on beyond 2^32, and so do the graphs. */
function unwrap(value, near) {
	const whole = 2 ** 32;

	if (near === null)
		return value;
	return value + whole * Math.round((near - value) / whole);
}

/* What a step is, beyond what stands in it: its time since the first, where
 * both ends are, and numbers that do not begin anew. */
function prepare(steps) {
	const begin = steps.length ? moment(steps[0].ts) : null;
	const near = { client: null, server: null };

	steps.forEach((step, i) => {
		step.at = between(begin, moment(step.ts));
		step.is = {
			client: last(step.client),
			server: last(step.server),
		};
		step.news = {};
		for (const end of ENDS)
			step.news[end] = i === 0 || step[end].length > 1 ||
				steps[i - 1].is[end] !== step.is[end];
		if (step.from)
			unwrapStep(step, near);
	});
	return steps;
}

function unwrapStep(step, near) {
	const from = step.from;
	const to = from === "client" ? "server" : "client";

	if (step.seq !== undefined) {
		step.seq = unwrap(step.seq, near[from]);
		near[from] = step.seq;
	}
	if (step.ack !== undefined) {
		step.ack = unwrap(step.ack, near[to]);
		step.sack = (step.sack || []).map((edges) =>
			edges.map((edge) => unwrap(edge, step.ack)));
		near[to] = near[to] === null ? step.ack : near[to];
	}
}

function showConnection(row, at) {
	const flow = row.flow;

	stop();
	shown.row = row;
	shown.steps = prepare(readData("steps-" + flow.conn) || []);
	shown.to = 0;
	byId("connection-title").textContent = "#" + flow.conn + "  " +
		peer(flow.client) + " \u2192 " + peer(flow.server);
	byId("connection-text").textContent = describe(flow);
	for (const end of ENDS)
		byId("head-" + end + "-name").textContent = end + " " +
			peer(flow[end]);
	showGap(row);
	byId("stepper").hidden = shown.steps.length === 0;
	byId("slider").max = Math.max(shown.steps.length, 1);
	showList();
	chooseSide();
	goTo(at);
}

function describe(flow) {
	const parts = [
		"From " + flow.start.replace("T", " ").slice(0, -1) +
			" for " + duration(flow.duration),
		"ended: " + flow.reason,
		"client sent " + count(flow.client.bytes, "octet", "octets"),
		"server sent " + count(flow.server.bytes, "octet", "octets"),
	];

	if (flow.partial)
		parts.push("its beginning was not captured");
	return parts.join("; ") + ".";
}

/* What of the connection is not in the page, and how to have it. */
function gapWords(row) {
	const left = count(row.left_out, "step was", "steps were") +
		" left out";

	if (row.left_out === 0)
		return "No segment or event of it is shown.";
	if (row.steps === 0)
		return left + ", as the page has an end. This shows them: " +
			"tcpflow --conn " + row.flow.conn + " --report FILE";
	return left + " after step " + group(row.head) + ", as the page has " +
		"an end. --where or --findings show some of them, the lines " +
		"of tcpflow --conn " + row.flow.conn + " all.";
}

function showGap(row) {
	byId("connection-notice").hidden = row.steps > 0 && row.left_out === 0;
	byId("connection-notice").textContent = gapWords(row);
}

/* --- a step */

function goTo(at) {
	const end = shown.steps.length - 1;

	if (end < 0)
		return;
	shown.at = Math.max(0, Math.min(at, end));
	byId("slider").value = shown.at + 1;
	byId("slider").setAttribute("aria-valuetext", stepTitle(shown.at));
	byId("step-now").textContent = (shown.at + 1) + " / " + (end + 1);
	byId("step-first").disabled = byId("step-before").disabled =
		shown.at === 0;
	byId("step-last").disabled = byId("step-after").disabled =
		shown.at === end;
	showNow();
	showDiagram();
	showLadder();
	showCursor();
	keepAddress();
}

/* The address names the step, so that it can be told to others; not at once,
 * for browsers object to a hundred changes in a moment. */
function keepAddress() {
	clearTimeout(shown.addressing);
	shown.addressing = setTimeout(() => history.replaceState(null, "",
		"#" + shown.row.flow.conn + "/" + (shown.at + 1)),
		ADDRESS_MILLISECONDS);
}

function stepTitle(at) {
	const step = shown.steps[at];

	return "Step " + (at + 1) + " of " + shown.steps.length +
		(step.number === null ? "" : ", packet " + step.number) +
		", " + duration(step.at);
}

function segmentWords(step) {
	if (step.event)
		return "no segment: an event of the " + step.event;
	return step.from + " sends " + step.label;
}

function marks(step, name) {
	return step.notes.map((note, i) => element(name, {
		className: step.trouble >> i & 1 ? "mark bad" : "mark",
	}, note));
}

function showNow() {
	const step = shown.steps[shown.at];
	const stays = ENDS.every((end) => step[end].length === 1);

	byId("now-title").textContent = stepTitle(shown.at);
	byId("now-segment").textContent = clock(step.ts) + "  " +
		segmentWords(step);
	byId("now-states").replaceChildren(...ENDS.map((end) =>
		element("div", {},
			element("dt", { className: end }, end),
			element("dd", {}, step[end].map(spoken)
				.join(" \u2192 ")))));
	byId("now-notes").replaceChildren(...marks(step, "li"));
	byId("now-why").replaceChildren(...step.explain.map((sentence) =>
		element("li", {}, sentence)));
	if (step.explain.length === 0 && stays)
		byId("now-why").append(element("li", {}, "No state changes."));
}

/* --- the state diagram */

/* The pairs of states that an end went through with the step. */
function transitions(step, end) {
	const states = step[end].map(nameOf);

	return states.slice(1).map((to, i) => [states[i], to])
		.filter(([from, to]) => from !== to);
}

function showToken(end, state) {
	const token = byId("token-" + end);
	const [x, y] = PLACES[nameOf(state)];
	const side = end === "client" ? -TOKEN_X : TOKEN_X;

	token.style.transform = "translate(" + (x + side) + "px, " +
		(y + TOKEN_Y) + "px)";
	token.dataset.state = state;
	token.classList.toggle("assumed", !isSure(state));
	token.lastElementChild.textContent = end[0].toUpperCase() +
		(isSure(state) ? "" : "?");
}

/* The arrows that were taken; the words of those that the figure has not. */
function showArrows(step) {
	const missing = [];

	for (const arrow of document.querySelectorAll(".arrow"))
		arrow.classList.remove("by-client", "by-server");
	for (const end of ENDS) {
		for (const [from, to] of transitions(step, end)) {
			const arrow = document.querySelector(
				".arrow[data-from=" + from + "][data-to=" +
				to + "]");

			if (arrow)
				arrow.classList.add("by-" + end);
			else
				missing.push(end + " " + from + " \u2192 " +
					to);
		}
	}
	return missing;
}

function showDiagram() {
	const step = shown.steps[shown.at];
	const missing = showArrows(step);
	const seen = new Set();

	for (const passed of shown.steps.slice(0, shown.at + 1))
		for (const end of ENDS)
			for (const state of passed[end])
				seen.add(nameOf(state));
	for (const box of document.querySelectorAll(".state")) {
		const name = box.dataset.state;

		box.classList.toggle("seen", seen.has(name));
		box.classList.toggle("here", ENDS.some((end) =>
			nameOf(step.is[end]) === name));
	}
	for (const end of ENDS)
		showToken(end, step.is[end]);
	byId("diagram-now").textContent = "State diagram. " +
		ENDS.map((end) => end + ": " + spoken(step.is[end]))
			.join("; ");
	byId("diagram-note").textContent = missing.length ?
		"The figure has no arrow for this: " + missing.join(", ") +
		" (a RST, a time-out, or an assumption that proved wrong)." :
		"";
}

/* --- the ladder */

function stateCell(step, end) {
	return element("span", { className: "end " + end },
		element("span", {}, step.news[end] ? step.is[end] : ""));
}

function ladderRow(step, i) {
	const button = element("button", { type: "button", tabIndex: -1 },
		element("span", { className: "time" },
			(step.at < 0 ? "" : "+") + step.at.toFixed(6)),
		stateCell(step, "client"),
		element("span", { className: "wire" },
			step.event ? "event" : step.label),
		stateCell(step, "server"));
	const row = element("li", {
		className: "row " + (step.event ? "event" :
			"from-" + step.from),
	}, button);

	if (step.notes.length)
		button.append(element("span", { className: "said" },
			...marks(step, "span")));
	button.setAttribute("aria-label", stepTitle(i) + ": " +
		segmentWords(step) + ". Client " + spoken(step.is.client) +
		", server " + spoken(step.is.server) + ". " +
		step.notes.join(", "));
	button.addEventListener("click", () => goTo(i));
	row.dataset.step = i;
	return row;
}

function drawLadder(middle, rows) {
	const steps = shown.steps;
	const ladder = byId("ladder");
	const gap = shown.row.left_out ? shown.row.head : -1;
	const made = [];

	shown.from = Math.max(0, Math.min(middle - Math.floor(rows / 2),
		steps.length - rows));
	shown.to = Math.min(steps.length, shown.from + rows);
	for (let i = shown.from; i < shown.to; i++) {
		if (i === gap)
			made.push(gapRow());
		made.push(ladderRow(steps[i], i));
	}
	if (gap === steps.length && shown.to === steps.length)
		made.push(gapRow());
	ladder.replaceChildren(...made);
	byId("ladder-before").hidden = shown.from === 0;
	byId("ladder-after").hidden = shown.to === steps.length;
}

function gapRow() {
	return element("li", { className: "gap" },
		count(shown.row.left_out, "step was", "steps were") +
		" left out here");
}

function showLadder() {
	const ladder = byId("ladder");

	if (shown.at < shown.from || shown.at >= shown.to)
		drawLadder(shown.at, LADDER_ROWS);
	for (const row of ladder.querySelectorAll("[aria-current]")) {
		row.removeAttribute("aria-current");
		row.firstElementChild.tabIndex = -1;
	}
	markRow(ladder.querySelector("[data-step='" + shown.at + "']"));
}

/* Only the ladder scrolls, not the page under the reader's hand. */
function markRow(row) {
	const ladder = byId("ladder");
	const top = row.offsetTop;

	row.setAttribute("aria-current", "step");
	row.firstElementChild.tabIndex = 0;
	if (top < ladder.scrollTop)
		ladder.scrollTop = top;
	else if (top + row.offsetHeight >
		ladder.scrollTop + ladder.clientHeight)
		ladder.scrollTop = top + row.offsetHeight -
			ladder.clientHeight;
}

function turnLadder(by) {
	drawLadder(by < 0 ? shown.from : shown.to, LADDER_ROWS);
	goTo(by < 0 ? shown.from : shown.to - 1);
}

/* --- the graphs */

const MARGIN = { left: 64, right: 14, top: 24, bottom: 34 };
const graph = { side: "client", across: "time", drawn: [], width: 0 };

/* Where a step stands across. */
function across(i) {
	return graph.across === "time" ? shown.steps[i].at : i + 1;
}

/* Events come long after the last segment at times: a graph of segments ends
 * with the last of these. */
function segments() {
	return shown.steps.map((step, i) => [step, i])
		.filter(([step]) => step.from);
}

/* A round step, so that there are some five ticks. */
function tickStep(span, whole) {
	const rough = span / 5;
	const power = 10 ** Math.floor(Math.log10(rough || 1));
	const found = [1, 2, 5, 10].map((factor) => factor * power)
		.find((step) => step >= rough);

	return whole ? Math.max(1, found) : found;
}

function ticks(low, high, whole) {
	const step = tickStep(high - low, whole);
	const made = [];

	for (let at = Math.ceil(low / step); at * step <= high; at++)
		made.push(at * step);
	return made;
}

/* A frame with axes: from what the data have to where they are drawn. */
function frame(id, height, ranges) {
	const svg = byId(id);
	const width = Math.max(280, Math.round(svg.clientWidth) || 640);
	const { low, high, label, text, whole } = ranges;
	const xs = segments().map(([, i]) => across(i));
	const left = Math.min(...extremes(xs));
	const right = Math.max(...extremes(xs), left + 1e-9);
	const x = (value) => MARGIN.left + (value - left) /
		(right - left) * (width - MARGIN.left - MARGIN.right);
	const y = (value) => height - MARGIN.bottom - (value - low) /
		(high - low || 1) * (height - MARGIN.top - MARGIN.bottom);

	svg.replaceChildren(...svg.querySelectorAll("title"));
	svg.setAttribute("viewBox", "0 0 " + width + " " + height);
	svg.setAttribute("class", "g-" + graph.side);
	for (const tick of ticks(low, high, whole))
		svg.append(shape("path", { class: "grid", d: "M" +
			MARGIN.left + " " + y(tick) + "H" +
			(width - MARGIN.right) }),
			shape("text", { x: MARGIN.left - 6, y: y(tick) + 4,
				"text-anchor": "end" }, text(tick)));
	for (const tick of ticks(left, right, graph.across === "step"))
		svg.append(shape("path", { class: "grid", d: "M" + x(tick) +
			" " + MARGIN.top + "V" + (height - MARGIN.bottom) }),
			shape("text", { x: x(tick),
				y: height - MARGIN.bottom + 14,
				"text-anchor": "middle" },
			graph.across === "step" ? String(tick) :
				duration(tick)));
	svg.append(shape("path", { class: "axis", d: "M" + MARGIN.left + " " +
		MARGIN.top + "V" + (height - MARGIN.bottom) + "H" +
		(width - MARGIN.right) }),
		shape("text", { x: 6, y: 14 }, label),
		shape("text", { x: width - MARGIN.right, y: height - 4,
			"text-anchor": "end" }, graph.across === "step" ?
			"step" : "time since the first segment"));
	graph.drawn.push({ svg, x, left, right, width, height });
	return { svg, x, y };
}

/* The least and the greatest, of a list that may be too long for a call. */
function extremes(values) {
	let low = Infinity;
	let high = -Infinity;

	for (const value of values) {
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	return low <= high ? [low, high] : [0, 1];
}

function round(value) {
	return Math.round(value * 10) / 10;
}

/* What the time-sequence graph shows of one direction. */
function sequenceParts() {
	const parts = { data: [], again: [], acks: [], edges: [], sacks: [] };

	for (const [step, i] of segments()) {
		const at = across(i);

		if (step.from === graph.side && step.seq !== undefined &&
			step.space > 0)
			(step.again ? parts.again : parts.data).push([at,
				step.seq, step.seq + step.space]);
		if (step.from === graph.side || step.ack === undefined)
			continue;
		parts.acks.push([at, step.ack]);
		if (step.window !== null)
			parts.edges.push([at, step.ack + step.window]);
		for (const [low, high] of step.sack)
			parts.sacks.push([at, low, high]);
	}
	return parts;
}

/* The window is often so large that its edge would press all else to the
 * ground: then the graph ends above the data, and the edge goes out of it. */
function sequenceRange(parts) {
	const numbers = [];
	let [low, high] = [0, 1];

	for (const [, from, to] of [...parts.data, ...parts.again,
		...parts.sacks])
		numbers.push(from, to);
	for (const [, ack] of parts.acks)
		numbers.push(ack);
	[low, high] = extremes(numbers);
	const edge = extremes(parts.edges.map(([, value]) => value))[1];
	const room = Math.max((high - low) * 1.08, 1);

	return parts.edges.length && edge - low <= room * 2.5 ?
		[low, Math.max(edge, low + room)] : [low, low + room];
}

function bars(list, x, y) {
	return list.map(([at, from, to]) => "M" + round(x(at)) + " " +
		round(y(from)) + "V" + round(Math.min(y(to), y(from) - 2)))
		.join("");
}

/* A line that stays until it changes. */
function stairs(list, x, y, top) {
	return list.map(([at, value], i) => (i ? "H" + round(x(at)) + "V" :
		"M" + round(x(at)) + " ") + round(Math.max(y(value), top)))
		.join("");
}

function drawSequence() {
	const parts = sequenceParts();
	const [low, high] = sequenceRange(parts);
	const { svg, x, y } = frame("sequence", 320, {
		low, high, label: "sequence number", whole: true,
		text: (value) => group(value),
	});

	svg.append(
		shape("path", { class: "g-edge",
			d: stairs(parts.edges, x, y, MARGIN.top - 5) }),
		shape("path", { class: "g-sack", d: bars(parts.sacks, x, y) }),
		shape("path", { class: "g-ack",
			d: stairs(parts.acks, x, y, 3) }),
		shape("path", { class: "g-data", d: bars(parts.data, x, y) }),
		shape("path", { class: "g-again",
			d: bars(parts.again, x, y) }),
		shape("path", { class: "g-again-head", d: parts.again
			.map(([at, , to]) => "M" + round(x(at) - 5) + " " +
				round(y(to)) + "h10l-5 -8z").join("") }));
	byId("sequence-caption").textContent =
		"Time-sequence graph: what the " + graph.side +
		" sent, and what of it was acknowledged";
	byId("sequence-text").textContent = count(parts.data.length,
		"segment", "segments") + " of data, SYN or FIN, " +
		count(parts.again.length, "was", "were") + " sent again; " +
		count(parts.acks.length, "acknowledgment",
			"acknowledgments") + ", " +
		count(parts.sacks.length, "SACK block", "SACK blocks") +
		(parts.edges.some(([, edge]) => edge > high) ?
			"; the edge of the window is beyond the graph." : ".");
}

function drawFlight() {
	const end = ENDS.indexOf(graph.side);
	const points = segments().map(([step, i]) =>
		[across(i), step.flight[end]]);
	const high = extremes(points.map(([, value]) => value))[1];
	const { svg, x, y } = frame("flight", 200, {
		low: 0, high: Math.max(high, 1) * 1.08, whole: true,
		label: "octets", text: (value) => octets(value),
	});

	svg.append(shape("path", { class: "g-ack",
		d: stairs(points, x, y, 3) }));
	byId("flight-caption").textContent = "In flight: sent by the " +
		graph.side + " and not acknowledged";
	byId("flight-text").textContent = "At most " +
		count(high, "octet", "octets") + ", SYN and FIN counted.";
}

function drawRtt() {
	const end = ENDS.indexOf(graph.side);
	const points = segments().filter(([step]) => step.rtt &&
		step.rtt[end] !== null)
		.map(([step, i]) => [across(i), step.rtt[end]]);
	const [low, high] = extremes(points.map(([, value]) => value));
	const { svg, x, y } = frame("rtt", 200, {
		low: 0, high: points.length ? high * 1.1 : 1, label: "",
		text: (value) => points.length ? duration(value) : "",
	});

	svg.append(shape("path", { class: "g-dots", d: points
		.map(([at, value]) => "M" + round(x(at) - 4) + " " +
			round(y(value)) + "a4 4 0 1 0 8 0a4 4 0 1 0 -8 0")
		.join("") }));
	byId("rtt-caption").textContent = "Round-trip times of the " +
		graph.side + "'s data, from the point of capture and back";
	byId("rtt-text").textContent = points.length ?
		count(points.length, "time", "times") + ", from " +
		duration(low) + " to " + duration(high) + "." :
		"None could be measured.";
}

function drawGraphs() {
	graph.drawn = [];
	if (shown.steps.length === 0)
		return;
	byId("graphs").hidden = segments().length === 0;
	if (segments().length === 0)
		return;
	drawSequence();
	drawFlight();
	drawRtt();
	for (const drawn of graph.drawn) {
		drawn.cursor = shape("line", { class: "g-cursor",
			y1: MARGIN.top, y2: drawn.height - MARGIN.bottom });
		drawn.svg.append(drawn.cursor);
	}
	byId("graphs").className = "g-" + graph.side;
}

function showCursor() {
	for (const drawn of graph.drawn) {
		const x = drawn.x(Math.min(Math.max(across(shown.at),
			drawn.left), drawn.right));

		drawn.cursor.setAttribute("x1", x);
		drawn.cursor.setAttribute("x2", x);
	}
}

/* The end that sent more is what one wants to see first; and where one pause
 * is most of the time, steps show more than it. */
function chooseSide() {
	const flow = shown.row.flow;
	const times = segments().map(([step]) => step.at);
	const whole = times.length ? last(times) : 0;
	const pause = Math.max(0, ...extremes(times.slice(1)
		.map((at, i) => at - times[i])));

	graph.side = flow.server.bytes > flow.client.bytes ? "server" :
		"client";
	graph.across = whole > 0 && pause < whole / 4 ? "time" : "step";
	for (const name of ["side", "across"])
		document.querySelector("input[name=" + name + "][value=" +
			graph[name] + "]").checked = true;
	drawGraphs();
}

/* The step that is nearest to where one points. */
function goToPoint(event) {
	const drawn = graph.drawn.find((one) =>
		one.svg === event.currentTarget);
	const box = drawn.svg.getBoundingClientRect();
	const x = (event.clientX - box.left) * drawn.width / box.width;
	let nearest = null;

	for (const [, i] of segments()) {
		const distance = Math.abs(drawn.x(across(i)) - x);

		if (!nearest || distance < nearest.distance)
			nearest = { distance, i };
	}
	goTo(nearest.i);
}

/* --- playing */

function stop() {
	clearInterval(shown.playing);
	shown.playing = null;
	byId("step-play").textContent = "Play";
	byId("step-play").setAttribute("aria-pressed", "false");
}

function playOn() {
	if (shown.at >= shown.steps.length - 1)
		stop();
	else
		goTo(shown.at + 1);
}

function play() {
	if (shown.playing) {
		stop();
		return;
	}
	if (shown.at === shown.steps.length - 1)
		goTo(0);
	shown.playing = setInterval(playOn, PLAY_MILLISECONDS);
	byId("step-play").textContent = "Pause";
	byId("step-play").setAttribute("aria-pressed", "true");
}

/* --- what one does */

function step(by) {
	stop();
	goTo(shown.at + by);
}

const KEYS = {
	ArrowLeft: () => step(-1),
	ArrowRight: () => step(1),
	Home: () => step(-Infinity),
	End: () => step(Infinity),
	" ": play,
};

/* A key belongs to what has the focus, if that has a use for it. */
function isTaken(event) {
	const target = event.target;

	if (event.ctrlKey || event.altKey || event.metaKey ||
		target.closest("input, select, textarea, .scroll"))
		return true;
	return event.key === " " && target.closest("button, a") !== null;
}

function onKey(event) {
	const act = KEYS[event.key];

	if (!act || shown.steps.length === 0 || isTaken(event))
		return;
	event.preventDefault();
	act();
}

/* "#3/7": the seventh step of connection 3. */
function follow() {
	const found = location.hash.match(/^#(\d+)(?:\/(\d+))?$/);
	const row = found && connections.find((one) =>
		one.flow.conn === Number(found[1]));
	const at = found && found[2] ? Number(found[2]) - 1 : 0;

	if (!row)
		return false;
	if (row !== shown.row)
		showConnection(row, at);
	else
		goTo(at);
	return true;
}

function onHash() {
	if (follow())
		byId("connection-title").focus();
}

function onPaper() {
	if (shown.steps.length) {
		drawLadder(shown.at, LADDER_ROWS_PRINTED);
		showLadder();
	}
}

/* Drawing changes the height of what is observed: only the width counts. */
function onWidth() {
	const width = byId("graphs").clientWidth;

	if (width === graph.width)
		return;
	graph.width = width;
	drawGraphs();
	showCursor();
}

function listen() {
	const clicks = {
		"page-before": () => turnPage(-1),
		"page-after": () => turnPage(1),
		"step-first": () => step(-Infinity),
		"step-before": () => step(-1),
		"step-after": () => step(1),
		"step-last": () => step(Infinity),
		"step-play": play,
		"ladder-before": () => turnLadder(-1),
		"ladder-after": () => turnLadder(1),
		"sequence": goToPoint,
		"flight": goToPoint,
		"rtt": goToPoint,
	};

	for (const [id, act] of Object.entries(clicks))
		byId(id).addEventListener("click", act);
	byId("slider").addEventListener("input", () => {
		stop();
		goTo(Number(byId("slider").value) - 1);
	});
	for (const id of ["words", "reason", "trouble"])
		byId(id).addEventListener("input", filterList);
	byId("filter").addEventListener("submit", (event) =>
		event.preventDefault());
	for (const input of document.querySelectorAll(
		"input[name=side], input[name=across]"))
		input.addEventListener("change", () => {
			graph[input.name] = input.value;
			drawGraphs();
			showCursor();
		});
	document.addEventListener("keydown", onKey);
	window.addEventListener("hashchange", onHash);
	window.addEventListener("beforeprint", onPaper);
	new ResizeObserver(onWidth).observe(byId("graphs"));
}

function begin() {
	const first = connections.find((row) => row.steps > 0) ||
		connections[0];

	showFigures();
	showNotices();
	showHeads();
	showReasons();
	sortList();
	listen();
	if (follow())
		return;
	if (first)
		showConnection(first, 0);
	else
		byId("connection").hidden = true;
}

begin();
}());
