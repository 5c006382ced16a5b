# Completion of stillpd for fish. stillpd wrote this file: stillpd --install-completion fish
# It runs stillpd to ask what fits, and evaluates nothing of the answer.

function __stillpd_complete
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    set -l typed
    for quote in '' \' '"'
        set typed (string unescape -- "$raw$quote"); and break
    end
    set -l program stillpd
    for word in $words
        # Before the program may stand variables, as in: STILLPD_SHARED_SCREEN=1 stillpd show
        if not string match -qr '^\w+=' -- $word
            command -q -- $word; and set program $word
            break
        end
    end
    set -lx _STILLPD_COMPLETE fish
    set -lx _STILLPD_WORDS (string join \x1f -- $words)
    set -lx _STILLPD_TYPED "$typed"
    command $program </dev/null 2>/dev/null | while read -l line
        switch $line
            case word\t\* part\t\*
                string split -m 1 -f 2 \t -- $line
            case files
                __fish_complete_path $raw
        end
    end
end

complete -c stillpd -f -k -a '(__stillpd_complete)'
