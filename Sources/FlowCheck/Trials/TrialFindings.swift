import FlowEngine
import LuaSyntax

/// Calls in handlers whose arguments are written down are tried: what the function refuses then, it refuses with a caller
/// on the line.
enum TrialFindings {
    /// - Parameter others: what the rules have found; what they have found an error in is not tried.
    static func findings(in flows: [Flow], _ folder: FolderOfFlows, besides others: [Finding]) -> [Finding] {
        let modules = Dictionary(uniqueKeysWithValues: folder.sources.stdlib.map { ("std.\($0.key)", $0.value) })
        let trials = FlowTrials(modules: modules, environment: folder.environment)
        let known = Dictionary(grouping: others.filter { $0.severity == .error }) { $0.file ?? "" }
        var seen: Set<String> = []
        var found: [Finding] = []
        for flow in flows {
            // Some require others by names that are known only when they run.
            let needed = flow.library.isEmpty ? [] : Set(modules.keys)
            for file in flow.files where seen.insert(file.path).inserted {
                let calls = calls(in: file, besides: FoundPlaces(known[file.path] ?? []))
                let refusals = trials.refusals(of: calls.map(\.text), modules: needed)
                found += refusals.sorted { $0.key < $1.key }.compactMap { finding($1, calls[$0], file) }
            }
        }
        return found
    }

    /// A file's own top level runs when it is loaded.
    private static func calls(in file: FlowFile, besides others: FoundPlaces) -> [WrittenCall] {
        file.calls.filter { $0.raw.body.function != nil }.compactMap { WrittenCall($0, in: file) }.filter { call in
            !call.ranges.contains { others.areIn($0, outside: call.functions) }
        }
    }

    /// Nil for errors that are no words of the function that was called, and for those that only the settings of the node
    /// decide.
    private static func finding(_ refusal: String, _ call: WrittenCall, _ file: FlowFile) -> Finding? {
        let site = call.site
        let name = site.function?.signature.shownName ?? "\(site.libraryModule ?? "").\(site.field?.text ?? "")"
        guard !refusal.contains("--api-version") else { return nil }
        var words = refusal
        if !refusal.hasPrefix("\(name):") {
            // A module passes on what it was given, to a function of ours or to another module.
            guard site.libraryModule != nil, refusal.prefixMatch(of: #/[a-z_]+[.:][a-z_]+: /#) != nil else {
                return nil
            }
            words = "\(name): \(refusal)"
        }
        let (message, hint) = Hint.split(words)
        return Finding(
            rule: WrongArgument().name, severity: .error, file: file.path, line: site.place.start.line,
            column: site.place.start.column, message: message, hint: hint)
    }
}

/// The places of findings in one file.
private struct FoundPlaces {
    private let sorted: [Place]

    private struct Place: Comparable {
        let line, column: Int

        static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
    }

    init(_ findings: [Finding]) {
        sorted = findings.compactMap { finding in
            guard let line = finding.line, let column = finding.column else { return nil }
            return Place(line: line, column: column)
        }.sorted()
    }

    /// Whether one is in a range and in none of some others.
    func areIn(_ range: LuaRange, outside others: [LuaRange]) -> Bool {
        let (start, end) = (place(range.start), place(range.end))
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < start { low = middle + 1 } else { high = middle }
        }
        return sorted[low...].prefix { $0 < end }.contains { one in
            !others.contains { place($0.start) <= one && one < place($0.end) }
        }
    }

    private func place(_ position: LuaPosition) -> Place { Place(line: position.line, column: position.column) }
}
