import LuaEngine

/// `log.info("…", { … })` and its sisters.
enum LogFunctions {
    static let all: [HostFunction] = ["debug", "info", "warning", "error"].map(function)

    private static func function(_ level: String) -> HostFunction {
        HostFunction(
            "log.\(level)", "Writes a line to the log, with the session and the flow's line.",
            parameters: [
                HostParameter(
                    "message", .oneOf([.string, .number(-1e300...1e300), .boolean]), "What to say.", required: true),
                HostParameter("fields", .table, "Values beside it, by name."),
            ], phases: [.load, .call]
        ) { instance, arguments throws(LuaRaise) in
            var fields: [(name: String, value: String)] = []
            if case .table(let table) = arguments[1] {
                fields = table.namedFields.map { ($0.0, $0.1.shown(quoted: false)) }
            }
            instance.steps.push(
                .log(
                    FlowLogEntry(
                        level: level, message: arguments[0].shown(quoted: false), fields: fields,
                        place: arguments.place)))
            return .values(0)
        }
    }
}
