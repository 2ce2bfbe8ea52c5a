import FlowEngine
import LuaSyntax

/// Calls in handlers whose arguments are written down are tried: what the function refuses then, it refuses with a caller
/// on the line.
enum TrialFindings {
    /// A world takes so many calls at a time.
    private static let mostCalls = 300

    /// - Parameter others: what the rules have found; what they have found something in is not tried.
    static func findings(in flows: [Flow], _ folder: FolderOfFlows, besides others: [Finding]) -> [Finding] {
        let modules = Dictionary(uniqueKeysWithValues: folder.sources.stdlib.map { ("std.\($0.key)", $0.value) })
        let trials = FlowTrials(modules: modules, environment: folder.environment)
        let known = Dictionary(grouping: others) { $0.file ?? "" }
        var seen: Set<String> = []
        var found: [Finding] = []
        for flow in flows {
            let needed = Set(flow.library.map { "std." + $0.path.dropFirst(4).dropLast(4) })
            for file in flow.files where seen.insert(file.path).inserted {
                let calls = calls(in: file, besides: known[file.path] ?? [])
                for start in stride(from: 0, to: calls.count, by: mostCalls) {
                    let some = calls[start..<min(start + mostCalls, calls.count)]
                    let refusals = trials.refusals(of: some.map(\.text), modules: needed)
                    found += refusals.sorted { $0.key < $1.key }.compactMap { finding($1, some[start + $0], file) }
                }
            }
        }
        return found
    }

    /// A file's own top level runs when it is loaded.
    private static func calls(in file: FlowFile, besides others: [Finding]) -> [WrittenCall] {
        file.calls.filter { $0.raw.body.function != nil }.compactMap { WrittenCall($0, in: file) }.filter { call in
            !others.contains { other in call.ranges.contains { other.isInside($0) } }
        }
    }

    /// Nil for errors that are no words of the function that was called.
    private static func finding(_ refusal: String, _ call: WrittenCall, _ file: FlowFile) -> Finding? {
        let site = call.site
        let name = site.function?.signature.shownName ?? "\(site.libraryModule ?? "").\(site.field?.text ?? "")"
        guard refusal.hasPrefix("\(name):") else { return nil }
        let (message, hint) = Hint.split(refusal)
        return Finding(
            rule: WrongArgument().name, severity: .error, file: file.path, line: site.place.start.line,
            column: site.place.start.column, message: message, hint: hint)
    }
}

extension Finding {
    fileprivate func isInside(_ range: LuaRange) -> Bool {
        guard let line, let column else { return false }
        let (start, end) = (range.start, range.end)
        return (start.line, start.column) <= (line, column) && (line, column) <= (end.line, end.column)
    }
}
