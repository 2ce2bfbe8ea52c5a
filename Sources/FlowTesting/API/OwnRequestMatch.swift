import CallModel
import FlowEngine
import LuaEngine

/// What a spec expects of a flow's requests to the web and to the store, which have no wire body of the service.
struct OwnRequestMatch {
    private static let fields = [
        "http": ["method", "url", "host", "path", "query", "headers", "body", "json", "form", "idempotency_key"],
        "store": ["step", "key", "value", "by", "expected", "expires"],
    ]

    /// The names of such requests, as `sent` takes them.
    static let names = fields.keys.sorted()

    /// Checks the names of fields; a name that there is not would make any sentence with `not` true.
    static func check(_ name: String, _ table: LuaTable, _ arguments: HostArguments) throws(LuaRaise) {
        let known = fields[name] ?? []
        for (field, _) in table.namedFields where !known.contains(field) {
            throw arguments.mistake(
                "\(name) has no field '\(field)'" + Nearest.help(for: field, among: known, "fields"))
        }
    }

    /// A request as specs see it; nil when it is none of these.
    static func view(_ action: SpecWorld.Action) -> JSONValue? {
        let prepared = PreparedRequest(method: action.method, path: action.path, body: action.body.encoded)
        switch action.name {
        case "http": return WebRequest(prepared).map { WebRequestView.json($0) }
        case "store":
            var view = action.body.objectValue ?? JSONObject()
            view["step"] = .string(action.method.lowercased())
            view["key"] = .string(action.path)
            return .object(view)
        default: return nil
        }
    }

    /// Whether a value is as it is expected: of tables with names only those that are given count, names of headers in
    /// any case.
    static func fits(_ wanted: LuaValue, _ actual: JSONValue?, _ world: SpecWorld, field: String = "") -> Bool {
        guard let actual else { return wanted == .nil }
        switch (world.plain(wanted), actual) {
        case (.table(let table), .string(let text)) where table["pattern"]?.stringValue != nil:
            return world.patterns.matches(text, table["pattern"]?.stringValue ?? "")
        case (.string(let text), .string(let found)) where field == "url":
            return text == found || found.prefix { $0 != "?" } == text
        case (.table(let table), .object):
            guard table.array.isEmpty else { return false }
            return table.namedFields.allSatisfy { name, value in
                fits(value, actual[field == "headers" ? name.lowercased() : name], world, field: name)
            }
        case (.table(let table), .array(let items)):
            return table.namedFields.isEmpty && table.array.count == items.count
                && zip(table.array, items).allSatisfy { fits($0, $1, world) }
        case (let wanted, _): return Marshalling.value(actual, field: "", isFree: true).same(as: wanted)
        }
    }

    /// In the list of what was sent.
    static func summary(_ action: SpecWorld.Action) -> String? {
        switch action.name {
        case "http": " { \(action.method) \(action.path) }"
        case "store": " { \(action.method.lowercased()) \(action.path) }"
        default: nil
        }
    }
}
