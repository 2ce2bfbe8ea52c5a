import LuaSyntax

/// Options of the standard library that name people to call.
enum LibraryPeople {
    /// By module; a list of people is as good as one.
    private static let options: [String: [String]] = [
        "conference": ["members"], "queue": ["agents"], "transfer": ["target", "targets"],
    ]
    /// Kinds of steps that call somebody.
    private static let steps: Set<String> = ["transfer", "dial"]

    /// The people that a call of a module names, each by itself, with the option that they stand in.
    static func named(by site: CallSite, _ file: FlowFile) -> [(String, LuaExpression)] {
        if let chart = WrittenChart(site, in: file) { return named(by: chart, file) }
        guard let names = site.libraryModule.flatMap({ options[$0] }),
            let given = site.arguments.last.flatMap({ file.kinds.tableFields($0) })
        else { return [] }
        return names.flatMap { name in people(given.named[name], file).map { (name, $0) } }
    }

    /// Targets of steps, and of a launch; not those with variables, which nobody knows here.
    private static func named(by chart: WrittenChart, _ file: FlowFile) -> [(String, LuaExpression)] {
        let calling = chart.steps.filter { $0.items.first?.text.map(steps.contains) == true }
        return ([chart.fields] + calling).flatMap { people($0.named["target"], file).map { ("target", $0) } }
            .filter { $0.1.text?.contains("{") != true }
    }

    private static func people(_ value: LuaExpression?, _ file: FlowFile) -> [LuaExpression] {
        guard let value else { return [] }
        if let list = file.kinds.tableFields(value), !list.items.isEmpty || list.names.isEmpty { return list.items }
        return [value]
    }
}
