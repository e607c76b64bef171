# What must hold of the records of one run of tcpflow --json, beside what the
# schema says of each.  Reads all of them as one array (jq -s); writes a line
# for whatever does not hold.

def fields: {
	capture: "filter linktype live precision schema snaplen source ts type version",
	packet: "ack ack_rel cksum conn dport dst flags from length notes number options seq seq_rel sport src state ts type urg win window",
	state: "cause conn end from number sure to ts type",
	flow: "client conn duration end incarnation partial reason rtt_handshake server start ts type",
	notice: "conn count kind number text ts type",
	summary: "backwards connections duration end fragments not_tcp packets ranges_forgotten start ts type",
};

def end_fields: "addr bytes dup_acks fin mss out_of_order packets port retransmitted rst rtt sack state states timestamps urgent window wscale zero_windows";

def names: keys - ["explain", "tunnel"] | join(" ");

def of($type): map(select(.type == $type));

# Each record has its fields and no others.
def every_field:
	to_entries[] | .key as $line | .value |
	if fields[.type] == null then "line \($line): type \(.type)"
	elif names != fields[.type] then "line \($line): fields \(names)"
	elif .type == "flow" and ([.client, .server] | any(names != end_fields))
	then "line \($line): fields of an end"
	else empty end;

def order:
	if .[0].type != "capture" then "the first is \(.[0].type)" else empty end,
	if .[-1].type != "summary" then "the last is \(.[-1].type)" else empty end,
	if (of("capture") | length) != 1 then "captures" else empty end,
	if (of("summary") | length) != 1 then "summaries" else empty end;

# Packets are numbered in their order, and not beyond the number captured.
def numbers:
	(of("packet") | map(.number)) as $numbers |
	if $numbers != ($numbers | unique) then "numbers of packets" else empty end,
	if ($numbers | max // 0) > .[-1].packets.captured then "more packets than captured" else empty end;

# Time goes on, unless a notice says that it did not.
def times:
	if of("notice") | any(.kind == "time") then empty
	else of("packet") | map(.ts) |
		if . != sort then "packets are not in the order of time" else empty end
	end;

# The transitions of an end fit together, and lead to the flow's last state.
def transitions:
	of("flow") as $flows |
	of("state") | group_by([.conn, .end])[] | . as $steps |
	(range(1; length) | select($steps[.].from != $steps[. - 1].to) |
		"\($steps[.]) does not begin where the one before it ended"),
	($flows[] | select(.conn == $steps[0].conn) | .[$steps[0].end].state |
		select(. != $steps[-1].to) |
		"connection \($steps[0].conn): \($steps[0].end) ends in \(.), not \($steps[-1].to)");

# What a state record says is what the packet's record shows.
def agreement:
	(of("packet") | map({ key: "\(.number)", value: . }) | from_entries) as $packets |
	of("state") | group_by([.number, .conn, .end])[] | .[-1] |
	select(.number) | . as $step | $packets["\(.number)"] |
	select(. and .conn == $step.conn and .state[$step.end] != $step.to) |
	"packet \(.number) and its transition \($step)";

# A flow has as many packets as there are records of them; fragments are one,
# when they are whole.
def counts:
	(of("packet") | group_by(.conn) | map({ key: "\(.[0].conn)", value: . }) | from_entries) as $packets |
	of("flow")[] | . as $flow | ($packets["\(.conn)"] // []) |
	map(select(.flags and all(.notes[]; . != "fragment"))) | (if $flow.client.addr == $flow.server.addr and $flow.client.port == $flow.server.port
		then [] else ["client", "server"] end)[] as $side |
	if (map(select(.from == $side)) | length) != $flow[$side].packets
	then "connection \($flow.conn): packets of the \($side)" else empty end;

def flows:
	of("flow") as $flows |
	if ($flows | length) != .[-1].connections.seen then "flows, and connections seen" else empty end,
	($flows[] | select(.end < .start) | "flow \(.conn) ends before it starts"),
	($flows[] | .client, .server | .rtt | select(.samples > 0) |
		select(.min > .avg + 0.000001 or .avg > .max) | "round-trip times \(.)");

if length == 0 then "there is no record"
else every_field, order, numbers, times, transitions, agreement, counts, flows
end
