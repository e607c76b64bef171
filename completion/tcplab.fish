# Completes tcplab's command line in fish: its options, and the labs, which it
# lists itself.

function __tcplab_labs
    set -l words (commandline -opc)
    command $words[1] --list 2>/dev/null |
        string replace -rf '^(\S+) +\S+ +(.*)$' '$1\t$2'
end

complete -c tcplab -f -a '(__tcplab_labs)'
complete -c tcplab -s h -l help -d 'Print the options'
complete -c tcplab -l version -d 'Print the version'
complete -c tcplab -l list -d 'List the labs'
complete -c tcplab -l all -d 'Play all labs, and judge them'
complete -c tcplab -l watch -d 'Show what tcpflow sees of each call'
complete -c tcplab -l port -x -d 'Port of the server'
complete -c tcplab -l record -x -a '(__fish_complete_directories)' -d 'Record what is sent'
