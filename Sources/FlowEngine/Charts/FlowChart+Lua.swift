import LuaEngine

/// Reads what `std.flow` gives. Generations keep the library that they began with, and flows can give the module
/// functions of their own: anything can stand there.
struct ChartReader {
    /// What is not as it should be, as a sentence.
    struct Fault: Error {
        var sentence: String
    }

    static func charts(_ value: LuaValue) throws(Fault) -> [FlowChart] {
        var charts: [FlowChart] = []
        for (index, item) in list(value).enumerated() { charts.append(try chart(item, "charts[\(index + 1)]")) }
        return charts
    }

    static func findings(_ value: LuaValue) throws(Fault) -> [FlowChartFinding] {
        var findings: [FlowChartFinding] = []
        for (index, item) in list(value).enumerated() {
            let at = "findings[\(index + 1)]"
            let place = place(field(item, "place"))
            findings.append(
                FlowChartFinding(
                    rule: try text(item, "rule", at), isError: field(item, "severity")?.stringValue == "error",
                    message: try text(item, "message", at), path: list(field(item, "path")).compactMap(key),
                    chart: field(item, "chart")?.stringValue ?? "", file: place.file, line: place.line))
        }
        return findings
    }

    private static func chart(_ value: LuaValue, _ at: String, isPart: Bool = false) throws(Fault) -> FlowChart {
        let place = place(field(value, "place"))
        var (steps, parts): ([FlowChart.Step], [FlowChart]) = ([], [])
        for (index, item) in list(field(value, "steps")).enumerated() {
            steps.append(try step(item, "\(at).steps[\(index + 1)]"))
        }
        // Parts of parts stand beside them.
        for (index, item) in (isPart ? [] : list(field(value, "parts"))).enumerated() {
            parts.append(try chart(item, "\(at).parts[\(index + 1)]", isPart: true))
        }
        let starts = field(value, "starts") ?? .nil
        return FlowChart(
            name: try text(value, "name", at),
            origin: field(value, "made")?.stringValue.flatMap(FlowChart.Origin.init) ?? (isPart ? .part : .incoming),
            file: place.file, line: place.line, start: try text(value, "start", at), steps: steps, parts: parts,
            exits: list(field(value, "exits")).compactMap(\.stringValue),
            hangUp: field(value, "hang_up")?.stringValue, unreached: field(value, "unreached")?.stringValue,
            to: field(starts, "to")?.stringValue, from: field(starts, "from")?.stringValue,
            target: field(starts, "target")?.stringValue)
    }

    private static func step(_ value: LuaValue, _ at: String) throws(Fault) -> FlowChart.Step {
        let kind = try text(value, "kind", at)
        var exits: [FlowChart.Exit] = []
        for (index, item) in list(field(value, "exits")).enumerated() {
            let place = "\(at).exits[\(index + 1)]"
            exits.append(
                FlowChart.Exit(
                    word: try text(item, "word", place), to: try text(item, "to", place),
                    label: field(item, "label")?.stringValue, isDefault: field(item, "default") == .boolean(true),
                    language: field(item, "language")?.stringValue))
        }
        return FlowChart.Step(
            name: try text(value, "name", at), kind: kind, label: field(value, "label")?.stringValue ?? kind,
            exits: exits, ends: field(value, "ends") == .boolean(true), part: field(value, "part")?.stringValue)
    }

    private static func field(_ value: LuaValue, _ name: String) -> LuaValue? {
        if case .table(let table) = value { return table[name] }
        return nil
    }

    private static func list(_ value: LuaValue?) -> [LuaValue] {
        if case .table(let table)? = value { return table.array }
        return []
    }

    private static func text(_ value: LuaValue, _ name: String, _ at: String) throws(Fault) -> String {
        guard let text = field(value, name)?.stringValue else { throw Fault(sentence: "\(at) has no \(name)") }
        return text
    }

    private static func key(_ value: LuaValue) -> FlowChartFinding.Key? {
        value.stringValue.map { .name($0) } ?? value.integerValue.map { .index($0) }
    }

    /// `clinic/main.lua:12` in two.
    private static func place(_ value: LuaValue?) -> (file: String, line: Int?) {
        let text = value?.stringValue ?? ""
        guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]) else {
            return (text, nil)
        }
        return (String(text[..<colon]), line)
    }
}
