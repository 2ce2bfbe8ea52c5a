import CallModel
import LuaEngine

/// JSON of the flow's own: names never change. An empty table is an object; `json.empty_list()` is an empty list, and
/// `json.null()` is null where a list or a body needs one.
enum FlowJSON {
    static let null = LuaValue.object(LuaObject(class: HostAPI.jsonClass, id: 1))
    static let emptyList = LuaValue.object(LuaObject(class: HostAPI.jsonClass, id: 2))

    /// A value of a flow; the sentence says what cannot be written.
    static func json(_ value: LuaValue, depth: Int = 0) throws(LuaRaise) -> JSONValue {
        guard depth < 100 else { throw LuaRaise("tables are nested too deeply for JSON") }
        switch value {
        case .nil, null: return .null
        case emptyList: return .array([])
        case .boolean(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .number(let number):
            guard number.isFinite else { throw LuaRaise("JSON has no number \(number)") }
            return .number(number)
        case .string(let text): return .string(text)
        case .table(let table):
            guard !table.hasOtherKeys, table.array.isEmpty || table.namedFields.isEmpty else {
                throw LuaRaise("a table must have either names, or numbers without gaps, to be JSON")
            }
            if !table.array.isEmpty {
                var items: [JSONValue] = []
                for item in table.array { items.append(try json(item, depth: depth + 1)) }
                return .array(items)
            }
            var members: [(name: String, value: JSONValue)] = []
            for (name, item) in table.namedFields { members.append((name, try json(item, depth: depth + 1))) }
            return .object(JSONObject(members))
        default: throw LuaRaise("\(value.typeName.withArticle) cannot be JSON")
        }
    }

    /// A value for a flow. What is null in an object is not there; in a list it is `json.null()`, so that nothing moves up.
    static func lua(_ json: JSONValue) -> LuaValue {
        switch json {
        case .null: .nil
        case .bool(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .array(let items): .list(items.map { $0 == .null ? null : lua($0) })
        case .object(let object): .record(object.members.map { ($0.name, lua($0.value)) })
        }
    }

    /// About how many bytes the tables of a value take in a world: a host that answers with a million empty objects shall
    /// not end the session that asked.
    static func weight(_ json: JSONValue) -> Int {
        switch json {
        case .null, .bool, .integer, .number: 16
        case .string(let text): 48 + text.utf8.count
        case .array(let items): items.reduce(64) { $0 + 16 + weight($1) }
        case .object(let object): object.members.reduce(96) { $0 + 88 + $1.name.utf8.count + weight($1.value) }
        }
    }

    /// What is read is not heavier, nor has it longer lists: a fraction of what a world has by default.
    static let mostWeight = 3 << 20
    static let longestList = 32_768

    /// Reads a text; what is wrong otherwise.
    static func read(_ text: String) -> Result<JSONValue, ActionFailure> {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: Array(text.utf8))
        } catch {
            return .failure(ActionFailure(reason: .malformed, message: "\(error)"))
        }
        guard weight(value) <= mostWeight, isShort(value) else {
            return .failure(
                ActionFailure(reason: .tooLarge, message: "as tables this JSON would take too much of the memory"))
        }
        return .success(value)
    }

    private static func isShort(_ json: JSONValue) -> Bool {
        switch json {
        case .array(let items): items.count <= longestList && items.allSatisfy(isShort)
        case .object(let object):
            object.members.count <= longestList / 2 && object.members.allSatisfy { isShort($0.value) }
        default: true
        }
    }
}

extension Marshalling {
    /// `{ status, headers, body, json, url }`: names of headers in lower case; `json` only where the answer says that it is
    /// JSON, and it is.
    static func webResponse(_ status: Int, _ body: [UInt8]) -> LuaValue {
        guard let response = WebResponse(status: status, body: body) else {
            return .record([("status", .integer(Int64(status)))])
        }
        var fields: [(String, LuaValue)] = [
            ("status", .integer(Int64(status))), ("body", .string(response.body)),
            ("headers", .record(response.headers.map { ($0.name, .string($0.value)) })),
            ("url", response.url.map { .string($0) } ?? .nil),
        ]
        if response.isJSON {
            switch FlowJSON.read(response.body) {
            case .success(let json): fields.append(("json", FlowJSON.lua(json)))
            case .failure(let failure): fields.append(("json_error", .string(failure.message)))
            }
        }
        return .record(fields)
    }
}
