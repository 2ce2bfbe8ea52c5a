import LuaSyntax

/// Options of the standard library that name people to call.
enum LibraryPeople {
    /// By module; a list of people is as good as one.
    private static let options: [String: [String]] = [
        "std.conference": ["members"], "std.queue": ["agents"], "std.transfer": ["target", "targets"],
    ]
    /// Kinds of steps that call somebody.
    private static let steps: Set<String> = ["transfer", "dial"]

    /// The people that a call of a module names, each by itself, with the option that they stand in.
    static func named(by site: CallSite, _ file: FlowFile) -> [(String, LuaExpression)] {
        guard case .module(let module)? = site.owner else { return [] }
        if module == "std.flow" { return inChart(site, file) }
        guard let names = options[module], let given = site.arguments.last.flatMap({ file.kinds.tableFields($0) })
        else { return [] }
        return names.flatMap { name in people(given.named[name], file).map { (name, $0) } }
    }

    /// Targets of steps, and of a launch; not those with variables, which nobody knows here.
    private static func inChart(_ site: CallSite, _ file: FlowFile) -> [(String, LuaExpression)] {
        guard let chart = site.arguments.first.flatMap({ file.kinds.tableFields($0) }) else { return [] }
        let steps = chart.named["steps"].flatMap { file.kinds.tableFields($0) }
        let calling = (steps?.names ?? []).compactMap { name, _ in
            steps?.named[name].flatMap { file.kinds.tableFields($0) }
        }.filter { $0.items.first?.text.map(Self.steps.contains) == true }
        return ([chart] + calling).flatMap { people($0.named["target"], file).map { ("target", $0) } }
            .filter { $0.1.text?.contains("{") != true }
    }

    private static func people(_ value: LuaExpression?, _ file: FlowFile) -> [LuaExpression] {
        guard let value else { return [] }
        if let list = file.kinds.tableFields(value), !list.items.isEmpty { return list.items }
        return [value]
    }
}
