import LuaEngine

/// Tries the steps of a flow's charts, each by itself and up to its first wait, in worlds that nothing goes out of.
package enum ChartTrials {
    /// A world takes so many tries of steps: what has come to its first wait stays in it.
    private static let mostTries = 200

    /// What the steps of a flow refuse whose charts have no mistakes. A flow whose steps cannot be tried to the end refuses
    /// no more than was heard until then.
    package static func refusals(of flow: FlowDefinition, environment: FlowEnvironment) -> [FlowChartFinding] {
        var (found, first, hasMore): ([FlowChartFinding], Int, Bool) = ([], 1, true)
        while hasMore {
            guard let instance = try? FlowInstance(flow, environment: environment.forTrials, seed: 1) else { break }
            defer { instance.drop() }
            guard let tried = try? instance.tryCharts(from: first, to: first + mostTries - 1) else { break }
            for finding in tried.findings where !found.contains(finding) { found.append(finding) }
            (hasMore, first) = (tried.hasMore, first + mostTries)
        }
        return found
    }
}

extension FlowInstance {
    /// Tries some of the steps; the world is of no use behind it.
    fileprivate func tryCharts(
        from first: Int, to last: Int
    ) throws(ChartReader.Fault) -> (findings: [FlowChartFinding], hasMore: Bool) {
        beginInput(at: TrialCall.time)
        if settings.voice.locale == nil, settings.voice.name == nil { settings.voice.locale = "en-US" }
        calls[1] = .trial(voice: settings.voice)
        let more = try askIfThere(
            "try",
            [
                .object(LuaObject(class: HostAPI.callClass, id: 1)), .integer(Int64(first)), .integer(Int64(last)),
            ])
        world.beginInput()
        while let step = next() {
            if case .stopped(let problem) = step { throw ChartReader.Fault(sentence: problem.reason) }
        }
        return (try ChartReader.findings(try askIfThere("refusals")), more == .boolean(true))
    }
}
