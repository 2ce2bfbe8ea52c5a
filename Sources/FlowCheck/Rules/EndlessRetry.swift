import LuaSyntax

/// A loop that tries again and again and is not left when it fails: a caller who says nothing is asked for ever, and a
/// prompt that cannot be played is tried as fast as the service refuses it, until the session's inputs are used up
/// (lua-world, A3 and A5). A loop that also waits for something else is left alone.
struct EndlessRetry: Rule {
    let name = "endless_retry"
    let severity = Finding.Severity.warning

    func findings(in file: FlowFile) -> [Finding] {
        var loops: [LuaStatement] = []
        file.tree.walk(enter: { node in
            if case .statement(let statement) = node {
                switch statement.kind {
                case .while, .repeat: loops.append(statement)
                default: break
                }
            }
            return true
        })
        var told: [LuaRange] = []
        var found: [Finding] = []
        // The innermost is the one that turns.
        for loop in loops.reversed() {
            guard !told.contains(where: { loop.range.start <= $0.start && $0.end <= loop.range.end }),
                let site = endless(loop, file)
            else { continue }
            told.append(loop.range)
            found.append(
                finding(
                    file, loop.range, "this loop is not left while \(site.what) of line \(site.line) fails",
                    hint: "count the tries, as in for try = 1, 3 do, or break on err"))
        }
        return found
    }

    private func endless(_ loop: LuaStatement, _ file: FlowFile) -> (what: String, line: Int)? {
        let run = FailingRun(file)
        let (ways, isLeft): (FailingRun.Ways, Bool)
        switch loop.kind {
        case .while(let condition, let body):
            ways = run.ways(through: body)
            isLeft = !condition.isAlwaysTrue && run.truth(condition) != true
        case .repeat(let body, let condition):
            ways = run.ways(through: body)
            isLeft = run.truth(condition) != false
        default: return nil
        }
        guard !isLeft, ways == .through, !run.isPaced, let site = run.tried.first else { return nil }
        return (site.function == nil ? "menu.ask" : site.name, site.line)
    }
}
