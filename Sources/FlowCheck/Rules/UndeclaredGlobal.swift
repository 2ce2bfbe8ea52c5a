import FlowEngine

/// A global that is not there, or an assignment to any: worlds have no globals of the flow's own (README, "The Lua that
/// flows run in"), so a missing `local` or a misspelled name raises.
struct UndeclaredGlobal: Rule {
    let name = "undeclared_global"
    let severity = Finding.Severity.error

    private static let instead = [
        "print": "write log.info(…)", "load": "flows cannot load code", "loadstring": "flows cannot load code",
        "dofile": "write require \"lib.…\"", "loadfile": "write require \"lib.…\"",
        "collectgarbage": "memory is the runtime's", "unpack": "write table.unpack",
        "io": "flows have no files; there is store",
        "package": "there is only require", "warn": "write log.warning(…)",
    ]

    func findings(in file: FlowFile) -> [Finding] {
        file.names.globals.compactMap { use in
            let word = use.name.text
            let isKnown = Host.allGlobals.contains(word)
            switch (use.isWrite, isKnown) {
            case (false, true): return nil
            case (false, false):
                return finding(
                    file, use.name.range, "undeclared global '\(word)'",
                    hint: Self.instead[word] ?? Hint.nearest(word, among: Host.allGlobals.sorted()))
            case (true, true):
                return finding(
                    file, use.name.range, "'\(word)' belongs to Hookswitch and cannot be changed", hint: "write local")
            case (true, false):
                return finding(
                    file, use.name.range, "assigning to undeclared global '\(word)'", hint: "write local before it")
            }
        }
    }
}
