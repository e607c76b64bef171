# Completes tcpflow's command line in fish.
#
# What comes without an option is a filter, for which nothing is offered.

# The names in the program's list, "2.lo [Up, Running]".
function __tcpflow_interfaces
    set -l words (commandline -opc)
    command $words[1] -D 2>/dev/null |
        string replace -rf '^\d+\.(\S+) ?(.*)$' '$1\t$2'
end

# __tcpflow_types OPTION: what -L or -J lists for the interface of this command
# line, "  EN10MB (Ethernet)".
function __tcpflow_types
    set -l words (commandline -opc)
    set -l interface
    if set -l at (contains -i -- -i $words)
        set interface -i $words[(math $at + 1)]
    end
    command $words[1] $argv[1] $interface 2>/dev/null |
        string replace -rf '^  (\S+) \((.*?)\).*$' '$1\t$2'
end

# Some of them, separated by commas.
function __tcpflow_records
    set -l given (string match -r '^(?:--json=)?(?:.*,)?' -- (commandline -ct))
    set given (string replace -- '--json=' '' $given)
    for record in capture packet state flow notice summary
        if not string match -q "*,$record,*" ",$given"
            echo $given$record
        end
    end
end

complete -c tcpflow -f

# where packets come from
complete -c tcpflow -s i -l interface -x -a '(__tcpflow_interfaces)' -d 'Where to capture'
complete -c tcpflow -s D -l list-interfaces -d 'List the interfaces'
complete -c tcpflow -s L -l list-data-link-types -d 'List the link types of the interface'
complete -c tcpflow -s J -l list-time-stamp-types -d 'List the types of time stamps of the interface'
complete -c tcpflow -s y -l linktype -x -a '(__tcpflow_types -L)' -d 'Link type'
complete -c tcpflow -s j -l time-stamp-type -x -a '(__tcpflow_types -J)' -d 'Type of time stamps'
complete -c tcpflow -s Q -l direction -x -a 'in out inout' -d 'Direction of packets'
complete -c tcpflow -s B -l buffer-size -x -d 'Size of the buffer in KiB'
complete -c tcpflow -l immediate-mode -d 'Take each packet at once'
complete -c tcpflow -s r -r -F -d 'Read a capture file'
complete -c tcpflow -s V -r -F -d 'Read the files whose names are in a file'
complete -c tcpflow -l merge -d 'Read the files in the order of time'
complete -c tcpflow -l follow-file -d 'Wait for more at the end of the file'
complete -c tcpflow -s c -x -d 'End after so many packets'
complete -c tcpflow -s s -l snapshot-length -x -d 'Octets to capture of each packet'
complete -c tcpflow -s p -l no-promiscuous-mode -d 'No promiscuous mode'
complete -c tcpflow -s F -r -F -d 'The filter is in this file'
complete -c tcpflow -s O -l no-optimize -d 'Do not optimize the filter'
complete -c tcpflow -s d -d 'Print the code of the filter, and end'

# what a line shows
complete -c tcpflow -s n -d 'Numbers instead of names'
complete -c tcpflow -s N -d 'Names without domain'
complete -c tcpflow -s f -d 'Names of the own network alone'
complete -c tcpflow -s v -d 'More of the headers, checksums'
complete -c tcpflow -s q -d 'Less of TCP'
complete -c tcpflow -s e -d 'The link-layer header'
complete -c tcpflow -s S -l absolute-tcp-sequence-numbers -d 'Absolute sequence numbers'
complete -c tcpflow -s K -l dont-verify-checksums -d 'Do not verify checksums'
complete -c tcpflow -s '#' -l number -d 'Number the packets'
complete -c tcpflow -s t -d 'No time; -tt to -ttttt: other forms of time'
complete -c tcpflow -l micro -d 'Six digits of time'
complete -c tcpflow -l nano -d 'Nine digits of time'
complete -c tcpflow -l time-stamp-precision -x -a 'micro nano' -d 'Digits of time'
complete -c tcpflow -s x -d 'The packet in hex'
complete -c tcpflow -s X -d 'The packet in hex and ASCII'
complete -c tcpflow -s A -d 'The packet in ASCII'
complete -c tcpflow -l classic -d 'The line of the book, as tcpdump 3 wrote it'
complete -c tcpflow -l no-state -d 'The line of tcpdump alone'
complete -c tcpflow -l explain -d 'Why a state changes'
complete -c tcpflow -l max-memory -x -d 'Memory for connections, as 64M or 2G'
complete -c tcpflow -l msl -x -d 'Maximum segment lifetime, in seconds'

# which lines
complete -c tcpflow -l conn -x -d 'Only of these connections: N[,N]...'
complete -c tcpflow -l transitions -d 'Only lines that change a state'
complete -c tcpflow -l findings -d 'Only lines that note something odd'
complete -c tcpflow -l where -x -d 'Only lines for which this expression holds'
complete -c tcpflow -l stuck -d 'Who waits too long (=SECONDS), and for what'
complete -c tcpflow -l assert -x -d 'What must hold for each connection'

# where it goes
complete -c tcpflow -s w -r -F -d 'Write packets to a capture file'
complete -c tcpflow -s C -x -d 'Begin another file after so many million octets'
complete -c tcpflow -s G -x -d 'Begin another file every so many seconds'
complete -c tcpflow -s W -x -d 'How many files'
complete -c tcpflow -l print -d 'Print lines too, with -w or --stuck'
complete -c tcpflow -s U -l packet-buffered -d 'Write each packet and line out at once'
complete -c tcpflow -l count -d 'Print only how many packets there are'
complete -c tcpflow -s l -d 'Write each line out at once'
complete -c tcpflow -l json -f -a '(__tcpflow_records)' -d 'JSON records instead of lines'
complete -c tcpflow -l ladder -f -a 'ascii unicode mermaid svg' -d 'A figure instead of lines'
complete -c tcpflow -l table -f -a 'open all' -d 'A table of connections instead of lines'
complete -c tcpflow -l interval -x -d 'A table every so many seconds'
complete -c tcpflow -l sort -x -a 'number client server state age bytes packets retransmissions rtt waiting' -d 'The order of a table'
complete -c tcpflow -l report -r -F -d 'Write a page of HTML instead of lines'
complete -c tcpflow -l color -f -a 'auto always never' -d Colours
complete -c tcpflow -l colour -f -a 'auto always never' -d Colours

# what it may do
complete -c tcpflow -s Z -l relinquish-privileges -x -a '(__fish_complete_users)' -d 'Started by root, go on as this user'
complete -c tcpflow -l sandbox -x -a 'auto require off' -d 'What is left to the program when it reads packets'

complete -c tcpflow -s h -l help -d 'What can be said on the command line'
complete -c tcpflow -l version -d 'Versions of tcpflow and libpcap'
